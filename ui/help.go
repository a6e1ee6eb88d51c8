package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tidings/feed"
	"tidings/feed/text"
	"tidings/ui/keys"
	"tidings/ui/status"
	"tidings/ui/style"
)

// showHelp lists what can be done, for the pane with the focus first; Enter does it.
func (m *Model) showHelp() tea.Cmd {
	p := &picker{
		title: "Help", palette: true, wants: "type to search, Enter runs it",
		hints: []status.Hint{{Key: "Enter", Does: "run it"}, {Key: "Esc", Does: "close"}},
	}
	group := keys.Group("")
	here := m.where()
	for _, r := range m.keys.Rows() {
		if r.Group != group {
			group = r.Group
			p.rows = append(p.rows, pick{lines: []pickLine{{text: "", role: style.Text}, {text: string(group), role: style.Heading}}})
		}
		ks := make([]string, len(r.Keys))
		for i, k := range r.Keys {
			ks[i] = keys.Shown(k)
		}
		text := r.Does
		if r.Where&here == 0 {
			text += " (in " + r.Where.String() + ")"
		}
		k := strings.Join(ks, "  ")
		if k == "" {
			k = ":" + string(r.Action)
		}
		p.rows = append(p.rows, pick{
			lines:  []pickLine{{key: k, text: text, role: style.Text}},
			choose: func(m *Model) tea.Cmd { return m.do(r.Action, 0) },
			also:   string(r.Action),
		})
	}
	return m.showPicker(p)
}

// showLog lists what the status line has said, newest first.
func (m *Model) showLog() tea.Cmd {
	p := &picker{title: "Messages", hints: []status.Hint{{Key: "q", Does: "close"}}}
	said := m.log.All()
	for i := len(said) - 1; i >= 0; i-- {
		role := style.Text
		if said[i].Kind == status.Trouble {
			role = style.Warning
		}
		key := said[i].At.Local().Format("Mon 15:04:05")
		var lines []pickLine
		for text := range strings.SplitSeq(ansi.Method(m.measure).Wrap(said[i].Text, max(m.geo.body.w-keyColumn-3, 8), ""), "\n") {
			lines = append(lines, pickLine{key: key, text: text, role: role})
			key = " "
		}
		p.rows = append(p.rows, pick{lines: lines})
	}
	if len(p.rows) == 0 {
		p.rows = []pick{{lines: []pickLine{{text: "Nothing has been said yet.", role: style.Dim}}}}
	}
	return m.showPicker(p)
}

// askCommand asks for a command: the name of any action, or one of a few that take words.
func (m *Model) askCommand() tea.Cmd {
	a := m.question(":", "", func(m *Model, text string) tea.Cmd {
		if text == "" {
			return nil
		}
		m.commands = remember(m.commands, text)
		return m.command(text)
	})
	a.line.Hint = "a command; Tab lists them"
	a.line.History = m.commands
	a.path = behind("import")
	folders, tags := m.feeds.folders(), m.feeds.tags
	a.line.Complete = func(text string) []string {
		name, rest, spaced := strings.Cut(text, " ")
		var out []string
		if !spaced {
			for _, c := range append(m.commandNames(), actionNames(m.keys)...) {
				if strings.HasPrefix(c, name) {
					out = append(out, c)
				}
			}
			return sorted(out)
		}
		var words []string
		switch name {
		case "theme":
			words = style.Names()
		case "sort":
			words = []string{"newest", "oldest", "fewest", "best"}
		case "group":
			words = []string{"day", "feed", "none"}
		case "folder":
			words = folders
		case "tag":
			for t := range tags {
				words = append(words, t)
			}
		case "feed":
			for _, f := range m.feeds.all {
				words = append(words, f.Title)
			}
		}
		for _, w := range sorted(words) {
			if strings.HasPrefix(strings.ToLower(w), strings.ToLower(rest)) {
				out = append(out, name+" "+w)
			}
		}
		return out
	}
	return nil
}

func (m *Model) commandNames() []string {
	return []string{"add", "import", "theme", "folder", "feed", "group", "q", "save", "search", "sort", "tag", "wq"}
}

func actionNames(t *keys.Table) []string {
	var out []string
	for _, r := range t.Rows() {
		out = append(out, string(r.Action))
	}
	return out
}

// command carries out what was typed after ":".
func (m *Model) command(text string) tea.Cmd {
	name, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	if n, err := fmt.Sscanf(text, "%d", new(int)); n == 1 && err == nil {
		var line int
		fmt.Sscanf(text, "%d", &line)
		return m.do(keys.Top, line)
	}
	switch name {
	case "q", "wq", "x", "exit":
		return m.quit()
	case "add":
		if rest == "" {
			return m.askAdd("")
		}
		return m.discover(rest)
	case "import":
		if rest == "" {
			return m.askImport("")
		}
		return m.previewImport(rest)
	case "theme":
		if rest == "" {
			m.say("The theme is " + m.theme.Name + ". There are " + strings.Join(style.Names(), ", ") + ".")
			return nil
		}
		return m.setTheme(rest)
	case "search":
		if rest != "" {
			if m.items.view.Kind != viewSearch {
				m.before = m.items.view
			}
			m.items.leave()
			return tea.Batch(m.to(paneItems), m.show(view{Kind: viewSearch, Text: rest}))
		}
		return m.askSearch()
	case "save":
		return m.saveSearch(rest)
	case "tag":
		if rest != "" {
			tag := strings.TrimPrefix(rest, "#")
			if _, ok := m.feeds.tags[tag]; !ok {
				m.complain("No item has the tag “" + tag + "”.")
				return nil
			}
			return tea.Batch(m.to(paneItems), m.show(view{Kind: viewTag, Path: tag}))
		}
	case "folder":
		v := view{Kind: viewFolder, Path: folderPath(rest)}
		switch {
		case rest == "":
			m.say("Type :folder and a name; Tab completes.")
		case m.feeds.find(v) < 0 && !slices.Contains(m.feeds.folders(), v.Path):
			m.complain("There is no folder “" + rest + "”.")
		default:
			return tea.Batch(m.to(paneItems), m.show(v))
		}
		return nil
	case "feed":
		if rest == "" {
			return m.findFeed()
		}
		for _, f := range m.feeds.all {
			if strings.Contains(strings.ToLower(f.Title), strings.ToLower(rest)) {
				return tea.Batch(m.to(paneItems), m.show(view{Kind: viewFeed, Feed: f.ID, Name: f.Title}))
			}
		}
		m.complain("No feed is called “" + rest + "”.")
		return nil
	case "sort", "group":
		if rest != "" {
			return m.setListing(name, rest)
		}
	}
	r, ok := m.keys.Find(name)
	switch {
	case ok && rest == "":
		return m.do(r.Action, 0)
	case ok:
		m.complain("“" + name + "” takes nothing behind it.")
	default:
		words := "There is no command “" + name + "”."
		if near := keys.Nearest(name, m.commandNames()...); near != "" {
			words = "There is no command “" + name + "”; did you mean " + near + "?"
		}
		m.complain(words + " Tab completes.")
	}
	return nil
}

// saveSearch keeps the search or filter at hand under a name.
func (m *Model) saveSearch(name string) tea.Cmd {
	v := m.items.view
	query := text.Line(v.Text + " " + v.Narrow)
	switch {
	case name == "":
		m.say("Type :save and a name.")
		return nil
	case query == "":
		m.say("There is no search to keep: " + m.keys.Key(keys.Search) + " begins one.")
		return nil
	}
	ctx, lib := m.ctx, m.o.Library
	return func() tea.Msg {
		return managed{words: "Kept as “" + name + "” among the views.", what: "Keeping the search", err: lib.SaveView(ctx, feed.View{Name: name, Query: query})}
	}
}

// setTheme takes another theme by name.
func (m *Model) setTheme(name string) tea.Cmd {
	known := false
	for _, n := range style.Names() {
		known = known || n == name
	}
	if m.o.Themed != nil && !known {
		_, known = m.o.Themed(name, m.dark)
	}
	if !known {
		m.complain("There is no theme “" + name + "”: there are " + strings.Join(style.Names(), ", ") + ".")
		return nil
	}
	m.named = name
	m.say("Theme " + name + ".")
	return m.retheme()
}

// setListing sets the order or the headings of the list by their names.
func (m *Model) setListing(what, name string) tea.Cmd {
	if what == "group" {
		for i, n := range []string{"day", "feed", "none"} {
			if n == name {
				m.items.group = grouping(i)
				return m.regroup()
			}
		}
		m.complain("Items are grouped by day, by feed, or none.")
		return nil
	}
	v := m.items.view
	for i, n := range []string{"newest", "oldest", "best", "fewest"} {
		if n == name {
			v.Order = orderAt(i)
			return m.show(v)
		}
	}
	m.complain("The order is newest, oldest, best or fewest.")
	return nil
}
