package sync

import (
	"context"
	"slices"
)

// marks holds the server's lists against what was sent and against what it said the last time.
func (t *turn) marks(ctx context.Context, unread, starred IDs) error {
	doubted, err := t.settle(ctx, unread, starred)
	if err != nil {
		return err
	}
	for _, l := range []struct {
		m    Mark
		on   bool // what being in the list means
		list IDs
	}{{Read, false, unread}, {Bookmark, true, starred}} {
		unlisted, listed, err := t.Store.SyncCompare(ctx, l.m, l.on, l.list.List)
		if err != nil {
			return err
		}
		changes := make([]Change, len(listed))
		for i, id := range listed {
			changes[i] = Change{ID: id, Mark: l.m, On: l.on}
		}
		n, err := t.Store.SyncApply(ctx, changes)
		t.r.Applied += n
		if err != nil {
			return err
		}
		if l.list.Whole {
			doubted = append(doubted, unlisted...)
		} else {
			t.r.note("the server’s list of %s items was not complete (%d came): nothing was concluded from what is missing", map[Mark]string{Read: "unread", Bookmark: "bookmarked"}[l.m], len(l.list.List))
		}
	}
	slices.Sort(doubted)
	doubted = slices.Compact(doubted)
	if n := len(doubted) - askAtMost; n > 0 {
		t.r.Rest += n
		doubted = doubted[:askAtMost]
	}
	return t.verify(ctx, doubted)
}

// settle takes from the queue what was sent and the lists show, and returns the ids of the rest.
func (t *turn) settle(ctx context.Context, unread, starred IDs) (doubted []string, err error) {
	if len(t.sent) == 0 {
		return nil, nil
	}
	sets := map[Mark]map[string]bool{Read: setOf(unread.List), Bookmark: setOf(starred.List)}
	whole := map[Mark]bool{Read: unread.Whole, Bookmark: starred.Whole}
	var done, open []Pending
	for _, p := range t.sent {
		wanted := p.On == (p.Mark == Bookmark) // to be in the list
		ok := wanted || whole[p.Mark]
		for _, id := range p.IDs {
			ok = ok && sets[p.Mark][id] == wanted
		}
		if ok {
			done = append(done, p)
		} else {
			open = append(open, p)
			doubted = append(doubted, p.IDs...)
		}
	}
	t.r.Sent += len(done)
	t.sent = open
	return doubted, t.Store.SyncSettle(ctx, done)
}

func setOf(ids []string) map[string]bool {
	set := make(map[string]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

// ask asks the server for items. What it answers beside them, or again, is left out.
func (t *turn) ask(ctx context.Context, ids []string) ([]Entry, error) {
	if err := t.hold(ctx); err != nil {
		return nil, err
	}
	entries, err := t.Server.Entries(ctx, ids)
	wanted := setOf(ids)
	return slices.DeleteFunc(entries, func(e Entry) bool {
		ok := wanted[e.ID]
		delete(wanted, e.ID)
		return !ok
	}), err
}

// verify asks the server for items that its lists leave in doubt, and takes its word for each.
func (t *turn) verify(ctx context.Context, ids []string) error {
	said := map[string]Entry{}
	err := chunks(ids, entriesAtOnce, func(part []string) error {
		entries, err := t.ask(ctx, part)
		if err != nil {
			return err
		}
		var changes []Change
		for _, e := range entries {
			e.HTML, e.Enclosures = "", nil
			said[e.ID] = e
			changes = append(changes, Change{e.ID, Read, e.Read}, Change{e.ID, Bookmark, e.Starred})
		}
		n, err := t.Store.SyncApply(ctx, changes)
		t.r.Applied += n
		if err != nil {
			return err
		}
		return t.Store.SyncMissing(ctx, slices.DeleteFunc(slices.Clone(part), func(id string) bool {
			_, ok := said[id]
			return ok
		}))
	})
	if err != nil {
		return err
	}
	asked := setOf(ids)
	var done, open []Pending
	for _, p := range t.sent {
		tried, kept := false, true // whether it was asked for, and whether the server has what was sent
		for _, id := range p.IDs {
			e, ok := said[id]
			tried = tried || asked[id]
			kept = kept && ok && p.On == map[Mark]bool{Read: e.Read, Bookmark: e.Starred}[p.Mark]
		}
		switch {
		case kept:
			done = append(done, p)
		case tried:
			open = append(open, p)
		}
	}
	t.r.Sent += len(done)
	if err := t.Store.SyncSettle(ctx, done); err != nil {
		return err
	}
	return t.Store.SyncTried(ctx, open)
}
