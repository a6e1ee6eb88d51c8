package store

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"
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

// wordSets are used again: their slots take more room than the words of most documents.
var wordSets = sync.Pool{New: func() any { return new(wordSet) }}

// indexWords are the words of a document as the index takes them, each once.
func indexWords(d document) string {
	s := wordSets.Get().(*wordSet)
	defer wordSets.Put(s)
	s.clear()
	s.addAll("", d.text)
	s.addAll("", d.title)
	s.addAll(markTitle, d.title)
	s.addAll("", d.source)
	for _, a := range d.authors {
		s.addAll("", a)
		s.addAll(markAuthor, a)
	}
	for _, tag := range d.tags {
		s.addAll("", tag)
		if w := tagWord(tag); w != "" {
			s.add("", w)
		}
	}
	if d.feed != 0 {
		s.add("", feedWord(d.feed))
	}
	return string(s.list)
}

// addAll adds the words of text with a mark before each.
func (s *wordSet) addAll(mark, text string) {
	eachWord(text, func(w wordRange) bool {
		s.add(mark, w.folded)
		return true
	})
}

// appendWords appends the words of s with a space before each.
func appendWords(b []byte, s string) []byte {
	eachWord(s, func(w wordRange) bool {
		b = append(append(b, ' '), w.folded...)
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
