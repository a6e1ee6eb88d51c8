package ui

import (
	"slices"
	"strings"

	"tidings/feed"
	"tidings/ui/list"
)

// feedsPane is the tree of views: smart views, then folders with their feeds.
type feedsPane struct {
	list   list.List
	nodes  []node
	all    []feed.Feed
	counts feed.Counts
	tags   map[string]int
	saved  [][2]string
	hits   map[string]hits // of saved searches, by query; see saved.go
	folded map[string]bool
	width  int
	cache  list.Cache[nodeKey]
	req    int
	// hitsReq is the number of the newest wish for hits.
	hitsReq int
	known   bool // feeds and counts have been read
}

// node is one line of the tree.
type node struct {
	view    view
	gap     bool // an empty line: not a view
	folder  bool
	folded  bool
	depth   int
	label   string
	count   int
	more    bool   // there are more than count
	trouble string // why the feed could not be read, in words
	paused  bool
}

func (p *feedsPane) init() { p.folded = map[string]bool{} }

func oneLine(int) int { return 1 }

// build makes the lines anew from feeds and counts; the cursor stays on its view.
func (p *feedsPane) build() {
	old, had := p.current()
	c := p.counts
	nodes := []node{
		{view: view{Kind: viewAll}, label: "All", count: c.Unread},
		{view: view{Kind: viewUnread}, label: "Unread", count: c.Unread},
		{view: view{Kind: viewBookmarks}, label: "Bookmarks", count: c.Bookmarked},
		{view: view{Kind: viewToday}, label: "Today", count: c.Today},
	}
	for _, s := range p.saved {
		h := p.hits[s[1]]
		nodes = append(nodes, node{view: view{Kind: viewSearch, Name: s[0], Text: s[1]}, label: s[0], count: h.n, more: h.more})
	}
	tags := make([]string, 0, len(p.tags))
	for t := range p.tags {
		tags = append(tags, t)
	}
	slices.Sort(tags)
	for _, t := range tags {
		nodes = append(nodes, node{view: view{Kind: viewTag, Path: t}, label: "#" + t, count: p.tags[t]})
	}
	if len(p.all) > 0 {
		nodes = append(nodes, node{gap: true})
	}
	p.nodes = p.tree(nodes)
	cur := p.list.Cursor()
	if had {
		if i := p.find(old.view); i >= 0 {
			cur = i
		}
	}
	p.list.Set(len(p.nodes), cur, p.list.Top(), oneLine)
}

// tree appends folders and their feeds; feeds without a folder stand first, as they came.
func (p *feedsPane) tree(nodes []node) []node {
	totals := map[string]int{}
	var order []string
	inside := map[string][]*feed.Feed{}
	for i := range p.all {
		f := &p.all[i]
		path := f.Folder
		if _, ok := inside[path]; !ok {
			for at := path; at != ""; at = parent(at) { // a folder that holds folders only has a line, too
				if !slices.Contains(order, at) {
					order = append(order, at)
				}
			}
		}
		inside[path] = append(inside[path], f)
		for at := path; at != ""; at = parent(at) {
			totals[at] += p.unread(f)
		}
	}
	slices.SortFunc(order, func(a, b string) int {
		return slices.Compare(strings.Split(strings.ToLower(a), "/"), strings.Split(strings.ToLower(b), "/"))
	})
	add := func(f *feed.Feed, depth int) {
		nodes = append(nodes, node{
			view: view{Kind: viewFeed, Feed: f.ID, Name: f.Title}, label: f.Title, depth: depth, count: p.unread(f),
			trouble: trouble(f), paused: f.Settings.Paused || f.State.Gone,
		})
	}
	nodes = slices.Grow(nodes, len(p.all)+len(order)) // thousands of feeds need the memory once, not twice
	for _, f := range inside[""] {
		add(f, 0)
	}
	for _, path := range order {
		if p.hidden(path) {
			continue
		}
		depth := strings.Count(path, "/")
		nodes = append(nodes, node{
			view: view{Kind: viewFolder, Path: path}, label: path[strings.LastIndexByte(path, '/')+1:], depth: depth,
			count: totals[path], folder: true, folded: p.folded[path],
		})
		if p.folded[path] {
			continue
		}
		for _, f := range inside[path] {
			add(f, depth+1)
		}
	}
	return nodes
}

// unread prefers the counts, which are newer than the feeds.
func (p *feedsPane) unread(f *feed.Feed) int {
	if p.counts.Feeds != nil {
		return p.counts.Feeds[f.ID]
	}
	return f.Unread
}

func parent(path string) string {
	i := strings.LastIndexByte(path, '/')
	if i < 0 {
		return ""
	}
	return path[:i]
}

// hidden reports whether a folder lies in one that is closed.
func (p *feedsPane) hidden(path string) bool {
	for at := parent(path); at != ""; at = parent(at) {
		if p.folded[at] {
			return true
		}
	}
	return false
}

// trouble words why a feed is not up to date, or "".
func trouble(f *feed.Feed) string {
	switch {
	case f.State.Gone:
		return "the feed is gone (410); it is not asked again until you press r"
	case f.State.Error != "":
		s := f.State.Error
		if !f.State.Next.IsZero() {
			s += "; trying again at " + f.State.Next.Local().Format("15:04")
		}
		return s
	}
	return ""
}

func (p *feedsPane) find(v view) int {
	return slices.IndexFunc(p.nodes, func(n node) bool { return !n.gap && n.view.same(v) })
}

// current returns the line under the cursor.
func (p *feedsPane) current() (node, bool) {
	if len(p.nodes) == 0 {
		return node{}, false
	}
	n := p.nodes[p.list.Cursor()]
	return n, !n.gap
}

// offGap steps off a gap, in the direction of d.
func (p *feedsPane) offGap(d int) {
	if n := p.list.Cursor(); n < len(p.nodes) && p.nodes[n].gap {
		if d >= 0 {
			d = 1
		} else {
			d = -1
		}
		p.list.Move(d, oneLine)
	}
}

// feed returns a subscription by id.
func (p *feedsPane) feed(id feed.FeedID) (feed.Feed, bool) {
	i := slices.IndexFunc(p.all, func(f feed.Feed) bool { return f.ID == id })
	if i < 0 {
		return feed.Feed{}, false
	}
	return p.all[i], true
}

// folders returns the paths of all folders.
func (p *feedsPane) folders() []string {
	var out []string
	for _, f := range p.all {
		if f.Folder != "" && !slices.Contains(out, f.Folder) {
			out = append(out, f.Folder)
		}
	}
	slices.Sort(out)
	return out
}
