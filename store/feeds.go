package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"tidings/feed"
)

const feedColumns = `id, url, title, name, site, description, language, image, kind, folder, added, settings, state, unread, total`

// scanFeed reads feedColumns.
func scanFeed(scan func(...any) error) (feed.Feed, error) {
	var (
		f                        feed.Feed
		title, kind, settings    string
		state                    sql.RawBytes
		id, added, unread, total int64 // as the driver has them: database/sql turns other kinds into text and back
	)
	if err := scan(&id, &f.URL, &title, &f.Title, &f.Site, &f.Description, &f.Language, &f.Image, &kind, &f.Folder, &added,
		&settings, &state, &unread, &total); err != nil {
		return f, err
	}
	f.ID, f.Kind, f.Unread, f.Total = feed.FeedID(id), feed.Kind(kind), int(unread), int(total)
	f.Added = time.Unix(added, 0)
	if settings != "" {
		if err := json.Unmarshal([]byte(settings), &f.Settings); err != nil {
			return f, fmt.Errorf("settings of %s: %w", f.URL, err)
		}
	}
	if len(state) > 0 {
		var err error
		if f.State, err = readState(state); err != nil {
			return f, fmt.Errorf("state of %s: %w", f.URL, err)
		}
	}
	return f, nil
}

// Feeds returns all subscriptions with counts, sorted by folder and title.
func (db *DB) Feeds(ctx context.Context) ([]feed.Feed, error) {
	var n int64
	_, err := db.row(ctx, `SELECT count(*) FROM feeds INDEXED BY feeds_counts`, nil, &n)
	out := make([]feed.Feed, 0, n)
	if err == nil {
		err = db.query(ctx, `SELECT `+feedColumns+` FROM feeds WHERE removed = 0`, nil, func(scan func(...any) error) error {
			f, err := scanFeed(scan)
			out = append(out, f)
			return err
		})
	}
	if err != nil {
		return nil, fmt.Errorf("read the feeds: %w", err)
	}
	return sortFeeds(out), nil
}

// sortFeeds sorts by folder and title, ASCII letters of either case alike. SQLite would carry whole rows through its sorter.
func sortFeeds(list []feed.Feed) []feed.Feed {
	type place struct {
		folder, title string
		at            int
	}
	order := make([]place, len(list))
	for i := range list {
		order[i] = place{lowerASCII(list[i].Folder), lowerASCII(list[i].Title), i}
	}
	slices.SortFunc(order, func(a, b place) int {
		return cmp.Or(strings.Compare(a.folder, b.folder), strings.Compare(a.title, b.title), cmp.Compare(list[a.at].ID, list[b.at].ID))
	})
	out := make([]feed.Feed, len(list))
	for i, p := range order {
		out[i] = list[p.at]
	}
	return out
}

// lowerASCII is what SQLite's NOCASE compares.
func lowerASCII(s string) string {
	for i := range len(s) {
		if c := s[i]; c >= 'A' && c <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				if c := b[i]; c >= 'A' && c <= 'Z' {
					b[i] = c + 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}

// Feed returns one subscription; ErrNotFound when there is none.
func (db *DB) Feed(ctx context.Context, id feed.FeedID) (feed.Feed, error) {
	var f feed.Feed
	err := db.query(ctx, `SELECT `+feedColumns+` FROM feeds WHERE id = ? AND removed = 0`, []any{id},
		func(scan func(...any) error) (err error) {
			f, err = scanFeed(scan)
			return err
		})
	if err == nil && f.ID == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return f, fmt.Errorf("read feed %d: %w", id, err)
	}
	return f, nil
}

// AddFeed subscribes and returns the new feed's number. For an address that is known already it returns that feed's
// number and ErrFeedExists; one that was removed comes back with its items and marks.
func (db *DB) AddFeed(ctx context.Context, f feed.Feed) (feed.FeedID, error) {
	if f.URL == "" {
		return 0, errors.New("add a feed: it has no address")
	}
	var id int64
	err := db.write(ctx, func(t *tx) error {
		var removed int64
		known, err := t.row(`SELECT id, removed FROM feeds WHERE url = ?`, []any{f.URL}, &id, &removed)
		if err != nil {
			return err
		}
		if known && removed == 0 {
			return ErrFeedExists
		}
		if known {
			return t.reviveFeed(id, f)
		}
		settings, err := encodeSettings(f.Settings)
		if err != nil {
			return err
		}
		added := t.now
		if !f.Added.IsZero() {
			added = f.Added.Unix()
		}
		title := f.Title
		if title == f.Settings.Title {
			title = ""
		}
		id, err = t.insert(`INSERT INTO feeds (url, title, name, site, description, language, image, kind, folder, added, settings, idle)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			f.URL, title, displayName(f.Settings.Title, title, f.URL), f.Site, f.Description, f.Language, f.Image, string(f.Kind),
			cleanFolder(f.Folder), added, settings, f.Settings.Paused)
		if err != nil {
			return err
		}
		_, err = t.log(0, stepAddFeed, 0, displayName(f.Settings.Title, title, f.URL), back{Feed: id})
		return err
	})
	if err != nil {
		return feed.FeedID(id), fmt.Errorf("add %s: %w", f.URL, err)
	}
	return feed.FeedID(id), nil
}

// UpdateFeed stores what a person may change: title, folder, settings, and the address when it is given. An empty title
// means the publisher's again.
func (db *DB) UpdateFeed(ctx context.Context, f feed.Feed) error {
	err := db.write(ctx, func(t *tx) error {
		old, title, err := t.feed(f.ID)
		if err != nil {
			return err
		}
		// Renaming by Feed.Title and by Settings.Title both work: the one that changed counts.
		s := f.Settings
		if s.Title == old.Settings.Title && f.Title != old.Title {
			s.Title = f.Title
			if f.Title == title {
				s.Title = ""
			}
		}
		settings, err := encodeSettings(s)
		if err != nil {
			return err
		}
		before, err := encodeSettings(old.Settings)
		if err != nil {
			return err
		}
		address := f.URL
		if address == "" {
			address = old.URL
		}
		folder := cleanFolder(f.Folder)
		if settings == before && folder == old.Folder && address == old.URL {
			return nil
		}
		if address != old.URL {
			var other int64
			if taken, err := t.row(`SELECT id FROM feeds WHERE url = ?`, []any{address}, &other); err != nil {
				return err
			} else if taken {
				return fmt.Errorf("%s: %w", address, ErrFeedExists)
			}
		}
		idle := s.Paused || old.State.Gone
		if _, err := t.exec(`UPDATE feeds SET url = ?, name = ?, folder = ?, settings = ?, idle = ? WHERE id = ?`,
			address, displayName(s.Title, title, address), folder, settings, idle, f.ID); err != nil {
			return err
		}
		_, err = t.log(0, stepEditFeed, 0, old.Title, back{Feed: int64(f.ID), Folder: old.Folder, Settings: before, URL: old.URL})
		return err
	})
	if err != nil {
		return fmt.Errorf("change feed %d: %w", f.ID, err)
	}
	return nil
}

// feed reads a live feed and the publisher's title of it.
func (t *tx) feed(id feed.FeedID) (f feed.Feed, title string, err error) {
	err = t.rows(`SELECT `+feedColumns+` FROM feeds WHERE id = ? AND removed = 0`, []any{id}, func(scan func(...any) error) (err error) {
		f, err = scanFeed(scan)
		return err
	})
	if err == nil && f.ID == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return f, "", err
	}
	_, err = t.row(`SELECT title FROM feeds WHERE id = ?`, []any{id}, &title)
	return f, title, err
}

// displayName is what a feed is called: by the person, by its publisher, or by its host.
func displayName(set, published, address string) string {
	switch {
	case set != "":
		return set
	case published != "":
		return published
	}
	return hostOf(address)
}

// hostOf is the host of an address without "www.", or the address itself when it has none.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	return strings.TrimPrefix(strings.ToLower(u.Host), "www.")
}

// cleanFolder trims a folder's levels and drops empty ones.
func cleanFolder(s string) string {
	var levels []string
	for l := range strings.SplitSeq(s, "/") {
		if l = strings.TrimSpace(l); l != "" {
			levels = append(levels, l)
		}
	}
	return strings.Join(levels, "/")
}

func encodeSettings(s feed.Settings) (string, error) {
	b, err := json.Marshal(s)
	if err != nil {
		return "", fmt.Errorf("encode settings: %w", err)
	}
	if string(b) == "{}" {
		return "", nil
	}
	return string(b), nil
}
