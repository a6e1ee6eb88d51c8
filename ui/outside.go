package ui

import (
	"fmt"
	"io"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/feed/text"
)

// onTerminal gives a command the terminal itself, not what frames are written through: it may ask what it writes to.
type onTerminal struct{ Process }

// SetStdout takes what Bubble Tea writes to.
func (o onTerminal) SetStdout(w io.Writer) {
	if t, ok := w.(*thrift); ok {
		w = t.File
	}
	o.Process.SetStdout(w)
}

// outcome is how something outside of Tidings went.
type outcome struct {
	words string // said when it went well; "" for nothing
	what  string
	err   error
}

func (o outcome) apply(m *Model) tea.Cmd {
	if o.err != nil {
		m.complain(o.what + ": " + words(o.err))
	} else if o.words != "" {
		m.say(o.words)
	}
	return nil
}

// browse opens an address in the browser.
func (m *Model) browse(url string) tea.Cmd {
	if m.o.System == nil {
		m.complain("There is no browser to open; the address is " + url)
		return nil
	}
	if url == "" {
		m.say("This item has no address.")
		return nil
	}
	ctx, s := m.ctx, m.o.System
	return func() tea.Msg {
		return outcome{"Opened in the browser.", "The browser could not be started", s.OpenURL(ctx, url)}
	}
}

// address returns the address of what is at hand: the article, the item, or the feed's site.
func (m *Model) address() string {
	switch m.focus {
	case paneFeeds:
		if n, ok := m.feeds.current(); ok && n.view.Kind == viewFeed {
			if f, ok := m.feeds.feed(n.view.Feed); ok {
				if f.Site != "" {
					return f.Site
				}
				return feed.Bare(f.URL)
			}
		}
		return ""
	case paneArticle:
		if l, ok := m.reader.CurrentLink(); ok {
			return l.URL
		}
		if a, _, ok := m.reader.Article(); ok && a.URL != "" {
			return a.URL
		}
		return text.Canonical(m.art.head.Link)
	}
	r, _ := m.items.current()
	return text.Canonical(r.Link)
}

func (m *Model) browseCurrent() tea.Cmd {
	url := m.address()
	if url == "" && m.focus == paneFeeds {
		m.say("Put the cursor on a feed first.")
		return nil
	}
	cmd := m.browse(url)
	if r, ok := m.items.current(); ok && m.focus == paneItems && !r.Read && m.o.System != nil && r.Link != "" {
		return tea.Batch(cmd, m.markRead([]feed.ItemID{r.ID}, true))
	}
	return cmd
}

// mostTabs is how many items are opened in the browser without a question.
const mostTabs = 10

func (m *Model) browseSelected() tea.Cmd {
	hs := m.chosen()
	openAll := func(m *Model) tea.Cmd {
		var cmds []tea.Cmd
		for _, h := range hs {
			if h.Link != "" {
				cmds = append(cmds, m.browse(h.Link))
			}
		}
		cmds = append(cmds, m.markRead(ids(hs), true))
		clear(m.items.selected)
		return tea.Batch(cmds...)
	}
	if len(hs) > mostTabs {
		m.confirm(fmt.Sprintf("Open %d pages in the browser?", len(hs)), openAll)
		return nil
	}
	return openAll(m)
}

// copyText puts text on the clipboard: by the terminal (OSC 52), and by the system where there is one.
func (m *Model) copyText(text, said string) tea.Cmd {
	if text == "" {
		m.say("There is nothing to copy.")
		return nil
	}
	m.say(said)
	cmds := []tea.Cmd{tea.SetClipboard(text)}
	if s := m.o.System; s != nil {
		ctx := m.ctx
		cmds = append(cmds, func() tea.Msg {
			_ = s.Copy(ctx, text) // the terminal has it; many systems have no other clipboard
			return nil
		})
	}
	return tea.Batch(cmds...)
}

func (m *Model) copyAddress() tea.Cmd {
	a := m.address()
	return m.copyText(a, "Copied: "+a)
}

func (m *Model) copyMarkdown() tea.Cmd {
	if m.focus == paneArticle {
		if a, _, ok := m.reader.Article(); ok {
			return m.copyText(article.Markdown(a), "Copied as Markdown.")
		}
	}
	r, ok := m.items.current()
	if !ok {
		return nil
	}
	title := strings.NewReplacer("[", "\\[", "]", "\\]").Replace(r.Title)
	return m.copyText("["+title+"](<"+r.Link+">)", "Copied as a Markdown link.")
}

// playEnclosure opens the item's first enclosure.
func (m *Model) playEnclosure() tea.Cmd {
	hs := m.chosen()
	if len(hs) == 0 {
		return nil
	}
	if !hs[0].HasEnclosure {
		m.say("This item has no enclosure.")
		return nil
	}
	if m.o.System == nil {
		m.complain("There is no player to open.")
		return nil
	}
	ctx, lib, s, id := m.ctx, m.o.Library, m.o.System, hs[0].ID
	return func() tea.Msg {
		it, err := lib.Item(ctx, id)
		if err == nil && len(it.Enclosures) == 0 {
			return outcome{words: "This item has no enclosure."}
		}
		if err == nil {
			err = s.Play(ctx, it.Enclosures[0])
		}
		return outcome{"Handed to the player.", "The enclosure could not be opened", err}
	}
}

// askPipe asks for a command that gets the article's text, or the item's address, on its standard input.
func (m *Model) askPipe() tea.Cmd {
	if m.o.System == nil {
		m.complain("Commands can't be run here.")
		return nil
	}
	a := m.question("| ", "", func(m *Model, text string) tea.Cmd {
		if text == "" {
			return nil
		}
		m.pipes = remember(m.pipes, text)
		in := m.address() + "\n"
		if a, _, ok := m.reader.Article(); ok && m.focus == paneArticle {
			in = article.Markdown(a)
		}
		p, err := m.o.System.Pipe(text, in)
		if err != nil {
			m.complain("That can't be run: " + words(err))
			return nil
		}
		return tea.Exec(onTerminal{p}, func(err error) tea.Msg { return outcome{"", "The command failed", err} })
	})
	a.line.Hint = "a command, as: less, wc -w, cat > article.md"
	a.line.History = m.pipes
	a.path = lastWord
	return nil
}
