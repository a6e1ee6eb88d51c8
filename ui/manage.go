package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/ui/keys"
)

// feedAtHand returns the feed under the cursor, or the one of the item there.
func (m *Model) feedAtHand() (feed.Feed, bool) {
	if m.focus == paneFeeds {
		if n, ok := m.feeds.current(); ok && n.view.Kind == viewFeed {
			return m.feeds.feed(n.view.Feed)
		}
		m.say("Put the cursor on a feed first.")
		return feed.Feed{}, false
	}
	if r, ok := m.items.current(); ok {
		return m.feeds.feed(r.Feed)
	}
	if v := m.items.view; v.Kind == viewFeed {
		return m.feeds.feed(v.Feed)
	}
	m.say("There is no feed here.")
	return feed.Feed{}, false
}

// managed is the outcome of a change to a feed, with the words to say.
type managed struct {
	words string
	what  string
	err   error
}

func (r managed) apply(m *Model) tea.Cmd {
	if r.err != nil {
		m.complain(r.what + " failed: " + words(r.err) + ". Everything is as it was before.")
		return m.sync()
	}
	m.say(r.words)
	return m.sync()
}

func (m *Model) askRename() tea.Cmd {
	if n, ok := m.feeds.current(); ok && m.focus == paneFeeds && n.folder {
		return m.askFolderPath(n.view.Path)
	}
	f, ok := m.feedAtHand()
	if !ok {
		return nil
	}
	a := m.question("name: ", f.Title, func(m *Model, text string) tea.Cmd {
		f.Settings.Title = text
		if text != "" {
			f.Title = text
		}
		done := fmt.Sprintf("Renamed to %s.", f.Title)
		if text == "" {
			done = "The feed has its publisher's name again."
		}
		return m.update1(f, done, "Renaming")
	})
	a.line.Hint = "empty: the publisher's own"
	return nil
}

func (m *Model) askMove() tea.Cmd {
	if n, ok := m.feeds.current(); ok && m.focus == paneFeeds && n.folder {
		return m.askFolderPath(n.view.Path)
	}
	f, ok := m.feedAtHand()
	if !ok {
		return nil
	}
	a := m.question("folder for "+f.Title+": ", f.Folder, func(m *Model, text string) tea.Cmd {
		f.Folder = folderPath(text)
		done := fmt.Sprintf("%s moved to %s.", f.Title, f.Folder)
		if f.Folder == "" {
			done = f.Title + " stands outside of folders now."
		}
		return m.update1(f, done, "Moving")
	})
	a.line.Hint = "Enter for none" + m.folderHint()
	a.line.Complete = m.completeFolder()
	return nil
}

// update1 stores one feed.
func (m *Model) update1(f feed.Feed, done, what string) tea.Cmd {
	ctx, lib := m.ctx, m.o.Library
	done += " " + m.keys.Key(keys.Undo) + " undoes it."
	return func() tea.Msg { return managed{words: done, what: what, err: lib.UpdateFeed(ctx, f)} }
}

func (m *Model) askRemove() tea.Cmd {
	if n, ok := m.feeds.current(); ok && m.focus == paneFeeds && n.view.Kind == viewSearch {
		return m.askRemoveSearch(n.view)
	}
	f, ok := m.feedAtHand()
	if !ok {
		return nil
	}
	n := plural(f.Total, "item", "items")
	m.confirm(fmt.Sprintf("Remove %s and its %s? Bookmarks stay.", f.Title, n), func(m *Model) tea.Cmd {
		ctx, lib := m.ctx, m.o.Library
		done := fmt.Sprintf("%s removed. %s brings it back.", f.Title, m.keys.Key(keys.Undo))
		cmd := func() tea.Msg {
			return managed{words: done, what: "Removing " + f.Title, err: lib.RemoveFeed(ctx, f.ID)}
		}
		if v := m.items.view; v.Kind == viewFeed && v.Feed == f.ID {
			return tea.Sequence(cmd, func() tea.Msg { return showView{} })
		}
		return cmd
	})
	return nil
}

// askRemoveSearch asks before a saved search goes.
func (m *Model) askRemoveSearch(v view) tea.Cmd {
	m.confirm("Remove the search "+v.Name+"? What it finds stays.", func(m *Model) tea.Cmd {
		ctx, lib, shown := m.ctx, m.o.Library, v.same(m.items.view)
		done := fmt.Sprintf("The search %s is removed. %s brings it back.", v.Name, m.keys.Key(keys.Undo))
		cmd := func() tea.Msg {
			return managed{words: done, what: "Removing " + v.Name, err: lib.SaveView(ctx, feed.View{Name: v.Name})}
		}
		if shown {
			return tea.Sequence(cmd, func() tea.Msg { return showView{} })
		}
		return cmd
	})
	return nil
}

// demo leaves the program for the built-in demo.
func (m *Model) demo() tea.Cmd {
	if !m.o.Demo {
		m.say("The demo is started by: tidings demo")
		return nil
	}
	m.wantsDemo = true
	return m.quit()
}
