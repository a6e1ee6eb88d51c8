package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"tidings/feed"
	"tidings/ui/keys"
	"tidings/ui/picture"
)

// pictures are those of the open article. Pages may count who loads a picture: none is loaded unless the person asked for
// it, for this article or once and for all.
type pictures struct {
	show  picture.Show
	wants bool        // for the open article
	item  feed.ItemID // whose pictures show has
	urls  []string    // or is about to have
}

// pictureMode is how this terminal shows pictures: not at all with fewer than 256 colours, nor as half blocks where it draws with
// ASCII characters only.
func (m *Model) pictureMode() picture.Mode {
	if m.o.Pictures == nil || m.profile < colorprofile.ANSI256 || m.withoutBlocks() {
		return picture.Off
	}
	return m.o.PictureMode
}

// withoutBlocks reports whether pictures take half blocks here and ASCII has none.
func (m *Model) withoutBlocks() bool {
	return m.o.PictureMode == picture.HalfBlocks && !m.marks.HalfBlocks
}

// newPictures prepares for pictures in the theme's colours. Those that are shown are loaded again.
func (m *Model) newPictures() tea.Cmd {
	clear := m.pics.show.Close()
	m.pics.show = picture.NewShow(m.ctx, m.o.Pictures, m.pictureMode(), m.theme.Background)
	m.pics.urls = nil
	return tea.Sequence(clear, m.loadPictures())
}

// loadPictures begins to load the pictures of the article that the reader has, if they are wanted and not there yet. The
// text does not wait for them.
func (m *Model) loadPictures() tea.Cmd {
	_, src, ok := m.reader.Article()
	if !ok || m.pictureMode() == picture.Off || !m.pics.wants && !m.o.WithPictures {
		return nil
	}
	urls := m.reader.Pictures()
	if len(urls) == 0 || src.Item == m.pics.item && slices.Equal(urls, m.pics.urls) {
		return nil
	}
	m.pics.item, m.pics.urls = src.Item, urls
	return m.pics.show.Open(src.Item, urls, m.reader.PictureWidth())
}

// dropPictures forgets the pictures of another article before a new one is set.
func (m *Model) dropPictures(next feed.ItemID) tea.Cmd {
	if m.pics.item == next || m.pics.item == 0 {
		return nil
	}
	m.pics.item, m.pics.urls, m.pics.wants = 0, nil, false
	clear := m.pics.show.Close()
	m.reader.SetPictures(m.pics.show.Lines()) // what it would lay out is about to go: the new article is set next
	return clear
}

// togglePictures shows the article's pictures, or hides them.
func (m *Model) togglePictures() tea.Cmd {
	switch {
	case m.art.id == 0 || m.art.standIn != "":
		return nil
	case m.withoutBlocks():
		m.say("Pictures take more than ASCII characters: look.ascii keeps them away.")
		return nil
	case m.pictureMode() == picture.Off:
		m.say("This terminal does not show pictures.")
		return nil
	case len(m.reader.Pictures()) == 0:
		m.say("This article has no pictures.")
		return nil
	}
	if m.pics.urls != nil {
		clear := m.pics.show.Close()
		m.pics.urls, m.pics.wants = nil, false
		return tea.Sequence(m.reader.SetPictures(m.pics.show.Lines()), clear)
	}
	m.pics.wants = true
	m.say("Loading " + plural(len(m.reader.Pictures()), "picture", "pictures") + " …")
	return m.loadPictures()
}

// takePicture shows a picture that has come.
func (m *Model) takePicture(msg tea.Msg) tea.Cmd {
	loading := m.pics.show.Loading()
	changed, cmd := m.pics.show.Update(msg)
	if loading && !m.pics.show.Loading() && m.pics.wants { // what was asked for is there, or is not to be had
		m.said.Text = ""
		if m.pics.show.Has() == 0 {
			m.complain("The pictures could not be loaded. " + m.keys.Key(keys.Browser) + " opens the page.")
		}
	}
	if !changed {
		return cmd
	}
	return tea.Batch(cmd, m.reader.SetPictures(m.pics.show.Lines()))
}
