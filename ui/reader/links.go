package reader

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tidings/feed/article"
	"tidings/ui/keys"
	"tidings/ui/layout"
)

// Links returns the links of the article in order; not to be changed.
func (r *Reader) Links() []layout.Link {
	if r.laid == nil || r.foreign {
		return nil
	}
	return r.laid.Links
}

// Pictures returns the addresses of the article's pictures in order, the lead picture first; each once.
func (r *Reader) Pictures() []string {
	var out []string
	add := func(url string) {
		if (strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://")) && !slices.Contains(out, url) {
			out = append(out, url)
		}
	}
	add(r.art.Image)
	for _, b := range r.art.Blocks {
		if b.Kind == article.Figure {
			add(b.URL)
		}
	}
	return out
}

// SetPictures gives what shows pictures (picture.Album.Lines), or nil for none, and sets the article again in its place.
func (r *Reader) SetPictures(show func(url string, width int) []string) tea.Cmd {
	r.o.Picture = show
	return r.relayout(r.here())
}

// PictureWidth returns the columns that a picture may have, for picture.Album.Place.
func (r *Reader) PictureWidth() int {
	return layout.Measure(r.textWidth(), r.o.Measure)
}

// hints are the numbers set on the links that are on the screen, while one is being typed.
type hints struct {
	on    bool
	links []int // Laid.Links by number, from 1
	typed string
}

// Capturing reports whether keys are the reader's, before the key table: a hint's number is being typed.
func (r *Reader) Capturing() bool { return r.hints.on }

func (r *Reader) startHints() {
	r.hints = hints{}
	for i, l := range r.Links() {
		for _, p := range l.Parts {
			if p.Line >= r.top && p.Line < r.top+r.h {
				r.hints.links = append(r.hints.links, i)
				break
			}
		}
	}
	r.hints.on = len(r.hints.links) > 0
}

// Key takes a key press while Capturing: digits choose a link as soon as no longer number begins with them, Enter at
// once; anything else takes the hints away.
func (r *Reader) Key(msg tea.KeyPressMsg) tea.Cmd {
	if !r.hints.on {
		return nil
	}
	k := msg.String()
	switch {
	case len(k) == 1 && k[0] >= '0' && k[0] <= '9':
		r.hints.typed += k
	case k == "backspace" && r.hints.typed != "":
		r.hints.typed = r.hints.typed[:len(r.hints.typed)-1]
		return nil
	case k == "enter" && r.hints.typed != "":
		return r.followHint()
	default:
		r.hints = hints{}
		return nil
	}
	n, err := strconv.Atoi(r.hints.typed)
	if err != nil || n < 1 || n > len(r.hints.links) {
		r.hints = hints{}
		return nil
	}
	if n*10 > len(r.hints.links) {
		return r.followHint()
	}
	return nil
}

func (r *Reader) followHint() tea.Cmd {
	n, err := strconv.Atoi(r.hints.typed)
	links := r.hints.links
	r.hints = hints{}
	if err != nil || n < 1 || n > len(links) {
		return nil
	}
	return r.follow(r.laid.Links[links[n-1]])
}

// follow opens a link; one to a place in this article scrolls there.
func (r *Reader) follow(l layout.Link) tea.Cmd {
	if label, ok := strings.CutPrefix(l.URL, "#"); ok {
		r.toNote(label)
		return nil
	}
	url := l.URL
	return func() tea.Msg { return LinkMsg{url} }
}

// toNote scrolls to the footnote of a label. Back returns from there.
func (r *Reader) toNote(label string) {
	for i, b := range r.art.Blocks {
		if b.Kind != article.Footnote || (b.Label != label && strconv.Itoa(b.Ordinal) != label) {
			continue
		}
		for n, l := range r.laid.Lines {
			if l.Block == i && l.Removed < 0 && l.Cols > 0 {
				r.back = append(r.back, r.top)
				r.scrollTo(n - r.h/3)
				return
			}
		}
	}
}

// Click follows the link at column x, line y of the pane, or moves along the progress column.
func (r *Reader) Click(x, y int) tea.Cmd {
	r.hints = hints{}
	if r.laid == nil || r.foreign || y < 0 || y >= r.h {
		return nil
	}
	if r.list.open {
		return r.clickList(y)
	}
	if r.hasTrack() && x == r.w-1 {
		r.scrollTo(y * len(r.laid.Lines) / max(r.h, 1))
		return nil
	}
	for _, l := range r.laid.Links {
		for _, p := range l.Parts {
			if p.Line == r.top+y && x >= p.Col && x < p.Col+p.Cols {
				return r.follow(l)
			}
		}
	}
	return nil
}

// linkList is the list of all links, shown in place of the article.
type linkList struct {
	open bool
	at   int
	top  int
	n    int
}

func (r *Reader) openList() {
	if n := len(r.Links()); n > 0 {
		r.list = linkList{open: true, n: n}
		for i, l := range r.laid.Links { // begin at the first that is on the screen
			if len(l.Parts) > 0 && l.Parts[0].Line >= r.top {
				r.list.at = i
				break
			}
		}
	}
}

func (l *linkList) move(n int) { l.at = max(min(l.at+n, l.n-1), 0) }

// ListsLinks reports whether the list of links is shown: Open follows one, Back closes it.
func (r *Reader) ListsLinks() bool { return r.list.open }

// CurrentLink returns the link under the list's cursor, or false when the list is not open.
func (r *Reader) CurrentLink() (layout.Link, bool) {
	if !r.list.open || r.laid == nil || r.list.at >= len(r.laid.Links) {
		return layout.Link{}, false
	}
	return r.laid.Links[r.list.at], true
}

func (r *Reader) doInList(a keys.Action, n int) (bool, tea.Cmd) {
	half := max((r.h-1)/2, 1)
	switch a {
	case keys.Down:
		r.list.move(n)
	case keys.Up:
		r.list.move(-n)
	case keys.HalfDown:
		r.list.move(n * half)
	case keys.HalfUp:
		r.list.move(-n * half)
	case keys.PageDown:
		r.list.move(2 * n * half)
	case keys.PageUp:
		r.list.move(-2 * n * half)
	case keys.Top:
		r.list.at = 0
	case keys.Bottom:
		r.list.at = r.list.n - 1
	case keys.Back, keys.Links:
		r.list = linkList{}
	case keys.Open, keys.Browser:
		l, ok := r.CurrentLink()
		r.list = linkList{}
		if ok {
			return true, r.follow(l)
		}
	default:
		return false, nil
	}
	return true, nil
}

func (r *Reader) clickList(y int) tea.Cmd {
	i := r.list.top + y - 1 // below the heading
	if y < 1 || i < 0 || i >= r.list.n {
		return nil
	}
	r.list.at = i
	l, _ := r.CurrentLink()
	r.list = linkList{}
	return r.follow(l)
}
