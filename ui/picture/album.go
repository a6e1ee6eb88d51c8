package picture

import (
	"image/color"
	"strings"
)

// Most is how many pictures an album keeps: with keptWidth×keptHeight pixels each, 15 MB.
const Most = 8

// Album is the pictures of one article. It is a value: With and Empty return another, so that a layout that is under way
// in a command is not disturbed. The zero Album shows nothing.
type Album struct {
	mode  Mode
	under color.Color
	pages []page
	next  uint8 // kitty's id of the next picture, less one
}

type page struct {
	url string
	p   Picture
	id  uint8
}

// newAlbum returns an empty album. under is the colour behind transparent pictures: the theme's background, or nil for
// black.
func newAlbum(mode Mode, under color.Color) Album {
	if under == nil {
		under = color.Black
	}
	return Album{mode: mode, under: under}
}

// Full reports whether no more pictures are kept; further ones are shown by their alternative text.
func (a Album) Full() bool { return a.mode == Off || len(a.pages) >= Most }

// With returns an album with a further picture, or the same one if it is full or has it.
func (a Album) With(url string, p Picture) Album {
	if a.Full() || p.img == nil || a.find(url) != nil {
		return a
	}
	id := a.next + 1
	a.next = (a.next + 1) % 250 // ids of a 256-colour palette; a later article's differ from an earlier one's
	a.pages = append(a.pages[:len(a.pages):len(a.pages)], page{url, p, id})
	return a
}

// Empty returns an album for the next article.
func (a Album) Empty() Album {
	a.pages = nil
	return a
}

func (a Album) find(url string) *page {
	for i := range a.pages {
		if a.pages[i].url == url {
			return &a.pages[i]
		}
	}
	return nil
}

// Lines returns the lines that show the picture at most width columns wide, or nil if the album does not have it. It is
// what layout.Options.Picture asks for.
func (a Album) Lines(url string, width int) []string {
	g := a.find(url)
	if g == nil {
		return nil
	}
	if a.mode == Kitty {
		return g.p.placeholders(g.id, width)
	}
	return g.p.blocks(width, a.under)
}

// Transmit returns what is to be written to the terminal (tea.Raw) once before the picture is shown, and "" where nothing
// is.
func (a Album) Transmit(url string) string {
	if g := a.find(url); g != nil && a.mode == Kitty {
		return g.p.transmit(g.id)
	}
	return ""
}

// Place returns what is to be written before the pictures are shown on lines of that many columns: after Transmit, and
// whenever the width changes.
func (a Album) Place(width int) string {
	if a.mode != Kitty {
		return ""
	}
	var s strings.Builder
	for _, g := range a.pages {
		s.WriteString(g.p.place(g.id, width))
	}
	return s.String()
}

// Clear returns what makes the terminal forget the pictures.
func (a Album) Clear() string {
	if a.mode != Kitty {
		return ""
	}
	var s strings.Builder
	for _, g := range a.pages {
		s.WriteString(remove(g.id))
	}
	return s.String()
}
