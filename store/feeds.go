package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
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
	return f, readStored(&f, settings, state)
}

// readStored fills in what stands in a feed's row in a form of its own.
func readStored(f *feed.Feed, settings string, state []byte) (err error) {
	if settings != "" {
		if err := json.Unmarshal([]byte(settings), &f.Settings); err != nil {
			return fmt.Errorf("settings of %s: %w", f.URL, err)
		}
	}
	if len(state) > 0 {
		if f.State, err = readState(state); err != nil {
			return fmt.Errorf("state of %s: %w", f.URL, err)
		}
	}
	return nil
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
		var name string
		if id, name, err = t.insertFeed(f); err != nil {
			return err
		}
		_, err = t.log(0, stepAddFeed, 0, name, back{Feed: id})
		return err
	})
	if err != nil {
		return feed.FeedID(id), fmt.Errorf("add %s: %w", f.URL, err)
	}
	return feed.FeedID(id), nil
}

// insertFeed stores a subscription whose address is new, and returns its number and what it is called.
func (t *tx) insertFeed(f feed.Feed) (id int64, name string, err error) {
	settings, err := encodeSettings(f.Settings)
	if err != nil {
		return 0, "", err
	}
	added := t.now
	if !f.Added.IsZero() {
		added = f.Added.Unix()
	}
	title := f.Title
	if title == f.Settings.Title {
		title = ""
	}
	name = displayName(f.Settings.Title, title, f.URL)
	id, err = t.insert(`INSERT INTO feeds (url, title, name, site, description, language, image, kind, folder, added, settings, idle)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		f.URL, title, name, f.Site, f.Description, f.Language, f.Image, string(f.Kind), cleanFolder(f.Folder), added, settings, f.Settings.Paused)
	return id, name, err
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
