package feed

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/rss"

	"tidings/feed/text"
)

// ErrNotFeed is wrapped by the errors of [Parse] for documents that are no feed at all.
var ErrNotFeed = errors.New("not a feed")

// Parse reads a feed's document: RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed 1.0 and 1.1, in any charset, and mended
// where it is broken (see Document.Repairs). contentType is the answer's header, or empty; address is where the document
// came from, the base of relative addresses, or empty. No date is after now, unless now is zero. Parse expands no entities,
// fetches nothing, does not panic, and takes time and memory in proportion to the body. An error is one line; it wraps
// [ErrNotFeed] if the document is no feed.
func Parse(body []byte, contentType, address string, now time.Time) (doc Document, err error) {
	defer func() {
		if r := recover(); r != nil {
			doc, err = Document{}, fmt.Errorf("feed cannot be read: %s", text.Clip(text.Line(fmt.Sprint(r)), 200))
		}
	}()
	if err := looksWrong(body); err != nil {
		return Document{}, err
	}
	utf, mended := toUTF8(body, contentType)
	base, _ := url.Parse(text.URL(address, ""))
	if base != nil && base.Host == "" {
		base = nil
	}
	start := bytes.TrimLeft(utf, " \t\r\n\x00\ufeff")
	if len(start) > 0 && start[0] == '{' {
		doc, err = parseJSON(start, base)
	} else {
		doc, err = parseXML(utf, base)
	}
	if err != nil {
		return Document{}, err
	}
	if mended != "" {
		doc.Repairs = append([]string{text.Line(mended)}, doc.Repairs...)
	}
	doc.complete(now)
	return doc, nil
}

// looksWrong recognises bodies that need no parser.
func looksWrong(body []byte) error {
	switch {
	case len(bytes.TrimSpace(body)) == 0:
		return fmt.Errorf("%w: the document is empty", ErrNotFeed)
	case bytes.HasPrefix(body, []byte("\x1f\x8b")), bytes.HasPrefix(body, []byte("PK\x03\x04")), bytes.HasPrefix(body, []byte("BZh")), bytes.HasPrefix(body, []byte("\xfd7zXZ")):
		return fmt.Errorf("%w: this is compressed data", ErrNotFeed)
	case bytes.HasPrefix(body, []byte("%PDF-")):
		return fmt.Errorf("%w: this is a PDF document", ErrNotFeed)
	}
	return nil
}

// parseXML reads RSS, RDF and Atom.
func parseXML(body []byte, base *url.URL) (Document, error) {
	var k skeleton
	if err := k.build(body, base); err != nil {
		if page := bytes.ToLower(body[:min(len(body), 4096)]); bytes.Contains(page, []byte("<html")) || bytes.Contains(page, []byte("<!doctype html")) {
			return Document{}, fmt.Errorf("%w: this is a web page", ErrNotFeed)
		}
		return Document{}, fmt.Errorf("%w: neither RSS, Atom nor JSON Feed", ErrNotFeed)
	}
	doc := Document{Kind: k.kind}
	if k.kind == Atom {
		f, err := (&atom.Parser{}).Parse(bytes.NewReader(k.out))
		if err != nil {
			return Document{}, fmt.Errorf("atom feed cannot be read: %w", err)
		}
		fromAtom(&doc, f, &k.held)
	} else {
		f, err := (&rss.Parser{}).Parse(bytes.NewReader(k.out))
		if err != nil {
			return Document{}, fmt.Errorf("rss feed cannot be read: %w", err)
		}
		fromRSS(&doc, f, &k.held)
	}
	if k.junk {
		doc.Repairs = append(doc.Repairs, "text before the feed: skipped")
	}
	if k.rewinds > 0 {
		doc.Repairs = append(doc.Repairs, "elements that are never closed: closed")
	}
	if k.cut {
		doc.Cut = true
		doc.Repairs = append(doc.Repairs, "the document is cut off: only its complete items are taken")
	}
	if k.empties > 0 {
		doc.Repairs = append(doc.Repairs, fmt.Sprintf("%d empty items: left out", k.empties))
	}
	if k.dropped > 0 {
		doc.Repairs = append(doc.Repairs, fmt.Sprintf("more than %d items: the other %d are left out", maxItems, k.dropped))
	}
	return doc, nil
}

// complete fills in what can be told from the rest, for documents of all kinds.
func (d *Document) complete(now time.Time) {
	for i := range d.Items {
		d.Items[i].complete(now)
	}
}

// complete fills in what is missing.
func (it *Item) complete(now time.Time) {
	if it.Content == it.Summary {
		it.Summary = ""
		if it.Content != "" && !strings.Contains(it.Content, "<p") && len(it.Content) < 500 {
			it.Summary, it.Content = it.Content, ""
		}
	}
	if it.Title == "" {
		it.Title = it.firstWords()
	}
	if it.Image == "" {
		it.Image = firstImage(it.Content)
	}
	if it.Image == "" {
		it.Image = firstImage(it.Summary)
	}
	if it.Published.IsZero() {
		it.Published = it.Updated
	}
	if !now.IsZero() {
		if it.Published.After(now) {
			it.Published, it.Claimed = now, it.Published
		}
		if it.Updated.After(now) {
			it.Updated = now
		}
	}
}

// Untitled reports whether the item's title was made of the beginning of its own text. Such an item is a post, and complete in itself: "if
// so, the description contains the text […], and the link and title may be omitted" (RSS 2.0, Elements of <item>).
func (it *Item) Untitled() bool {
	return it.Summary+it.Content != "" && it.Title == it.firstWords()
}

// firstWords makes a title of what else there is.
func (it *Item) firstWords() string {
	const enough = 90
	for _, s := range []string{it.Summary, it.Content} {
		var b strings.Builder
		writeText(&b, s, 4*enough)
		if t := text.Line(b.String()); t != "" {
			return text.Clip(t, enough)
		}
	}
	for _, e := range it.Enclosures {
		if e.Title != "" {
			return e.Title
		}
	}
	names := []string{it.Link, it.GUID}
	for _, e := range it.Enclosures {
		names = append(names, e.URL[strings.LastIndexByte(e.URL, '/')+1:], e.URL)
	}
	for _, s := range names {
		if _, after, ok := strings.Cut(s, "://"); ok {
			s = after
		}
		if t := text.Line(s); t != "" {
			return text.Clip(t, enough)
		}
	}
	return "–"
}

// firstImage returns the address of the first picture in a sanitised fragment that is not tiny, or "".
func firstImage(fragment string) string {
	for {
		_, after, ok := strings.Cut(fragment, "<img ")
		if !ok {
			return ""
		}
		tag, rest, _ := strings.Cut(after, ">")
		fragment = rest
		if strings.Contains(tag, `width="1"`) || strings.Contains(tag, `height="1"`) {
			continue
		}
		if _, src, ok := strings.Cut(tag, `src="`); ok {
			src, _, _ = strings.Cut(src, `"`)
			return strings.ReplaceAll(src, "&amp;", "&")
		}
	}
}
