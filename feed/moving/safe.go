package moving

import (
	"strings"

	"tidings/feed/article"
	"tidings/feed/text"
)

// safeArticle makes an article from a file as clean as one that was extracted: every text and address through feed/text,
// every number within what it means.
func safeArticle(a article.Article) article.Article {
	a.URL, a.Image, a.Next = pageAddress(a.URL), pageAddress(a.Image), pageAddress(a.Next)
	a.Title, a.Standfirst, a.Byline, a.Site, a.Language, a.Evidence = line(a.Title), line(a.Standfirst), line(a.Byline), line(a.Site), line(a.Language), line(a.Evidence)
	a.SaidWords = max(a.SaidWords, 0)
	if a.Completeness > article.Blocked {
		a.Completeness = article.Full
	}
	safeBlocks(a.Blocks)
	for i := range a.Removed {
		r := &a.Removed[i]
		r.Kind, r.Reason = article.RemovedKind(line(string(r.Kind))), line(r.Reason)
		r.At = min(max(r.At, 0), len(a.Blocks))
		if r.Place > article.Around {
			r.Place = article.Around
		}
		safeBlocks(r.Blocks)
	}
	return a
}

func safeBlocks(list []article.Block) {
	for i := range list {
		b := &list[i]
		if b.Kind > article.Definition {
			b.Kind = article.Paragraph
		}
		b.Level, b.Quote, b.Ordinal = min(max(b.Level, 0), 100), min(max(b.Quote, 0), 100), min(max(b.Ordinal, -1), 1<<30)
		b.Label, b.Lang, b.Alt, b.URL = line(b.Label), line(b.Lang), text.Line(b.Alt), pageAddress(b.URL)
		safeSpans(b.Spans)
		for _, r := range b.Rows {
			for j := range r.Cells {
				r.Cells[j].Across = min(max(r.Cells[j].Across, 1), 1000)
				safeSpans(r.Cells[j].Spans)
			}
		}
	}
}

func safeSpans(list []article.Span) {
	for i := range list {
		s := &list[i]
		s.Text, s.Ruby = text.Lines(s.Text), text.Line(s.Ruby)
		if strings.HasPrefix(s.URL, "#") {
			s.URL = text.Line(s.URL)
		} else {
			s.URL = text.URL(s.URL, "")
		}
	}
}
