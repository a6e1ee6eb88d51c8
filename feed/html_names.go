package feed

import (
	"strings"
	"sync"
)

// attrKind says what may stand in an attribute.
type attrKind uint8

const (
	attrNone attrKind = iota
	attrURL
	attrText
	attrNumber
	attrID // letters, digits, "-", "_", ":", "." and, for classes, spaces
)

// htmlName is an element that may stay.
type htmlName struct {
	name   string
	void   bool // has no content
	inline bool
	media  bool
	attrs  map[string]attrKind
}

// attr returns what an attribute of the element may hold.
func (n *htmlName) attr(name string) attrKind {
	if k, ok := n.attrs[name]; ok {
		return k
	}
	switch name {
	case "id", "lang", "dir":
		return attrID
	}
	return attrNone
}

// htmlNames are the elements that stay, by the names under which they come. All others go; their text stays, except of
// those that isHidden names.
var htmlNames = sync.OnceValue(func() map[string]*htmlName {
	m := map[string]*htmlName{}
	add := func(names string, n htmlName) {
		for name := range strings.FieldsSeq(names) {
			n := n
			n.name = name
			n.inline = n.inline || isInline(name)
			m[name] = &n
		}
	}
	add("address article aside blockquote caption center dd div dl dt figcaption footer h1 h2 h3 h4 h5 h6 header hgroup main nav p section "+
		"table tbody tfoot thead tr ul details summary figure", htmlName{})
	add("b bdi bdo big cite del dfn em i ins kbd mark q rp rt ruby s samp small strike strong sub sup tt u var", htmlName{})
	add("br hr wbr", htmlName{void: true})
	add("a", htmlName{attrs: map[string]attrKind{"href": attrURL, "title": attrText, "rel": attrID, "name": attrID, "class": attrID, "role": attrID}})
	add("abbr acronym", htmlName{attrs: map[string]attrKind{"title": attrText}})
	add("code pre", htmlName{attrs: map[string]attrKind{"class": attrID, "data-lang": attrID, "data-language": attrID}})
	add("span", htmlName{})
	add("ol", htmlName{attrs: map[string]attrKind{"start": attrNumber, "reversed": attrID}})
	add("li", htmlName{attrs: map[string]attrKind{"value": attrNumber}})
	add("td th", htmlName{attrs: map[string]attrKind{"colspan": attrNumber, "rowspan": attrNumber}})
	add("time", htmlName{attrs: map[string]attrKind{"datetime": attrText}})
	add("img", htmlName{void: true, media: true, attrs: map[string]attrKind{"alt": attrText, "title": attrText, "width": attrNumber, "height": attrNumber}})
	add("video audio iframe", htmlName{media: true, attrs: map[string]attrKind{"src": attrURL, "poster": attrURL, "title": attrText}})
	add("source embed", htmlName{void: true, media: true, attrs: map[string]attrKind{"src": attrURL, "type": attrText}})
	add("picture", htmlName{media: true})
	add("math semantics annotation mrow mi mo mn mtext msup msub msubsup mfrac msqrt mroot mtable mtr mtd munder mover munderover mspace",
		htmlName{inline: true, attrs: map[string]attrKind{"alttext": attrText, "encoding": attrText, "display": attrID}})
	m["image"] = m["img"]
	return m
})

// isVoid reports whether an element of HTML has no content.
func isVoid(name string) bool {
	switch name {
	case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr":
		return true
	}
	return false
}

// isHTMLName reports whether name is an element of HTML.
func isHTMLName(name string) bool {
	if _, ok := htmlNames()[name]; ok || isHidden(name) || isVoid(name) || isInline(name) {
		return true
	}
	switch name {
	case "html", "body", "form", "button", "label", "fieldset", "legend", "option", "optgroup", "title", "map", "col", "colgroup", "blink", "marquee", "dir", "menu", "basefont", "frame":
		return true
	}
	return false
}

// isLazySource reports whether an attribute of a picture holds the address that a script would put into src.
func isLazySource(k string) bool {
	switch k {
	case "data-src", "data-lazy-src", "data-original", "data-orig-file":
		return true
	}
	return false
}

// isPlainID reports whether a value is a name or a list of names and nothing else.
func isPlainID(v string) bool {
	if v == "" || len(v) > 100 {
		return false
	}
	for i := range len(v) {
		c := v[i]
		if (c|0x20 < 'a' || c|0x20 > 'z') && !isDigit(c) && strings.IndexByte("-_:. ", c) < 0 {
			return false
		}
	}
	return true
}
