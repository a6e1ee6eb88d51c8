package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"tidings/feed"
)

// A row of texts holds what a list does not need of an item: a version byte, then the fields in order, each string with
// its length before it. JSON would cost a third more time and escape every tag of the HTML.
const textVersion = 1

var errText = errors.New("an item's text is damaged")

// appendText encodes the fields of it that no column holds.
func appendText(b []byte, it *feed.Item) []byte {
	b = append(b, textVersion)
	b = appendString(b, it.GUID)
	b = appendString(b, it.Summary)
	b = appendString(b, it.Content)
	b = appendStrings(b, it.Authors)
	var updated int64
	if !it.Updated.IsZero() {
		updated = it.Updated.Unix()
	}
	b = binary.AppendVarint(b, updated)
	b = appendString(b, it.Language)
	b = appendString(b, it.Image)
	b = appendStrings(b, it.Tags)
	b = binary.AppendUvarint(b, uint64(len(it.Enclosures)))
	for _, e := range it.Enclosures {
		b = appendString(b, e.URL)
		b = appendString(b, e.Type)
		b = binary.AppendVarint(b, e.Length)
		b = appendString(b, e.Title)
	}
	b = appendString(b, it.Comments)
	return appendString(b, it.Source)
}

// readText fills the fields of it that appendText encoded.
func readText(b []byte, it *feed.Item) error {
	r := textReader{b: b}
	if v := r.byte(); v != textVersion {
		return fmt.Errorf("%w: version %d", errText, v)
	}
	it.GUID = r.string()
	it.Summary = r.string()
	it.Content = r.string()
	it.Authors = r.strings()
	if u := r.varint(); u != 0 {
		it.Updated = time.Unix(u, 0)
	}
	it.Language = r.string()
	it.Image = r.string()
	it.Tags = r.strings()
	for n := r.count(); n > 0; n-- {
		it.Enclosures = append(it.Enclosures, feed.Enclosure{URL: r.string(), Type: r.string(), Length: r.varint(), Title: r.string()})
	}
	it.Comments = r.string()
	it.Source = r.string()
	if r.bad || len(r.b) != 0 {
		return errText
	}
	return nil
}

func appendString(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

func appendStrings(b []byte, list []string) []byte {
	b = binary.AppendUvarint(b, uint64(len(list)))
	for _, s := range list {
		b = appendString(b, s)
	}
	return b
}

// textReader reads what the functions above write; after the first fault everything is empty and bad is set.
type textReader struct {
	b   []byte
	bad bool
}

func (r *textReader) fail() {
	r.bad, r.b = true, nil
}

func (r *textReader) byte() byte {
	if len(r.b) == 0 {
		r.fail()
		return 0
	}
	c := r.b[0]
	r.b = r.b[1:]
	return c
}

func (r *textReader) uvarint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *textReader) varint() int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.b = r.b[n:]
	return v
}

// count reads a number of elements, each of which takes at least one byte.
func (r *textReader) count() int {
	v := r.uvarint()
	if v > uint64(len(r.b)) {
		r.fail()
		return 0
	}
	return int(v)
}

func (r *textReader) string() string {
	n := r.count()
	s := string(r.b[:n])
	r.b = r.b[n:]
	return s
}

func (r *textReader) strings() []string {
	n := r.count()
	var out []string
	for ; n > 0 && !r.bad; n-- {
		out = append(out, r.string())
	}
	return out
}
