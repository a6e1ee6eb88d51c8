package extract

import (
	"fmt"
	"html"
	"slices"
	"strings"

	"tidings/feed/article"
)

// RepeatedFrom is on how many pages of a site a block must stand for [Site.Clean]: the stored article's own was counted as well.
const RepeatedFrom = repeatFrom + 1

// Clean leaves out of a stored article what the site's other pages have shown, since it was stored, to be no part of it: lines that
// stand on them word for word, as [Page] would were it read now. Only Blocks with a count of RepeatedFrom and more matter. What the
// reader brought back into this article stays, and a itself is not changed.
func (s Site) Clean(a article.Article) article.Article {
	if s.Pages < RepeatedFrom || len(s.Blocks) == 0 {
		return a
	}
	drop := make([]bool, len(a.Blocks))
	all, again, some := 0, 0, false
	for i := range a.Blocks {
		b := &a.Blocks[i]
		words := countWords(b.Text())
		all += words
		if s.repeats(b, words) && !slices.Contains(a.Kept, b.ID) {
			drop[i], some = true, true
			again += words
		}
	}
	if !some || again*2 > all { // an article that was served at several addresses repeats as a whole
		return a
	}
	return s.without(a, drop)
}

// repeats says whether every line of a block stands on other pages, at least one of them too long to do so by chance.
func (s *Site) repeats(b *article.Block, words int) bool {
	switch b.Kind {
	case article.Paragraph, article.Heading, article.ListItem, article.Verse:
	default:
		return false
	}
	long := false
	for line := range strings.SplitSeq(b.Text(), "\n") {
		print := fingerprint(line)
		n := s.Blocks[print]
		if n < RepeatedFrom || slices.Contains(s.Keep, print) {
			return false
		}
		long = long || countWords(line) >= repeatWords || n*2 >= s.Pages && n > RepeatedFrom
	}
	return long && words > 0
}

// without moves blocks of an article among what was left out, neighbours as one run.
func (s *Site) without(a article.Article, drop []bool) article.Article {
	out := a
	out.Blocks, out.Removed = nil, nil
	r := 0
	for i := 0; i <= len(a.Blocks); i++ {
		for ; r < len(a.Removed) && (a.Removed[r].At <= i || i == len(a.Blocks)); r++ {
			run := a.Removed[r]
			run.At = len(out.Blocks)
			out.Removed = append(out.Removed, run)
		}
		if i == len(a.Blocks) {
			break
		}
		if !drop[i] {
			out.Blocks = append(out.Blocks, a.Blocks[i])
			continue
		}
		if n := len(out.Removed) - 1; i > 0 && drop[i-1] && n >= 0 && out.Removed[n].At == len(out.Blocks) {
			out.Removed[n].Blocks = append(out.Removed[n].Blocks, a.Blocks[i])
			continue
		}
		out.Removed = append(out.Removed, article.Removed{At: len(out.Blocks), Blocks: []article.Block{a.Blocks[i]}})
	}
	for i := range out.Removed {
		if run := &out.Removed[i]; run.Kind == "" {
			run.Kind, run.Reason = s.kindOf(run.Blocks)
			if run.Place = article.Inside; run.At == 0 || run.At == len(out.Blocks) {
				run.Place = article.Edge
			}
		}
	}
	return out
}

// kindOf names a run by what it says.
func (s *Site) kindOf(blocks []article.Block) (article.RemovedKind, string) {
	least := s.Pages
	for i := range blocks {
		for line := range strings.SplitSeq(blocks[i].Text(), "\n") {
			least = min(least, s.Blocks[fingerprint(line)])
		}
	}
	reason := fmt.Sprintf("stands on %d other pages of this site as well", least-1)
	m, err := shippedModel()
	if err != nil {
		return article.Other, reason
	}
	t := newSheet(newDocument(Input{HTML: []byte("<p>" + html.EscapeString(blocksText(blocks)) + "</p>")}))
	if len(t.leaf) == 0 {
		return article.Other, reason
	}
	name, says := t.saysOfItself(m, 0)
	words, known := kindWords[name]
	if !says || !known {
		return article.Other, reason
	}
	return name, words + ", " + reason
}
