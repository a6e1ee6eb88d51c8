package ui

import (
	"context"
	"errors"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/feed/discover"
	"tidings/ui/status"
	"tidings/ui/style"
)

func sorted(s []string) []string {
	slices.Sort(s)
	return slices.Compact(s)
}

func orderAt(i int) feed.Order { return feed.Order(i) }

// askAdd asks for the address of a feed or of any page of a site.
func (m *Model) askAdd(text string) tea.Cmd {
	if m.o.Subscriber == nil {
		m.complain("There is nothing here that could look for feeds.")
		return nil
	}
	a := m.question("address: ", text, func(m *Model, text string) tea.Cmd {
		if text == "" {
			return nil
		}
		return m.discover(text)
	})
	a.line.Hint = "of a feed or any page of the site, example.org"
	return nil
}

// discovered are the feeds of an address.
type discovered struct {
	req     int
	address string
	found   []discover.Found
	err     error
}

// discover looks for the feeds of an address, in the background.
func (m *Model) discover(address string) tea.Cmd {
	if m.o.Subscriber == nil {
		m.complain("There is nothing here that could look for feeds.")
		return nil
	}
	ctx, s := m.during("looking for feeds at "+address), m.o.Subscriber
	m.addReq = m.next()
	req := m.addReq
	return func() tea.Msg {
		found, err := s.Discover(ctx, address)
		if ctx.Err() != nil { // what was not asked is not missing
			err = ctx.Err()
		}
		return discovered{req, address, found, err}
	}
}

func (d discovered) apply(m *Model) tea.Cmd {
	if d.req != m.addReq {
		return nil
	}
	m.doneDuring()
	return m.whenFree(func() tea.Cmd { return d.show(m) })
}

// show offers what was found, or says why nothing was.
func (d discovered) show(m *Model) tea.Cmd {
	if d.err != nil || len(d.found) == 0 {
		if errors.Is(d.err, context.Canceled) {
			return nil
		}
		cmd := m.askAdd(d.address) // the address stands there to be mended
		page := discover.WithoutFeed(d.err)
		switch {
		case page != "":
			m.askAgainOrKeep(d.address, page)
			m.complain(words(d.err) + ". Enter keeps the page itself as a bookmark.")
		case d.err != nil:
			m.complain(words(d.err))
		default:
			m.complain("That address has no feed that could be found (looked in the page's links and at the usual places).")
		}
		return cmd
	}
	title := plural(len(d.found), "feed", "feeds") + " at " + d.address
	of := d.found[0].Of
	if of != "" {
		title = plural(len(d.found), "feed", "feeds") + " of the site; the page itself has none"
	}
	p := &picker{
		title: title,
		hints: []status.Hint{{Key: "Enter", Does: "subscribe"}, {Key: "Space", Does: "select several"}, {Key: "Esc", Does: "leave it"}},
	}
	for _, f := range d.found {
		title := f.Title
		if title == "" {
			title = f.URL
		}
		facts := []string{string(f.Kind)}
		if f.Items > 0 {
			facts = append(facts, plural(f.Items, "item", "items"))
		}
		if !f.Newest.IsZero() {
			facts = append(facts, "newest "+age(m.now(), f.Newest))
		}
		if _, ok := m.follows(f.URL); ok {
			facts = append(facts, "followed already")
		}
		lines := []pickLine{
			{text: title, role: style.Title},
			{text: "  " + strings.Join(facts, " · ") + " · " + f.URL, role: style.Dim},
		}
		for _, n := range f.Newests {
			lines = append(lines, pickLine{text: "    " + m.marks.Dot + " " + n, role: style.Text})
		}
		lines = append(lines, pickLine{})
		p.rows = append(p.rows, pick{lines: lines, choose: func(m *Model) tea.Cmd {
			var chosen []discover.Found
			for i, r := range p.rows[:len(d.found)] {
				if r.marked {
					chosen = append(chosen, d.found[i])
				}
			}
			if len(chosen) == 0 {
				chosen = []discover.Found{f}
			}
			fresh := slices.DeleteFunc(slices.Clone(chosen), func(f discover.Found) bool { _, ok := m.follows(f.URL); return ok })
			if len(fresh) == 0 {
				return m.showFollowed(chosen[0].URL)
			}
			return m.askFolder(fresh)
		}})
	}
	if of != "" {
		p.rows = append(p.rows, pick{
			lines:  []pickLine{{text: "No feed: keep the page itself as a bookmark", role: style.Text}, {text: "  " + d.address, role: style.Dim}},
			choose: func(m *Model) tea.Cmd { return m.keepPage(d.address) },
		})
	}
	p.keys = map[string]func(m *Model) tea.Cmd{"space": func(m *Model) tea.Cmd {
		i := p.shown[p.list.Cursor()]
		p.rows[i].marked = !p.rows[i].marked && i < len(d.found)
		p.list.Move(1, p.heights)
		return nil
	}}
	return m.showPicker(p)
}

// follows returns the subscription to an address, if there is one.
func (m *Model) follows(url string) (feed.Feed, bool) {
	i := slices.IndexFunc(m.feeds.all, func(f feed.Feed) bool { return f.URL == url })
	if i < 0 {
		return feed.Feed{}, false
	}
	return m.feeds.all[i], true
}

// showFollowed goes to a feed that was to be added and is there.
func (m *Model) showFollowed(url string) tea.Cmd {
	f, _ := m.follows(url)
	cmd := tea.Batch(m.to(paneItems), m.show(view{Kind: viewFeed, Feed: f.ID, Name: f.Title}))
	m.say("You follow " + f.Title + " already.")
	return cmd
}

// askFolder asks for the folder of new feeds, with that of the view at hand on offer.
func (m *Model) askFolder(found []discover.Found) tea.Cmd {
	now := ""
	switch v := m.items.view; v.Kind {
	case viewFolder:
		now = v.Path
	case viewFeed:
		f, _ := m.feeds.feed(v.Feed)
		now = f.Folder
	}
	a := m.question("folder: ", now, func(m *Model, text string) tea.Cmd { return m.subscribe(found, folderPath(text)) })
	a.line.Hint = "Enter for none" + m.folderHint()
	a.line.Complete = m.completeFolder()
	return nil
}

// folderHint says how to come by the folders that are there.
func (m *Model) folderHint() string {
	if len(m.feeds.folders()) == 0 {
		return ""
	}
	return ", Tab for those that are there"
}

func (m *Model) completeFolder() func(string) []string {
	known, first := m.feeds.folders(), m.ask.line.Text()
	return func(text string) []string {
		if text == first { // as it was offered: where it is, not what is looked for
			return known
		}
		var out []string
		for _, f := range known {
			if strings.HasPrefix(strings.ToLower(f), strings.ToLower(text)) {
				out = append(out, f)
			}
		}
		return out
	}
}

// folderPath brings a folder as typed into the form it has in feed.Feed.
func folderPath(s string) string {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '/' })
	out := parts[:0]
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, "/")
}

// subscribed is the outcome of adding feeds.
type subscribed struct {
	ids   []feed.FeedID
	names []string
	had   []string // names of those that were followed already
	err   error
}

func (m *Model) subscribe(found []discover.Found, folder string) tea.Cmd {
	ctx, lib, now := m.ctx, m.o.Library, m.now()
	return func() tea.Msg {
		var s subscribed
		for _, f := range found {
			id, err := lib.AddFeed(ctx, feed.Feed{URL: f.URL, Title: f.Title, Kind: f.Kind, Folder: folder, Added: now})
			name := f.Title
			if name == "" {
				name = f.URL
			}
			if errors.Is(err, feed.ErrSubscribed) { // in the meantime, or under an address that says the same
				s.had = append(s.had, name)
				continue
			}
			if err != nil {
				s.err = err
				return s
			}
			s.ids = append(s.ids, id)
			s.names = append(s.names, name)
		}
		return s
	}
}

func (s subscribed) apply(m *Model) tea.Cmd {
	var cmds []tea.Cmd
	if len(s.ids) > 0 {
		m.welcome = false
		cmds = append(cmds, m.sync())
		if m.o.Refresher != nil {
			cmds = append(cmds, m.refresh(s.ids...))
		}
		m.say("Subscribed to " + strings.Join(s.names, ", ") + ".")
		if len(s.ids) == 1 {
			cmds = append(cmds, m.to(paneItems), m.show(view{Kind: viewFeed, Feed: s.ids[0], Name: s.names[0]}))
		}
	}
	if len(s.ids) == 0 && len(s.had) > 0 {
		m.say("You follow " + strings.Join(s.had, ", ") + " already.")
	}
	if s.err != nil {
		m.complain("The feed could not be added: " + words(s.err))
	}
	return tea.Batch(cmds...)
}
