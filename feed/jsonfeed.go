package feed

import (
	"bytes"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/mmcdole/gofeed/json"
)

// parseJSON reads JSON Feed. As with XML, the document's skeleton is written first, with a number in place of every
// string, and gofeed parses that: what has the wrong type is left out or made right member by member, so that one bad item
// costs only itself.
func parseJSON(body []byte, base *url.URL) (Document, error) {
	j := jsonSkeleton{b: body}
	j.held.bases = []*url.URL{base}
	j.held.langs = []string{""}
	j.value(jsonFeed)
	if !j.hasItems {
		return Document{}, fmt.Errorf("%w: JSON without the items of a JSON Feed", ErrNotFeed)
	}
	f, err := (&json.Parser{}).Parse(bytes.NewReader(j.out))
	if err != nil {
		return Document{}, fmt.Errorf("json feed cannot be read: %w", err)
	}
	h := &j.held
	doc := Document{
		Kind: JSON, Title: h.line(f.Title), Link: h.url(f.HomePageURL), Description: h.line(f.Description), About: h.fragment(f.Description),
		Language: language(h.line(f.Language)), Image: firstOf(h.url(f.Icon), h.url(f.Favicon)), Cut: j.cut,
	}
	var authors []string
	for _, a := range append(f.Authors, f.Author) {
		if a != nil {
			authors = appendAuthors(authors, firstOf(h.line(a.Name), h.url(a.URL)))
		}
	}
	doc.Items = make([]Item, 0, len(f.Items))
	for _, it := range f.Items {
		if it != nil {
			doc.Items = append(doc.Items, itemFromJSON(it, h, authors))
		}
	}
	if j.cut {
		doc.Repairs = append(doc.Repairs, "the document is cut off: only its complete items are taken")
	}
	if j.bad > 0 {
		doc.Repairs = append(doc.Repairs, fmt.Sprintf("%d values of the wrong type: left out", j.bad))
	}
	if j.dropped > 0 {
		doc.Repairs = append(doc.Repairs, fmt.Sprintf("more than %d items: the other %d are left out", maxItems, j.dropped))
	}
	return doc, nil
}

func itemFromJSON(it *json.Item, h *heldTexts, feedAuthors []string) Item {
	out := Item{
		GUID: line(h.raw(it.ID)), Title: h.line(it.Title), Link: firstOf(h.url(it.URL), h.url(it.ExternalURL)),
		Published: firstDate(h.raw(it.DatePublished)), Updated: firstDate(h.raw(it.DateModified)),
		Summary: h.fragment(it.Summary), Content: firstOf(h.fragment(it.ContentHTML), h.fragment(it.ContentText)),
		Language: language(h.line(it.Language)), Image: firstOf(h.url(it.Image), h.url(it.BannerImage)),
	}
	if out.Link == "" && strings.HasPrefix(out.GUID, "http") {
		out.Link = h.url(it.ID)
	}
	for _, a := range append(it.Authors, it.Author) {
		if a != nil {
			out.Authors = appendAuthors(out.Authors, firstOf(h.line(a.Name), h.url(a.URL)))
		}
	}
	if len(out.Authors) == 0 {
		out.Authors = feedAuthors
	}
	for _, t := range it.Tags {
		out.Tags = appendTags(out.Tags, h.line(t))
	}
	if it.Attachments != nil {
		for _, a := range *it.Attachments {
			out.addEnclosure(h.url(a.URL), h.line(a.MimeType), strconv.FormatInt(a.SizeInBytes, 10), h.line(a.Title))
		}
	}
	return out
}

// jsonShape is what a value of the document must be.
type jsonShape uint8

const (
	jsonNothing jsonShape = iota // not read
	jsonString                   // a string; numbers are taken as one
	jsonHTML                     // a string of HTML
	jsonPlain                    // a string of plain text
	jsonNumber
	jsonStrings
	jsonFeed
	jsonItems
	jsonItem
	jsonAuthor
	jsonAuthors
	jsonAttachment
	jsonAttachments
)

// jsonMembers are the members of JSON Feed 1.1, and those of 1.0 that it replaced.
var jsonMembers = map[jsonShape]map[string]jsonShape{
	jsonFeed: {
		"version": jsonString, "title": jsonString, "home_page_url": jsonString, "feed_url": jsonString, "description": jsonString,
		"icon": jsonString, "favicon": jsonString, "language": jsonString, "author": jsonAuthor, "authors": jsonAuthors, "items": jsonItems,
	},
	jsonItem: {
		"id": jsonString, "url": jsonString, "external_url": jsonString, "title": jsonString, "content_html": jsonHTML, "content_text": jsonPlain,
		"summary": jsonString, "image": jsonString, "banner_image": jsonString, "date_published": jsonString, "date_modified": jsonString,
		"language": jsonString, "author": jsonAuthor, "authors": jsonAuthors, "tags": jsonStrings, "attachments": jsonAttachments,
	},
	jsonAuthor:     {"name": jsonString, "url": jsonString},
	jsonAttachment: {"url": jsonString, "mime_type": jsonString, "title": jsonString, "size_in_bytes": jsonNumber},
}

// jsonSkeleton writes the skeleton. Its reader forgives missing and surplus commas and stops at the end of the bytes.
type jsonSkeleton struct {
	b        []byte
	at       int
	out      []byte
	held     heldTexts
	hasItems bool
	items    int
	bad      int
	dropped  int
	cut      bool
}

// space moves to the next byte that counts; false at the end.
func (j *jsonSkeleton) space() bool {
	for j.at < len(j.b) {
		if c := j.b[j.at]; !isSpace(c) && c != ',' {
			return true
		}
		j.at++
	}
	j.cut = true
	return false
}

// value writes the value at j.at if it has that shape, else it skips it. It reports whether anything was written.
func (j *jsonSkeleton) value(shape jsonShape) bool {
	if !j.space() {
		return false
	}
	c := j.b[j.at]
	from := j.at
	switch shape {
	case jsonFeed, jsonItem, jsonAuthor, jsonAttachment:
		if c == '{' {
			return j.object(shape)
		}
		if c == '"' && shape == jsonAuthor { // "author": "Name"
			j.out = append(j.out, `{"name":`...)
			ok := j.value(jsonString)
			j.out = append(j.out, '}')
			return ok
		}
	case jsonItems, jsonAuthors, jsonAttachments, jsonStrings:
		if c == '[' {
			return j.array(shape)
		}
		if c == '"' && shape == jsonStrings { // "tags": "one"
			j.out = append(j.out, '[')
			ok := j.value(jsonString)
			j.out = append(j.out, ']')
			return ok
		}
		if c == '{' && shape == jsonAuthors {
			j.out = append(j.out, '[')
			ok := j.object(jsonAuthor)
			j.out = append(j.out, ']')
			return ok
		}
	case jsonString, jsonHTML, jsonPlain:
		if c == '"' || c == '-' || isDigit(c) {
			if !j.skip() {
				return false
			}
			kind := kindUnsaid
			switch shape {
			case jsonHTML:
				kind = kindHTML
			case jsonPlain:
				kind = kindText
			}
			j.out = append(j.out, '"')
			j.out = strconv.AppendInt(j.out, int64(j.held.add(heldText{raw: j.b[from:j.at], kind: kind, json: true})), 10)
			j.out = append(j.out, '"')
			return true
		}
	case jsonNumber:
		if c == '"' || c == '-' || isDigit(c) {
			if !j.skip() {
				return false
			}
			n, err := strconv.ParseFloat(strings.Trim(string(j.b[from:j.at]), `" `), 64)
			if err != nil || n < 0 || n > 1<<53 {
				n = 0
			}
			j.out = strconv.AppendInt(j.out, int64(n), 10)
			return true
		}
	}
	if shape != jsonNothing && c != 'n' {
		j.bad++
	}
	j.skip()
	return false
}

// object writes the known members of the object at j.at.
func (j *jsonSkeleton) object(shape jsonShape) bool {
	j.at++
	j.out = append(j.out, '{')
	first := true
	for j.space() {
		c := j.b[j.at]
		if c == '}' {
			j.at++
			j.out = append(j.out, '}')
			return true
		}
		from := j.at
		if !j.skip() {
			break
		}
		key := strings.ToLower(unquoteJSON(j.b[from:j.at], 100))
		if !j.space() {
			break
		}
		if j.b[j.at] != ':' {
			if j.at == from {
				j.at++
			}
			continue
		}
		j.at++
		member := jsonMembers[shape][key]
		if key == "items" && shape == jsonFeed && !j.hasItems && j.space() && j.b[j.at] == '[' {
			j.hasItems = true
		}
		mark := len(j.out)
		if !first {
			j.out = append(j.out, ',')
		}
		j.out = strconv.AppendQuote(j.out, key)
		j.out = append(j.out, ':')
		if j.value(member) {
			first = false
		} else {
			j.out = j.out[:mark]
		}
	}
	if shape == jsonFeed { // what was read stands
		j.out = append(j.out, '}')
		return true
	}
	return false
}

// array writes the elements of the array at j.at that have the right shape.
func (j *jsonSkeleton) array(shape jsonShape) bool {
	j.at++
	j.out = append(j.out, '[')
	element := map[jsonShape]jsonShape{jsonItems: jsonItem, jsonAuthors: jsonAuthor, jsonAttachments: jsonAttachment, jsonStrings: jsonString}[shape]
	n := 0
	for j.space() {
		if c := j.b[j.at]; c == ']' {
			j.at++
			j.out = append(j.out, ']')
			return true
		} else if c == '}' || c == ':' {
			j.at++
			continue
		}
		if shape == jsonItems {
			if j.items++; j.items > maxItems {
				j.dropped++
				j.skip()
				continue
			}
		} else if n > maxElements {
			j.skip()
			continue
		}
		mark := len(j.out)
		if n > 0 {
			j.out = append(j.out, ',')
		}
		if j.value(element) {
			n++
		} else {
			j.out = j.out[:mark]
		}
	}
	if shape == jsonItems { // complete items of a document that is cut off
		j.out = append(j.out, ']')
		return true
	}
	return false
}

// skip moves behind the value at j.at, however deep it is; false when the bytes end in it.
func (j *jsonSkeleton) skip() bool {
	depth := 0
	for j.at < len(j.b) {
		switch c := j.b[j.at]; {
		case c == '"':
			if !j.skipString() {
				return false
			}
		case c == '{' || c == '[':
			depth++
			j.at++
		case c == '}' || c == ']':
			if depth == 0 {
				return true
			}
			depth--
			j.at++
		case depth > 0 || isSpace(c) || c == ',' || c == ':':
			j.at++
			if depth == 0 {
				return true
			}
			continue
		default:
			for j.at < len(j.b) && !isSpace(j.b[j.at]) && bytes.IndexByte([]byte(`,:]}"[{`), j.b[j.at]) < 0 {
				j.at++
			}
		}
		if depth == 0 {
			return true
		}
	}
	j.cut = true
	return false
}

func (j *jsonSkeleton) skipString() bool {
	for j.at++; j.at < len(j.b); {
		n := bytes.IndexAny(j.b[j.at:], `"\`)
		if n < 0 {
			break
		}
		j.at += n
		if j.b[j.at] == '"' {
			j.at++
			return true
		}
		j.at += 2
	}
	j.at = len(j.b)
	j.cut = true
	return false
}
