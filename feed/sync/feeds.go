package sync

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"tidings/feed"
	"tidings/feed/fetch"
	"tidings/feed/text"
)

// refusedFor is how long an address that the server did not take is not tried again.
const refusedFor = 24 * time.Hour

// fewFeeds is how many feeds may be missing from the server's list before it is held against how many there are.
const fewFeeds = 3

// feeds brings subscriptions, folders and titles into step.
func (t *turn) feeds(ctx context.Context, subs []Subscription) error {
	for i := range subs {
		subs[i] = clean(subs[i])
	}
	subs = slices.DeleteFunc(subs, func(s Subscription) bool { return s.URL == "" })
	links, err := t.Store.SyncLinks(ctx)
	if err != nil {
		return err
	}
	have, err := t.Store.Feeds(ctx)
	if err != nil {
		return err
	}
	t.feedOf = map[string]feed.Feed{}
	link := map[string]Link{}
	linked := map[feed.FeedID]bool{}
	for _, l := range links {
		link[l.ID] = l
		if !l.Removed {
			linked[l.Feed] = true
		}
	}
	byID, byURL := map[feed.FeedID]feed.Feed{}, map[string]feed.Feed{}
	for _, f := range have {
		byID[f.ID], byURL[text.Canonical(f.URL)] = f, f
	}
	listed := map[string]bool{}
	for _, s := range subs {
		if listed[s.ID] {
			continue
		}
		listed[s.ID] = true
		l, known := link[s.ID]
		switch f, here := byURL[text.Canonical(s.URL)]; {
		case known && l.Removed:
			err = t.unsubscribe(ctx, l)
		case known:
			err = t.agree(ctx, s, l, byID[l.Feed])
		case here && linked[f.ID]: // the server follows one address twice
			t.feedOf[s.ID] = f
		case here:
			linked[f.ID] = true
			err = t.meet(ctx, s, f)
		default:
			var id feed.FeedID
			if id, err = t.follow(ctx, s); err == nil {
				linked[id] = true
			}
		}
		if err != nil {
			return err
		}
	}
	if err := t.unlisted(ctx, links, listed); err != nil {
		return err
	}
	for _, f := range have {
		if !linked[f.ID] {
			if err := t.offer(ctx, f, listed); err != nil {
				return err
			}
		}
	}
	return nil
}

// clean brings a subscription through feed/text.
func clean(s Subscription) Subscription {
	s.Title, s.Folder = text.Line(s.Title), text.Line(s.Folder)
	s.URL, s.Site = text.URL(s.URL, ""), text.URL(s.Site, "")
	var levels []string
	for l := range strings.SplitSeq(s.Folder, "/") { // as the store keeps folders
		if l = strings.TrimSpace(l); l != "" {
			levels = append(levels, l)
		}
	}
	s.Folder = strings.Join(levels, "/")
	return s
}

// follow adds a feed of the server's here. The server polls it, so Tidings does not: the feed is paused.
func (t *turn) follow(ctx context.Context, s Subscription) (feed.FeedID, error) {
	f := feed.Feed{URL: s.URL, Title: s.Title, Site: s.Site, Folder: s.Folder, Settings: feed.Settings{Paused: true}}
	id, err := t.Store.SyncAddFeed(ctx, f)
	if err != nil && !errors.Is(err, feed.ErrSubscribed) {
		return 0, err
	}
	if err == nil {
		t.r.FeedsHere++
	}
	f.ID = id
	t.feedOf[s.ID] = f
	return id, t.Store.SyncLink(ctx, Link{Subscription: s, Feed: id})
}

// meet links a feed that both sides have. Where they put it into different folders, the server's counts, and a folder more
// than none.
func (t *turn) meet(ctx context.Context, s Subscription, f feed.Feed) error {
	base := s
	if s.Folder == "" {
		base.Folder = "" // a folder here counts as set since
	} else {
		base.Folder = f.Folder
	}
	base.Title = s.Title
	l := Link{Subscription: base, Feed: f.ID}
	if err := t.Store.SyncLink(ctx, l); err != nil { // agree stores what differs only
		return err
	}
	return t.agree(ctx, s, l, f)
}

// agree merges the folder, title and address of a feed that both sides have: what differs from what was agreed on is newer.
func (t *turn) agree(ctx context.Context, s Subscription, l Link, f feed.Feed) error {
	if f.ID == 0 { // gone since the links were read
		return nil
	}
	was, want, here := l.Subscription, s, f
	if f.Folder != was.Folder && s.Folder == was.Folder {
		want.Folder = f.Folder
	} else {
		here.Folder = s.Folder
	}
	switch set := f.Settings.Title; {
	case set != "" && set != was.Title && s.Title == was.Title:
		want.Title = set
	case was.Title != "" && s.Title != was.Title && s.Title != "" && s.Title != f.Title:
		here.Title, here.Settings.Title = s.Title, s.Title
	}
	if s.URL != was.URL && f.URL == was.URL {
		if hasSecrets(f) && (!fetch.SameServer(s.URL, f.URL) || strings.HasPrefix(f.URL, "https:") && !strings.HasPrefix(s.URL, "https:")) {
			t.r.note("%s stays at its address: the server has it at %s now, where its credentials are not sent unasked", f.Title, s.URL)
		} else {
			here.URL = s.URL
		}
	}
	if here.Folder != f.Folder || here.Settings.Title != f.Settings.Title || here.URL != f.URL {
		err := t.Store.SyncUpdateFeed(ctx, here)
		if errors.Is(err, feed.ErrSubscribed) { // two of the server's feeds moved to one address
			here.URL = f.URL
			err = t.Store.SyncUpdateFeed(ctx, here)
		}
		if err != nil {
			return err
		}
		t.r.FeedsHere++
	}
	if want.Folder != s.Folder || want.Title != s.Title {
		switch err := t.Server.Edit(ctx, want, s); {
		case err == nil:
			t.r.FeedsGone++
		case errors.Is(err, ErrCannot):
			want = was // what was changed here stays changed here only
			t.r.note("%s: folder and name stay as they are on the server: %v", f.Title, err)
		case refused(err):
			want = was
			t.r.note("%s: the server refused the new folder or name", f.Title)
		default:
			return err
		}
	}
	t.feedOf[s.ID] = here
	now := Link{Subscription: want, Feed: f.ID}
	now.URL, now.Site = s.URL, s.Site
	if now == l {
		return nil
	}
	return t.Store.SyncLink(ctx, now)
}

// unsubscribe tells the server of a feed that was removed here.
func (t *turn) unsubscribe(ctx context.Context, l Link) error {
	switch err := t.Server.Unsubscribe(ctx, l.ID); {
	case err == nil:
		t.r.FeedsGone++
		return t.Store.SyncUnlink(ctx, l.ID)
	case errors.Is(err, ErrCannot), refused(err):
		t.r.note("%s was removed here, and the server still follows it: remove it there", l.Title)
		return nil
	default:
		return err
	}
}

// unlisted removes feeds here that the server follows no more.
func (t *turn) unlisted(ctx context.Context, links []Link, listed map[string]bool) error {
	var gone []Link
	for _, l := range links {
		if !listed[l.ID] {
			gone = append(gone, l)
		}
	}
	if len(gone) > 0 && !t.AllowRemovals && (len(listed) == 0 || len(gone) > fewFeeds && 2*len(gone) > len(links)) {
		t.r.note("the server lists %d of %d feeds no longer: nothing was removed here; 'tidings sync --allow-removals' if that is right", len(gone), len(links))
		return nil
	}
	for _, l := range gone {
		if !l.Removed && l.Title == "" { // it was never listed: the server only said that it took it (see offer)
			t.r.note("the server took %s and does not list it: it stays here", fetch.Shown(l.URL))
			t.refuse(l.URL)
		} else if !l.Removed {
			if err := t.Store.RemoveFeed(ctx, l.Feed); err != nil {
				return err
			}
			t.r.FeedsHere++
		}
		if err := t.Store.SyncUnlink(ctx, l.ID); err != nil {
			return err
		}
	}
	return nil
}

// hasSecrets reports whether requests for a feed carry what is meant for its server alone.
func hasSecrets(f feed.Feed) bool {
	set := f.Settings
	return fetch.Shown(f.URL) != f.URL || set.Cookies != "" || set.Credential != "" || len(set.Headers) > 0
}

// offer subscribes the server to a feed that only Tidings has. One with secrets of the person's stays here.
func (t *turn) offer(ctx context.Context, f feed.Feed, listed map[string]bool) error {
	if hasSecrets(f) {
		t.r.note("%s stays here only: it has credentials of its own", f.Title)
		return nil
	}
	if t.now.Before(t.mem.Refused[f.URL]) {
		t.r.note("%s stays here only: the server did not take it", f.Title)
		return nil
	}
	s := Subscription{URL: f.URL, Title: f.Title, Site: f.Site, Folder: f.Folder}
	id, err := t.Server.Subscribe(ctx, s)
	switch {
	case err == nil && id != "" && !listed[id]: // a known id: it leads to a feed that is here under another address
		s.ID, listed[id] = id, true
		s.Title, s.Folder = "", "" // as the server has them is seen the next time
		t.r.FeedsGone++
		t.feedOf[id] = f
		return t.Store.SyncLink(ctx, Link{Subscription: s, Feed: f.ID})
	case err == nil, errors.Is(err, errRefused), refused(err):
		t.refuse(f.URL)
		t.r.note("%s stays here only: the server did not take it", f.Title)
		return nil
	case errors.Is(err, ErrCannot):
		t.r.note("%s stays here only: add it on the server", f.Title)
		return nil
	default:
		return err
	}
}

// refuse notes that the server does not take an address for now.
func (t *turn) refuse(address string) {
	if t.mem.Refused == nil {
		t.mem.Refused = map[string]time.Time{}
	}
	t.mem.Refused[address] = t.now.Add(refusedFor)
}
