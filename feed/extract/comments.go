package extract

import (
	"strings"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// commentWords are what pages call the places of their readers' comments, in class and id words.
const commentWords = "comment comments commentlist commentaire commentaires kommentar kommentare kommentarer comentario comentarios commenti commento reacties komentarze yorumlar disqus livefyre replies respond"

var commentNames = nameSet(commentWords)

// nameSet returns the hashes of a list of class and id words, made when first asked for.
func nameSet(list string) func() map[uint32]bool {
	return sync.OnceValue(func() map[uint32]bool {
		out := map[uint32]bool{}
		for w := range strings.FieldsSeq(list) {
			for _, k := range nameTokens(nil, w) {
				out[k] = true
			}
		}
		return out
	})
}

// commentsLine are the same as lines say it that stand above them ("12 Comments"), in more scripts; each is one word.
const commentsLine = "comment comments commentaire commentaires kommentar kommentare kommentarer comentario comentarios comentários commenti reacties komentarze komentářů комментарии комментариев комментария коментарі yorumlar σχόλια التعليقات تعليقات نظرات תגובות"

// commentTokens are their words.
var commentTokens = sync.OnceValue(func() map[token]bool {
	out := map[token]bool{}
	for w := range strings.FieldsSeq(commentsLine) {
		var t traits
		t.read(w)
		out[t.tokens[0]] = true
	}
	return out
})

const (
	textBeside   = 25 // kept words that must stand outside of the comments: on a page of comments alone they are the text
	commentsHead = 4  // words of a line that stands above comments
	commentsText = .9 // probability from which a line below it is surely the text
)

// comments drops what stands in a place of comments, or below the heading of one. Readers write as reporters do, so that their
// words tell little, but of 1,772 lines of five words and more that stand in such places, on 158 of the 982 saved pages, four
// are in the references, and of what stands below 105 such headings five, all by chance. Such a line also stands above
// articles, as a count: where more that surely reads as the text stands below it than is kept above, it heads no comments.
func (s *sheet) comments(v []verdict) {
	in := s.inComments()
	beside := 0
	below := len(v) // the heading
	under := 0      // sure words of the text from here on
	for i := range v {
		if v[i].score >= commentsText {
			under += s.leaf[i].words
		}
	}
	var table *html.Node
	data := false
	inData := func(i int) bool { // a table's column of comments is the article's
		n := s.doc.leaves[i].block
		for n != nil && n.DataAtom != atom.Table {
			n = n.Parent
		}
		if n != nil && n != table {
			table, data = n, dataTable(n)
		}
		return n != nil && data
	}
	for i := range v {
		if beside >= textBeside && under <= beside && s.headsComments(i) && !inData(i) {
			below = i
			break
		}
		if v[i].score >= commentsText {
			under -= s.leaf[i].words
		}
		if v[i].keep && !in[s.doc.leaves[i].elem] {
			beside += s.leaf[i].words
		}
	}
	if beside < textBeside {
		return
	}
	for i := range v {
		if in[s.doc.leaves[i].elem] || i >= below {
			v[i].keep, v[i].rule = false, byComments
		}
	}
}

// headsComments says whether a leaf is a heading, by its tag or by being bold, that announces comments and is no link to them.
func (s *sheet) headsComments(i int) bool {
	l, t := &s.doc.leaves[i], &s.leaf[i]
	if t.words == 0 || t.words > commentsHead || t.ended || l.linked*2 > len(l.text) || headLevel(l.block) == 0 && l.strong*10 < len(l.text)*9 {
		return false
	}
	for _, k := range t.tokens {
		if commentTokens()[k] {
			return true
		}
	}
	return false
}

// inComments says of every element whether it or one above it is called a place of comments. One that holds the title, or the first
// long paragraph of a page without one, is the article's: a page that may be commented says so of its body.
func (s *sheet) inComments() []bool {
	d := s.doc
	head := s.views.h1
	for i := 0; head < 0 && i < len(d.leaves); i++ {
		if s.long(i) {
			head = i
		}
	}
	in := make([]bool, len(d.elems))
	for e := 1; e < len(in); e++ {
		el := &d.elems[e]
		in[e] = in[el.parent]
		for _, k := range s.elem[e].names {
			in[e] = in[e] || commentNames()[k] && (int(el.first) > head || int(el.last) <= head)
		}
	}
	return in
}
