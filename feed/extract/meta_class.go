package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// classHint says what a class names.
type classHint struct{ people, icon, date bool }

// noteClass looks for the class and id words by which publishers name the line of names and the date.
func (s *said) noteClass(n *html.Node, at int, class string) {
	h, ok := s.classes[class] // a page says few classes often
	if !ok {
		h = readClass(class)
		s.classes[class] = h
	}
	if h.people {
		s.people = addSpot(s.people, spot{n, at, byClass})
	}
	if h.icon && n.Parent != nil && (n.DataAtom == atom.Img || n.DataAtom == atom.I || n.DataAtom == atom.Span) && n.FirstChild == nil {
		s.people = addSpot(s.people, spot{n.Parent, at, byIcon})
	}
	if h.date {
		s.dates = addSpot(s.dates, spot{n, at, byClass})
	}
}

// readClass looks for those words in one class.
func readClass(class string) (h classHint) {
	if len(class) > 500 {
		return h
	}
	class = strings.ToLower(class)
	for _, w := range [...]string{"byline", "author", "writer", "autor", "auteur", "signature", "dateline", "contributor", "kicker-name", "verfasser", "journalist", "reporter"} {
		if strings.Contains(class, w) {
			h.people = !namesPicture(class)
			break
		}
	}
	for _, w := range [...]string{"avatar", "fa-user", "bi-person", "icon-user", "icon-person", "icon-author"} {
		h.icon = h.icon || strings.Contains(class, w)
	}
	for _, w := range [...]string{"date", "time", "publish", "posted", "datum", "fecha", "pubd"} {
		if strings.Contains(class, w) {
			h.date = true
			break
		}
	}
	return h
}

// namesPicture says whether a class speaks of a picture: who is named there took it.
func namesPicture(class string) bool {
	for _, w := range [...]string{"bild", "foto", "photo", "image", "picture", "credit"} {
		if strings.Contains(class, w) {
			return true
		}
	}
	return false
}
