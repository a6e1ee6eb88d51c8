package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/ui/keys"
)

// step is by how many columns or rows a pane grows or shrinks at a key.
const step = 4

// do carries out an action, count times where that makes sense (0: none was typed).
func (m *Model) do(a keys.Action, count int) tea.Cmd {
	m.uses++
	m.acted = a
	m.said.Text = ""
	if m.focus == paneArticle {
		listed := m.reader.ListsLinks()
		if done, cmd := m.reader.Do(a, count); done {
			if !listed {
				m.sayIfNoLinks(a)
			}
			m.sayLeftOut(a)
			m.sayChanges(a)
			return cmd
		}
	}
	if m.focus != paneArticle {
		if m.move(a, count) {
			return m.more()
		}
	}
	n := max(count, 1)
	switch a {
	case keys.Top:
		return m.toTop(count)
	case keys.Bottom:
		return m.toBottom(count)
	case keys.PaneLeft:
		return m.to(max(m.focus, 1) - 1)
	case keys.PaneRight:
		return m.paneRight()
	case keys.NextPane:
		return m.to(m.cycle(1))
	case keys.PrevPane:
		return m.to(m.cycle(-1))
	case keys.Wider:
		return m.resize(step * n)
	case keys.Narrower:
		return m.resize(-step * n)
	case keys.Open:
		return m.enter()
	case keys.Back:
		return m.back()
	case keys.ReadOn:
		return m.readOn()
	case keys.NextUnread:
		return m.toUnread(1, n)
	case keys.PrevUnread:
		return m.toUnread(-1, n)
	case keys.NextItem:
		return m.step(n)
	case keys.PrevItem:
		return m.step(-n)
	case keys.LetIn:
		return m.letIn()
	case keys.SourceText:
		return m.turnSource()
	case keys.Zen:
		return m.toggleZen()
	case keys.Hints, keys.Links:
		return m.linksFromList(a)
	case keys.Fold:
		m.fold()
	case keys.Sort:
		return m.sort()
	case keys.GroupBy:
		m.items.group = (m.items.group + 1) % 3
		m.say([]string{"Grouped by day.", "Grouped by feed.", "Not grouped."}[m.items.group])
		return m.regroup()
	case keys.ViewAll:
		return tea.Batch(m.to(paneItems), m.show(view{Kind: viewAll}))
	case keys.ViewUnread:
		return tea.Batch(m.to(paneItems), m.show(view{Kind: viewUnread}))
	case keys.Bookmarks:
		return tea.Batch(m.to(paneItems), m.show(view{Kind: viewBookmarks}))
	case keys.LeftOut, keys.Keep:
		return m.leftOut(a, count)
	case keys.Changes:
		m.say("The publisher has not changed this text since it came here.")
	case keys.NextMatch, keys.PrevMatch:
		if m.items.view.Kind == viewSearch && m.focus != paneArticle {
			if a == keys.PrevMatch {
				n = -n
			}
			m.items.list.Move(n, m.itemHeights())
			return m.more()
		}
		m.say("There is no search to go on with: " + m.keys.Key(keys.Search) + " begins one.")
	default:
		return m.doMore(a)
	}
	return nil
}

// doMore carries out the actions that do not move.
func (m *Model) doMore(a keys.Action) tea.Cmd {
	switch a {
	case keys.ToggleRead:
		return m.toggleRead()
	case keys.Bookmark:
		return m.toggleBookmark()
	case keys.ReadAll:
		return m.readAll()
	case keys.Select:
		return m.selectItem()
	case keys.Undo:
		return m.undo()
	case keys.Tag:
		return m.askTags()
	case keys.Note:
		return m.askNote()
	case keys.Search:
		return m.askSearch()
	case keys.Filter:
		if m.focus == paneFeeds {
			return m.findFeed()
		}
		return m.askFilter()
	case keys.Command:
		return m.askCommand()
	case keys.Refresh:
		return m.refreshHere()
	case keys.RefreshAll:
		return m.refresh()
	case keys.Stop:
		return m.stopAll()
	case keys.AddFeed:
		return m.askAdd("")
	case keys.ImportFeeds:
		return m.askImport("")
	case keys.RenameFeed:
		return m.askRename()
	case keys.MoveFeed:
		return m.askMove()
	case keys.SetFeed:
		return m.askSetting()
	case keys.RemoveFeed:
		return m.askRemove()
	case keys.Demo:
		return m.demo()
	case keys.Browser:
		return m.browseCurrent()
	case keys.BrowserAll:
		return m.browseSelected()
	case keys.CopyAddress:
		return m.copyAddress()
	case keys.CopyMarkdown:
		return m.copyMarkdown()
	case keys.Enclosure:
		return m.playEnclosure()
	case keys.Pipe:
		return m.askPipe()
	case keys.Help:
		return m.showHelp()
	case keys.Log:
		return m.showLog()
	case keys.MouseSwitch:
		m.noMouse = !m.noMouse
		if m.noMouse {
			m.say("The mouse is the terminal's: select text with it. " + m.keys.Key(keys.MouseSwitch) + " takes it back.")
		} else {
			m.say("The mouse works in Tidings again.")
		}
	case keys.Redraw:
		return tea.ClearScreen
	case keys.Suspend:
		if m.voice != nil {
			m.say("The linear mode can't be suspended; " + m.keys.Key(keys.Quit) + " quits and keeps your place.")
			return nil
		}
		return tea.Batch(m.saveState(), tea.Suspend)
	case keys.Quit:
		return m.quit()
	case keys.Pictures:
		return m.togglePictures()
	}
	return nil
}

// toggleZen shows nothing but the article, or everything again.
func (m *Model) toggleZen() tea.Cmd {
	if m.art.id == 0 {
		m.say("Open an article first.")
		return nil
	}
	m.zen = !m.zen
	if m.zen {
		m.focus = paneArticle
	}
	return m.arrange()
}

// linksFromList shows the links of the article under the cursor.
func (m *Model) linksFromList(a keys.Action) tea.Cmd {
	r, ok := m.items.current()
	if !ok {
		return nil
	}
	if r.ID != m.art.id {
		cmd := m.open(r, true)
		m.say("This is the article; " + m.keys.Key(a) + " again shows its links.")
		return cmd
	}
	cmd := m.to(paneArticle)
	_, more := m.reader.Do(a, 0)
	m.sayIfNoLinks(a)
	return tea.Batch(cmd, more)
}

// sayIfNoLinks says why numbers or the list of links did not come.
func (m *Model) sayIfNoLinks(a keys.Action) {
	switch {
	case a != keys.Hints && a != keys.Links, m.reader.Capturing(), m.reader.ListsLinks(), m.reader.Busy():
	case len(m.reader.Links()) == 0:
		m.say("This article has no links.")
	default:
		m.say("No link is on this part of the article; " + m.keys.Key(keys.Links) + " lists all.")
	}
}

// refreshHere looks for news in the feed or folder at hand, else in all.
func (m *Model) refreshHere() tea.Cmd {
	v := m.items.view
	if m.focus == paneFeeds {
		if n, ok := m.feeds.current(); ok {
			v = n.view
		}
	}
	switch v.Kind {
	case viewFeed:
		return m.refresh(v.Feed)
	case viewFolder:
		var ids []feed.FeedID
		for _, f := range m.feeds.all {
			if f.Folder == v.Path || strings.HasPrefix(f.Folder, v.Path+"/") {
				ids = append(ids, f.ID)
			}
		}
		if len(ids) > 0 {
			return m.refresh(ids...)
		}
	}
	return m.refresh()
}

// quit saves the state and ends the program.
func (m *Model) quit() tea.Cmd {
	m.keepPlace()
	return tea.Sequence(m.pics.show.Close(), tea.Quit)
}
