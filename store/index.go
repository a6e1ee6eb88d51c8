package store

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The search index holds for each item the words that occur in it, each once and without its place: that is a quarter of
// the size of an index with places, and quicker to write and to read. What needs places (phrases, and words of scripts
// that are cut into pairs) is looked for by all its words together, and then verified in the text (verify.go).
//
// Beside the words themselves stand marked ones that say where they are: "_wlinux" is in the title, "_atorvalds" is an
// author's, "_tfree_software" is a whole tag, "_f12" is the feed. "_" is in no other word.
const (
	markTitle  = "_w"
	markAuthor = "_a"
	markTag    = "_t"
	markFeed   = "_f"
)

// document is what is indexed of an item.
type document struct {
	title   string
	authors []string
	tags    []string // the publisher's and the person's
	feed    int64    // 0: none
	source  string   // the feed's title
	text    string   // plain
}

// indexWords are the words of a document as the index takes them.
func indexWords(d document) string {
	b := make([]byte, 0, len(d.text)+4*len(d.title)+64)
	b = appendWords(b, "", d.text)
	b = appendWords(b, "", d.title)
	b = appendWords(b, markTitle, d.title)
	b = appendWords(b, "", d.source)
	for _, a := range d.authors {
		b = appendWords(b, "", a)
		b = appendWords(b, markAuthor, a)
	}
	for _, tag := range d.tags {
		b = appendWords(b, "", tag)
		if w := tagWord(tag); w != "" {
			b = append(append(b, ' '), w...)
		}
	}
	if d.feed != 0 {
		b = append(append(b, ' '), feedWord(d.feed)...)
	}
	return string(b)
}

// appendWords appends the words of s with a mark before each.
func appendWords(b []byte, mark, s string) []byte {
	eachWord(s, func(w wordRange) bool {
		b = append(append(append(b, ' '), mark...), w.folded...)
		return true
	})
	return b
}

func feedWord(id int64) string { return markFeed + strconv.FormatInt(id, 10) }

// indexed is a document on its way into the search index.
type indexed struct {
	doc   int64
	words string
	again bool // in place of an earlier one
}

// index puts a document into the search index when the transaction ends. FTS5 writes what it has collected to the disk
// whenever another statement opens a savepoint, which many do, so all documents go in last and together.
func (t *tx) index(d indexed) { t.docs = append(t.docs, d) }

// flushIndex writes the collected documents. In the order of their keys, FTS5 takes them in one go.
func (t *tx) flushIndex() error {
	if len(t.docs) == 0 {
		return nil
	}
	slices.SortStableFunc(t.docs, func(a, b indexed) int { return cmp.Compare(a.doc, b.doc) })
	for _, d := range t.docs {
		if d.again {
			if _, err := t.exec(`DELETE FROM search WHERE rowid = ?`, d.doc); err != nil {
				return err
			}
		}
	}
	for i, d := range t.docs {
		if i+1 < len(t.docs) && t.docs[i+1].doc == d.doc { // changed again
			continue
		}
		if _, err := t.exec(`INSERT INTO search (rowid, words) VALUES (?, ?)`, d.doc, d.words); err != nil {
			return err
		}
	}
	return nil
}

// term is what is looked for: words that stand together. The last may go on if prefix is set.
type term struct {
	words  []string
	prefix bool
	dense  bool // all of scripts that are cut into pairs
}

// termOf cuts what a person searches for as the index is cut.
func termOf(s string, prefix bool) term {
	var words []wordRange
	eachWord(s, func(w wordRange) bool {
		words = append(words, w)
		return true
	})
	t := term{prefix: prefix}
	if n := len(words); n > 0 && words[n-1].lone {
		t.dense = !strings.ContainsFunc(s, func(r rune) bool { return isWordRune(r) && !isDense(r) && !unicode.IsMark(r) })
		if n > 1 && words[n-2].end == words[n-1].end { // the pair before holds it
			words, t.prefix = words[:n-1], false
		} else {
			t.prefix = true
		}
	}
	for _, w := range words {
		t.words = append(t.words, w.folded)
	}
	return t
}

// short reports whether the term is the beginning of a word that very many words have.
func (t term) short() bool {
	return t.prefix && len(t.words) == 1 && (t.dense || utf8.RuneCountInString(t.words[0]) <= 6)
}

// match writes the term as a question to the index: all its words, wherever they are.
func (t term) match(mark string) string {
	var b []byte
	words := t.words
	if !t.prefix { // each once
		words = slices.Compact(slices.Sorted(slices.Values(words)))
	}
	for i, w := range words {
		if i > 0 {
			b = append(b, " AND "...)
		}
		b = append(append(append(append(b, '"'), mark...), w...), '"') // no quote is in a word
		if t.prefix && i == len(words)-1 {
			b = append(b, '*')
		}
	}
	if len(words) > 1 {
		return "(" + string(b) + ")"
	}
	return string(b)
}
