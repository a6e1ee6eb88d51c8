// Package keys holds the one table that makes key bindings, the help, the hint line and the README's list of keys. It
// turns key presses into actions, with counts ("5j") and sequences ("g g"). It is not where actions are carried out:
// it knows neither lists nor articles.
package keys

// Action is what a person can ask for: its name is typed after ":" and written in keys.toml.
type Action string

// The actions. What each does stands in the table (see Actions).
const (
	Down         Action = "down"
	Up           Action = "up"
	Top          Action = "top"
	Bottom       Action = "bottom"
	HalfDown     Action = "half-page-down"
	HalfUp       Action = "half-page-up"
	PageDown     Action = "page-down"
	PageUp       Action = "page-up"
	PaneLeft     Action = "pane-left"
	PaneRight    Action = "pane-right"
	NextPane     Action = "next-pane"
	PrevPane     Action = "previous-pane"
	Wider        Action = "wider"
	Narrower     Action = "narrower"
	Open         Action = "open"
	Back         Action = "back"
	ReadOn       Action = "read-on"
	NextUnread   Action = "next-unread"
	PrevUnread   Action = "previous-unread"
	NextItem     Action = "next-item"
	PrevItem     Action = "previous-item"
	LetIn        Action = "let-in"
	ToggleRead   Action = "toggle-read"
	ReadAll      Action = "mark-all-read"
	Bookmark     Action = "bookmark"
	Tag          Action = "tag"
	Note         Action = "note"
	Select       Action = "select"
	Undo         Action = "undo"
	Browser      Action = "browser"
	BrowserAll   Action = "browser-selected"
	CopyAddress  Action = "copy-address"
	CopyMarkdown Action = "copy-markdown"
	Pipe         Action = "pipe"
	Enclosure    Action = "enclosure"
	Links        Action = "links"
	Hints        Action = "hints"
	SourceText   Action = "feed-or-page"
	LeftOut      Action = "left-out"
	Keep         Action = "keep-block"
	Changes      Action = "changes"
	Pictures     Action = "pictures"
	ViewAll      Action = "view-all"
	ViewUnread   Action = "view-unread"
	Bookmarks    Action = "view-bookmarks"
	Sort         Action = "sort"
	GroupBy      Action = "group"
	Fold         Action = "fold"
	Zen          Action = "zen"
	Refresh      Action = "refresh"
	RefreshAll   Action = "refresh-all"
	Stop         Action = "stop"
	AddFeed      Action = "add-feed"
	ImportFeeds  Action = "import-feeds"
	RenameFeed   Action = "rename-feed"
	SetFeed      Action = "set-feed"
	MoveFeed     Action = "move-feed"
	RemoveFeed   Action = "remove-feed"
	Demo         Action = "demo"
	Search       Action = "search"
	NextMatch    Action = "next-match"
	PrevMatch    Action = "previous-match"
	Filter       Action = "filter"
	Command      Action = "command"
	Help         Action = "help"
	Log          Action = "log"
	MouseSwitch  Action = "mouse"
	Redraw       Action = "redraw"
	Suspend      Action = "suspend"
	Quit         Action = "quit"
)

// Where is the set of panes in which a binding holds.
type Where uint8

// The panes, and all of them.
const (
	InFeeds Where = 1 << iota
	InItems
	InArticle
	InLists    = InFeeds | InItems
	Everywhere = InFeeds | InItems | InArticle
)

// String returns the panes in words, for help and messages.
func (w Where) String() string {
	switch w {
	case InFeeds:
		return "feeds"
	case InItems:
		return "items"
	case InArticle:
		return "article"
	case InLists:
		return "feeds and items"
	case InItems | InArticle:
		return "items and article"
	default:
		return "everywhere"
	}
}

// Group is a heading of the help.
type Group string

// The groups, in the order of the help.
const (
	Moving   Group = "Moving"
	Reading  Group = "Reading"
	Marking  Group = "Marking"
	Finding  Group = "Finding"
	Views    Group = "Views"
	Feeds    Group = "Feeds"
	Outside  Group = "Out of the terminal"
	TheWhole Group = "Tidings"
)

// Groups returns the groups in the order of the help.
func Groups() []Group {
	return []Group{Moving, Reading, Marking, Finding, Views, Feeds, Outside, TheWhole}
}

// Row is one line of the table: an action, where it holds, its default keys and what it does in words.
type Row struct {
	Action Action
	Where  Where
	Group  Group
	Keys   []string // sequences of Key.String() names separated by spaces: "g g", "ctrl+d", "space"
	Does   string
}
