package ui

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/ui/keys"
)

// Order is what a program asks of the running interface from outside. Reply is called once, and must not block.
type Order struct {
	Do    string // see orders
	Args  []string
	Reply func(s OrderState, err error)
}

// OrderState is how the interface is after an order, as programs read it. The names are stable.
type OrderState struct {
	View       string     `json:"view"`
	Unread     int        `json:"unread"`
	Items      int        `json:"items"`    // in the list
	Position   int        `json:"position"` // of the cursor in it, from 1; 0 when it is empty
	Item       *OrderItem `json:"item"`     // under the cursor
	Open       *OrderItem `json:"open"`     // the article on the screen
	Pane       string     `json:"pane"`     // feeds, items or article
	Refreshing bool       `json:"refreshing"`
	Message    string     `json:"message"` // the status line's
}

// OrderItem is an item in an OrderState.
type OrderItem struct {
	ID         feed.ItemID `json:"id"`
	Feed       string      `json:"feed"`
	Title      string      `json:"title"`
	Link       string      `json:"link"`
	Read       bool        `json:"read"`
	Bookmarked bool        `json:"bookmarked"`
}

// noticed is something that work in the background wants told.
type noticed string

// awaitNotice waits for the next notice.
func (m *Model) awaitNotice() tea.Cmd {
	ctx, notices := m.ctx, m.o.Notices
	if notices == nil {
		return nil
	}
	return func() tea.Msg {
		select {
		case n, ok := <-notices:
			if ok {
				return noticed(n)
			}
		case <-ctx.Done():
		}
		return nil
	}
}

func (n noticed) apply(m *Model) tea.Cmd {
	m.complain(string(n))
	return m.awaitNotice()
}

// ordered is an order that has come.
type ordered struct{ Order }

// awaitOrder waits for the next order; it is asked again after each. The program that listens outside waits for its turn.
func (m *Model) awaitOrder() tea.Cmd {
	ctx, orders := m.ctx, m.o.Orders
	if orders == nil {
		return nil
	}
	return func() tea.Msg {
		select {
		case o, ok := <-orders:
			if ok {
				return ordered{o}
			}
		case <-ctx.Done():
		}
		return nil
	}
}

// orders are the actions that have short names outside.
var orders = map[string]keys.Action{
	"next": keys.NextItem, "previous": keys.PrevItem, "next-unread": keys.NextUnread, "previous-unread": keys.PrevUnread,
	"refresh": keys.RefreshAll, "back": keys.Back, "undo": keys.Undo, "browser": keys.Browser,
}

func (o ordered) apply(m *Model) tea.Cmd {
	cmd, err, later := m.order(o.Order)
	if !later {
		o.Reply(m.orderState(), err)
	}
	return tea.Batch(m.awaitOrder(), cmd)
}

// order carries an order out; later says that the reply comes when a command has ended.
func (m *Model) order(o Order) (cmd tea.Cmd, err error, later bool) {
	switch o.Do {
	case "status":
		return nil, nil, false
	case "mark":
		return m.orderMarks(o)
	}
	if !m.booted {
		return nil, fmt.Errorf("the interface is not ready yet"), false
	}
	if m.ask != nil || m.pick != nil {
		return nil, fmt.Errorf("the interface waits for an answer of the person’s"), false
	}
	if o.Do == "open" && len(o.Args) > 0 {
		id, err := itemOf(o.Args[0])
		if err != nil {
			return nil, err, false
		}
		if h, _ := m.items.find(id); h != nil {
			return m.open(*h, true), nil, false
		}
		read := m.openByID(id)
		return func() tea.Msg { return orderedItem{o, read().(itemRead)} }, nil, true
	}
	a, ok := orders[o.Do]
	if !ok {
		row, known := m.keys.Find(o.Do)
		if a = row.Action; !known {
			return nil, fmt.Errorf("%q is no command: next, previous, next-unread, open [ITEM], refresh, mark, status, or the name of any action in the help", o.Do), false
		}
	}
	return m.do(a, 0), nil, false
}

// orderedItem is an item that was to be opened and is not in the list.
type orderedItem struct {
	Order
	itemRead
}

func (i orderedItem) apply(m *Model) tea.Cmd {
	if i.err != nil { // who asked is told, not who reads here
		i.Reply(m.orderState(), i.err)
		return nil
	}
	cmd := i.itemRead.apply(m)
	i.Reply(m.orderState(), nil)
	return cmd
}

// itemOf reads an item's number.
func itemOf(s string) (feed.ItemID, error) {
	n, err := strconv.ParseInt(strings.TrimPrefix(s, "#"), 10, 64)
	if err != nil || n <= 0 {
		return 0, fmt.Errorf("%q is no item’s number", s)
	}
	return feed.ItemID(n), nil
}

// orderDone is the end of an order that had to write.
type orderDone struct {
	Order
	ids  []feed.ItemID
	mark func(h *feed.Headline)
	kept []feed.ItemID // those that are new bookmarks
	err  error
}

func (d orderDone) apply(m *Model) tea.Cmd {
	for _, id := range d.ids {
		if d.err == nil {
			m.items.set(id, d.mark)
			if m.art.id == id {
				d.mark(&m.art.head)
			}
		}
	}
	d.Reply(m.orderState(), d.err)
	if d.err != nil {
		return m.sync()
	}
	return tea.Batch(m.sync(), m.fetchKept(d.kept))
}

// orderMarks marks the items that are named, or the one at hand.
func (m *Model) orderMarks(o Order) (cmd tea.Cmd, err error, later bool) {
	if len(o.Args) == 0 {
		return nil, fmt.Errorf("mark what? read, unread, bookmark or unbookmark"), false
	}
	how := o.Args[0]
	var which []feed.ItemID
	for _, s := range o.Args[1:] {
		id, err := itemOf(s)
		if err != nil {
			return nil, err, false
		}
		which = append(which, id)
	}
	if len(which) == 0 {
		which = ids(m.chosen())
	}
	if len(which) == 0 {
		return nil, fmt.Errorf("there is no item at hand"), false
	}
	lib := m.o.Library
	var set func(context.Context) error
	var shown func(h *feed.Headline)
	var kept []feed.ItemID
	switch how {
	case "read", "unread":
		set = func(ctx context.Context) error { return lib.SetRead(ctx, which, how == "read") }
		shown = func(h *feed.Headline) { h.Read = how == "read" }
	case "bookmark", "unbookmark":
		set = func(ctx context.Context) error { return lib.SetBookmark(ctx, which, how == "bookmark") }
		shown = func(h *feed.Headline) { h.Bookmarked = how == "bookmark" }
		if how == "bookmark" {
			kept = which
		}
	default:
		return nil, fmt.Errorf("%q is no mark: read, unread, bookmark or unbookmark", how), false
	}
	ctx := m.ctx
	return func() tea.Msg { return orderDone{o, which, shown, kept, set(ctx)} }, nil, true
}

func (m *Model) orderState() OrderState {
	s := OrderState{
		View: m.items.view.title(), Unread: m.feeds.counts.Unread, Items: len(m.items.rows), Refreshing: m.progress.Running, Message: m.said.Text,
		Pane: map[pane]string{paneFeeds: "feeds", paneItems: "items", paneArticle: "article"}[m.focus],
	}
	if h, ok := m.items.current(); ok {
		s.Item = orderItem(h)
		s.Position = m.items.list.Cursor() + 1
	}
	if m.art.id != 0 {
		h := m.art.head
		if r, _ := m.items.find(m.art.id); r != nil {
			h = *r
		}
		s.Open = orderItem(h)
	}
	return s
}

func orderItem(h feed.Headline) *OrderItem {
	return &OrderItem{ID: h.ID, Feed: h.FeedTitle, Title: h.Title, Link: h.Link, Read: h.Read, Bookmarked: h.Bookmarked}
}
