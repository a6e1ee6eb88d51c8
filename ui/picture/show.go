package picture

import (
	"context"
	"image/color"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
)

// Source loads the bytes of a picture that stands in an item's article. It must stop when the context ends and read no more
// than it must: Prepare takes 16 MB at most.
type Source interface {
	Picture(ctx context.Context, item feed.ItemID, url string) ([]byte, error)
}

// Show loads the pictures of the article on the screen, one after the other, in commands. The Model holds one:
//
//	cmd := show.Open(id, r.Pictures(), r.PictureWidth()) // another article has been set
//	if changed, cmd := show.Update(msg); changed {       // every message
//		cmd = tea.Batch(cmd, r.SetPictures(show.Lines()))
//	}
//	cmd = show.Resize(r.PictureWidth())                  // the pane has another width
//	cmd = show.Close()                                   // the article is left
//
// A picture that cannot be had is no matter for a message: its alternative text stands there.
type Show struct {
	ctx    context.Context // commands take none
	src    Source
	album  Album
	number uint64 // of the article; answers for another are dropped
	item   feed.ItemID
	queue  []string
	busy   bool // one of the queue is being loaded
	width  int
}

// NewShow returns a Show without pictures. With Off or without a source it never has any.
func NewShow(ctx context.Context, src Source, m Mode, under color.Color) Show {
	if src == nil {
		m = Off
	}
	return Show{ctx: ctx, src: src, album: newAlbum(m, under)}
}

// Open forgets the pictures it has and begins to load those of an item's article. width is the columns that they may have.
func (s *Show) Open(item feed.ItemID, urls []string, width int) tea.Cmd {
	clear := s.Close()
	s.item = item
	s.queue = append([]string(nil), urls...)
	s.width = width
	return tea.Sequence(clear, s.next())
}

// Close forgets all pictures, here and in the terminal.
func (s *Show) Close() tea.Cmd {
	cmd := raw(s.album.Clear())
	s.album = s.album.Empty()
	s.number++
	s.queue, s.busy = nil, false
	return cmd
}

// Resize tells the terminal for how many columns pictures are placed from now on.
func (s *Show) Resize(width int) tea.Cmd {
	if width == s.width {
		return nil
	}
	s.width = width
	return raw(s.album.Place(width))
}

// Loading reports whether further pictures are on their way.
func (s *Show) Loading() bool { return s.busy }

// Has returns how many pictures there are to show by now.
func (s *Show) Has() int { return len(s.album.pages) }

// Lines is what the reader shows pictures with: of those that are there now.
func (s *Show) Lines() func(url string, width int) []string { return s.album.Lines }

// loadedMsg brings a picture, or none.
type loadedMsg struct {
	number uint64
	url    string
	p      Picture
}

// Update takes the Show's own messages and reports whether there is another picture to show.
func (s *Show) Update(msg tea.Msg) (changed bool, cmd tea.Cmd) {
	m, ok := msg.(loadedMsg)
	if !ok || m.number != s.number {
		return false, nil
	}
	if m.p.img == nil {
		return false, s.next()
	}
	s.album = s.album.With(m.url, m.p)
	// The terminal has the picture before its place is drawn.
	return true, tea.Sequence(raw(s.album.Transmit(m.url)+s.album.Place(s.width)), s.next())
}

// next loads the next picture of the queue.
func (s *Show) next() tea.Cmd {
	s.busy = len(s.queue) > 0 && !s.album.Full()
	if !s.busy {
		return nil
	}
	url := s.queue[0]
	s.queue = s.queue[1:]
	ctx, src, n, item := s.ctx, s.src, s.number, s.item
	return func() tea.Msg {
		data, err := src.Picture(ctx, item, url)
		if err != nil {
			return loadedMsg{number: n, url: url}
		}
		p, err := prepare(data, Limits{})
		if err != nil {
			return loadedMsg{number: n, url: url}
		}
		return loadedMsg{n, url, p}
	}
}

func raw(s string) tea.Cmd {
	if s == "" {
		return nil
	}
	return tea.Raw(s)
}
