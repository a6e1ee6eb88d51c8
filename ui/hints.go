package ui

import (
	"tidings/ui/keys"
	"tidings/ui/status"
)

// hintsFade is after how many actions the hint line shrinks to the one hint that leads to all others.
const hintsFade = 400

// hints returns what the hint line offers in the pane with the focus.
func (m *Model) hints() []status.Hint {
	var as []keys.Action
	short := map[keys.Action]string{
		keys.Open: "open", keys.ReadOn: "next unread", keys.Bookmark: "bookmark", keys.ToggleRead: "read", keys.Search: "search",
		keys.Help: "help", keys.AddFeed: "add", keys.Refresh: "refresh", keys.Back: "back", keys.LeftOut: "left out",
		keys.Browser: "browser", keys.Hints: "links", keys.NextUnread: "next unread", keys.RefreshAll: "refresh",
		keys.PaneLeft: "feeds", keys.Filter: "find a feed", keys.Command: "command",
	}
	switch {
	case m.pick != nil:
		return m.pick.hints
	case m.welcome:
		return nil
	case m.focus == paneArticle && m.reader.Capturing():
		return []status.Hint{{Key: "1 2 3 …", Does: "follow the link"}, {Key: "Esc", Does: "leave it"}}
	case m.focus == paneArticle && m.reader.ListsLinks():
		return []status.Hint{
			{Key: m.keys.Key(keys.Open), Does: "follow the link"},
			{Key: m.keys.Key(keys.CopyAddress), Does: "copy its address"},
			{Key: m.keys.Key(keys.Back), Does: "close"},
		}
	case m.uses > hintsFade:
		as = []keys.Action{keys.Help}
	case m.focus == paneFeeds:
		as = []keys.Action{keys.Open, keys.AddFeed, keys.RefreshAll, keys.Filter, keys.Search, keys.Help}
	case m.focus == paneArticle:
		short[keys.ReadOn] = "read on"
		as = []keys.Action{keys.ReadOn, keys.Bookmark, keys.Browser, keys.Hints, keys.LeftOut, keys.Back, keys.Help}
	default:
		as = []keys.Action{keys.Open, keys.ReadOn, keys.Bookmark, keys.ToggleRead, keys.Search, keys.Help}
		if m.geo.is != three {
			as = []keys.Action{keys.Open, keys.ReadOn, keys.Bookmark, keys.ToggleRead, keys.Search, keys.PaneLeft, keys.Help}
		}
	}
	hs := make([]status.Hint, 0, len(as))
	for _, a := range as {
		if k := m.keys.Key(a); k != "" {
			hs = append(hs, status.Hint{Key: k, Does: short[a]})
		}
	}
	return hs
}
