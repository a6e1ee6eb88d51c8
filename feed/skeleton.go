package feed

import (
	"bytes"
	"errors"
	"net/url"
	"strconv"
)

// A feed's XML goes through gofeed in two steps. First this file reads the document with a scanner that takes anything
// and writes its skeleton: well-formed, no namespaces to declare, only elements of the vocabulary, dates in RFC 3339, and
// in place of every text and attribute a number. The texts are held aside as they are, each with the base address and the
// language that are in force there. Then gofeed parses the skeleton and sorts everything to its place, and the numbers are
// exchanged for the texts, decoded by what their element says they are. So broken XML, relative addresses, content types
// and entities are settled before gofeed sees them, and megabytes of text never pass through an XML decoder.

const (
	maxItems    = 20_000 // items of a document that are read: the first ones
	maxElements = 500    // elements of one item that are read
	maxDepth    = 100    // elements that are open at a time
	maxAttrs    = 100    // attributes of an element that are looked at
)

// errNoRoot says that a document has no root of a feed.
var errNoRoot = errors.New("not a feed")

// skeleton is the state of that first step.
type skeleton struct {
	scan  scanner
	out   []byte
	held  heldTexts
	kind  Kind
	stack []opened

	prefixes map[string]string // prefix in the document → prefix here
	undo     []binding

	items    int
	elements int  // in this item
	children int  // start tags in this item, read or not
	rewinds  int  // elements that were never closed
	again    int  // bytes read twice because of them
	cut      bool // the document ended inside an item or an element
	dropped  int  // items beyond maxItems
	empties  int  // items without any element
	junk     bool // something stood before the root
	channel  bool // an RSS channel was opened

	attrs []attribute
	key   []byte
}

// opened is an element that is open.
type opened struct {
	name  []byte // as written
	emit  string // in the skeleton; "" for one that is read through
	place place
	base  int32
	lang  int32
	undo  int // bindings to undo when it ends
	out   int // length of the skeleton before it
	held  int
	made  bool // an item without a start tag
	// of a channel or feed: a title was seen
	titled bool
}

// build reads the document and writes its skeleton.
func (k *skeleton) build(body []byte, address *url.URL) error {
	k.scan = scanner{b: body}
	k.held.bases = []*url.URL{address}
	k.held.langs = []string{""}
	k.held.all = make([]heldText, 0, min(len(body)/256, 4<<10)+16)
	k.out = make([]byte, 0, min(len(body)/4, 256<<10)+256)
	k.prefixes = map[string]string{"xml": "xml"}
	if err := k.root(); err != nil {
		return err
	}
	for {
		t := k.scan.next()
		switch t.kind {
		case tokenEOF:
			k.finish()
			return nil
		case tokenStart:
			if t.cut {
				continue
			}
			if len(k.stack) == 0 {
				return nil // a second root
			}
			k.start(t)
		case tokenEnd:
			if k.end(t.name); len(k.stack) == 0 {
				return nil
			}
		case tokenText, tokenCDATA:
			k.stray(t)
		}
	}
}

// root finds the root of a feed; warnings and the like may stand before it, a whole web page may not.
func (k *skeleton) root() error {
	for {
		t := k.scan.next()
		switch t.kind {
		case tokenEOF:
			return errNoRoot
		case tokenText:
			k.junk = k.junk || len(bytes.Trim(k.scan.b[t.from:t.to], " \t\r\n\x00")) > 0
		case tokenOther:
			if bytes.HasPrefix(bytes.ToLower(k.scan.b[t.at:min(t.to, t.at+16)]), []byte("<!doctype html")) {
				return errNoRoot
			}
		case tokenStart:
			name := string(bytes.ToLower(localName(t.name)))
			here := inRoot
			switch name {
			case "rss":
				k.kind = RSS
			case "rdf":
				k.kind = RDF
			case "channel":
				k.kind, here, name = RSS, inChannel, "rss"
			case "feed":
				k.kind, here = Atom, inFeed
			case "html", "head", "body", "svg", "opml", "urlset", "sitemapindex":
				return errNoRoot
			default:
				k.junk = true
				continue
			}
			k.attributes(t)
			o := opened{name: t.name, emit: name, place: here}
			o.base, o.lang = k.scope(0, 0)
			prefix := ""
			if i := bytes.IndexByte(t.name, ':'); i >= 0 {
				prefix = string(t.name[:i])
			}
			if k.kind != RDF || k.prefixes[prefix] != "rdf" {
				k.prefixes[prefix] = ""
			}
			k.prefixes[""] = ""
			k.out = append(k.out, '<')
			k.out = append(k.out, name...)
			if o.lang > 0 {
				k.emitAttr("lang", []byte(k.held.langs[o.lang]), &o)
			}
			k.out = append(k.out, '>')
			if here == inChannel {
				k.out = append(k.out, "<channel>"...)
				o.emit = "rss"
				k.stack = append(k.stack, o)
				o.emit = "channel"
			}
			k.stack = append(k.stack, o)
			if t.closed {
				k.end(t.name)
			}
			return nil
		}
	}
}

func (k *skeleton) top() *opened { return &k.stack[len(k.stack)-1] }

// start reads an element.
func (k *skeleton) start(t token) {
	undo := len(k.undo)
	k.children++
	k.attrs = k.attrs[:0]
	if t.to > t.from {
		k.attributes(t)
	}
	e, ok := k.element(k.name(t.name), t, undo)
	top := k.top()
	if ok && (top.place == inItem || top.place == inEntry || top.place == inMedia) {
		if k.elements++; k.elements > maxElements {
			ok = false
		}
	}
	if ok && (e.place == inItem || e.place == inEntry) {
		if k.items++; k.items > maxItems { // the rest is only counted
			tag := append([]byte{'<'}, t.name...)
			k.dropped = bytes.Count(k.scan.b[t.at:], tag)
			k.scan.at = len(k.scan.b)
			k.unbind(undo)
			return
		}
		k.elements, k.children = 0, 0
	}
	if ok && (e.how == asPlace && len(k.stack) > 20 || len(k.stack) > maxDepth) {
		ok = false
	}
	if !ok {
		k.unbind(undo)
		if !t.closed {
			k.skip(t)
		}
		return
	}
	o := opened{name: t.name, emit: e.name, place: e.place, undo: undo, out: len(k.out), held: len(k.held.all)}
	o.base, o.lang = k.scope(top.base, top.lang)
	switch e.how {
	case through:
		o.emit, o.place = "", top.place
		if !t.closed {
			k.stack = append(k.stack, o)
		}
		return
	case asPlace:
		k.open(e, &o, t)
		return
	case asText:
		k.text(e, &o, t)
	case asDate:
		k.date(e, t)
	case asEmpty:
		k.empty(e, &o, t)
	}
	k.unbind(undo)
}

// element finds what the vocabulary says of an element in the place where it stands. What is missing there is mended first: a channel
// or an item that was not opened, and what was not closed in front of an item.
func (k *skeleton) element(key []byte, t token, undo int) (e element, ok bool) {
	vocabulary := vocabulary()
	top := k.top()
	e, ok = vocabulary[top.place][string(key)]
	if top.place == inRoot && k.kind == RSS && !k.channel {
		k.channel = true
		if e.place != inChannel && ok {
			k.out = append(k.out, "<channel>"...)
			k.stack = append(k.stack, opened{name: []byte("channel"), emit: "channel", place: inChannel, base: top.base, lang: top.lang, undo: undo, out: len(k.out)})
			top = k.top()
			e, ok = vocabulary[inChannel][string(key)]
		}
	}
	if k.lostItem(top, string(key)) {
		e, ok = vocabulary[k.top().place][string(key)]
	}
	if name := string(key); !ok && !t.closed && (name == "item" || name == "entry") {
		for i := len(k.stack) - 1; i > 0; i-- {
			if e, ok = vocabulary[k.stack[i-1].place][name]; ok {
				k.pop(i)
				break
			}
		}
	}
	return e, ok
}

// lostItem opens an item whose start tag is missing: a second title, or what only items have, in a channel or feed. One
// that is not closed as an item is dropped again (see pop).
func (k *skeleton) lostItem(top *opened, key string) bool {
	o := opened{base: top.base, lang: top.lang, undo: len(k.undo), out: len(k.out), held: len(k.held.all), made: true}
	switch {
	case top.place == inChannel && (key == "title" && top.titled || key == "guid"):
		o.name, o.emit, o.place = []byte("item"), "item", inItem
	case top.place == inFeed && (key == "title" && top.titled):
		o.name, o.emit, o.place = []byte("entry"), "entry", inEntry
	default:
		top.titled = top.titled || key == "title"
		return false
	}
	if k.items++; k.items > maxItems {
		return false
	}
	k.out = append(append(append(k.out, '<'), o.emit...), '>')
	k.stack = append(k.stack, o)
	k.elements, k.children = 0, 1
	return true
}

// open starts an element that holds others.
func (k *skeleton) open(e element, o *opened, t token) {
	if k.prefixes[""] == "unknown" && !bytes.Contains(t.name, []byte(":")) {
		k.prefixes[""] = "" // a made-up default namespace
	}
	k.tag(e, o, nil)
	if e.place == inItem {
		for _, a := range k.attrs {
			if bytes.HasSuffix(a.name, []byte(":about")) || bytes.Equal(a.name, []byte("about")) {
				k.out = append(k.out, "<about>"...)
				k.number(heldText{raw: a.value, kind: kindText, base: o.base, lang: o.lang})
				k.out = append(k.out, "</about>"...)
			}
		}
	}
	k.stack = append(k.stack, *o)
	if t.closed {
		k.pop(len(k.stack) - 1)
	}
}

// tag writes a start tag with those attributes that the vocabulary names.
func (k *skeleton) tag(e element, o *opened, extra func()) {
	k.out = append(k.out, '<')
	k.out = append(k.out, e.name...)
	for _, want := range e.attrs {
		for _, a := range k.attrs {
			if bytes.EqualFold(localName(a.name), []byte(want)) {
				k.emitAttr(want, a.value, o)
				break
			}
		}
	}
	if extra != nil {
		extra()
	}
	k.out = append(k.out, '>')
}

func (k *skeleton) emitAttr(name string, value []byte, o *opened) {
	if name == "ispermalink" {
		name = "isPermaLink"
	}
	k.out = append(k.out, ' ')
	k.out = append(k.out, name...)
	k.out = append(k.out, `="`...)
	k.number(heldText{raw: value, kind: kindText, base: o.base, lang: o.lang})
	k.out = append(k.out, '"')
}

func (k *skeleton) number(t heldText) {
	k.out = strconv.AppendInt(k.out, int64(k.held.add(t)), 10)
}

func (k *skeleton) endTag(name string) {
	k.out = append(k.out, "</"...)
	k.out = append(k.out, name...)
	k.out = append(k.out, '>')
}

// end closes the innermost open element of that name, and those in it. An end tag without a start is ignored.
func (k *skeleton) end(name []byte) {
	for i := len(k.stack) - 1; i >= 0; i-- {
		o := &k.stack[i]
		if bytes.EqualFold(o.name, name) || o.made && bytes.EqualFold(o.name, localName(name)) {
			if o.made {
				o.made = false
				k.rewinds++
			}
			k.pop(i)
			return
		}
	}
}

// pop closes elements down to k.stack[i].
func (k *skeleton) pop(i int) {
	for len(k.stack) > i {
		o := k.top()
		if o.made || (o.place == inItem || o.place == inEntry) && k.children == 0 { // nothing in it
			k.out = k.out[:o.out]
			k.held.all = k.held.all[:o.held]
			if !o.made {
				k.empties++
			}
		} else if o.emit != "" {
			k.endTag(o.emit)
		}
		k.unbind(o.undo)
		k.stack = k.stack[:len(k.stack)-1]
	}
}

// finish ends a document that stopped before its end: an item that is not complete goes.
func (k *skeleton) finish() {
	for i, o := range k.stack {
		if o.place == inItem || o.place == inEntry {
			k.cut = true
			k.out = k.out[:o.out]
			k.held.all = k.held.all[:o.held]
			k.stack = k.stack[:i]
			break
		}
	}
	k.pop(0)
}

// stray reads text between elements: of a person it is the name.
func (k *skeleton) stray(t token) {
	if len(k.stack) == 0 || k.top().place != inPerson {
		return
	}
	if b := bytes.TrimSpace(k.scan.b[t.from:t.to]); len(b) > 0 && !bytes.Contains(k.out[k.top().out:], []byte("<name>")) {
		k.out = append(k.out, "<name>"...)
		k.number(heldText{raw: b, kind: kindText})
		k.out = append(k.out, "</name>"...)
	}
}
