package store

import (
	"context"
	"fmt"
	"strings"

	"tidings/feed/extract"
)

// A site's fingerprints are kept while they can still teach something: one that stood on a single page is forgotten when
// forgetPages others have been seen since.
const (
	forgetPages = 40
	forgetEvery = 20 // pages between two cleanings
)

// siteOf is what pages of one site have in common: the host without "www." and "m.".
func siteOf(address string) string {
	return strings.TrimPrefix(strings.TrimPrefix(hostOf(strings.ToLower(address)), "www."), "m.")
}

// countPage adds a page's fingerprints to its site and returns the site's number.
func (t *tx) countPage(host string, fingerprints []uint64) (int64, error) {
	if _, err := t.exec(`INSERT INTO sites (host, pages) VALUES (?, 1) ON CONFLICT (host) DO UPDATE SET pages = pages + 1`, host); err != nil {
		return 0, err
	}
	var id, pages int64
	if _, err := t.row(`SELECT id, pages FROM sites WHERE host = ?`, []any{host}, &id, &pages); err != nil {
		return 0, err
	}
	seen := make(map[uint64]bool, len(fingerprints))
	for _, f := range fingerprints {
		if seen[f] {
			continue
		}
		seen[f] = true
		if _, err := t.exec(`INSERT INTO site_blocks (site, block, n, last) VALUES (?1, ?2, 1, ?3) ON CONFLICT (site, block) DO UPDATE SET n = n + 1, last = ?3`,
			id, int64(f), pages); err != nil {
			return 0, err
		}
	}
	if pages%forgetEvery == 0 {
		if _, err := t.exec(`DELETE FROM site_blocks WHERE site = ? AND n = 1 AND keep = 0 AND last < ?`, id, pages-forgetPages); err != nil {
			return 0, err
		}
	}
	return id, nil
}

// Site returns what is known of the site that host (or an address on it) belongs to; the zero value when nothing is.
func (db *DB) Site(ctx context.Context, host string) (extract.Site, error) {
	return db.Repeated(ctx, host, 1)
}

// Repeated is Site without the blocks that stood on fewer than least of its pages.
func (db *DB) Repeated(ctx context.Context, host string, least int) (extract.Site, error) {
	var s extract.Site
	var id int64
	ok, err := db.row(ctx, `SELECT id, pages FROM sites WHERE host = ?`, []any{siteOf(host)}, &id, &s.Pages)
	if err == nil && ok {
		s.Blocks = map[uint64]int{}
		err = db.query(ctx, `SELECT block, n, keep FROM site_blocks WHERE site = ? AND (n >= ? OR keep)`, []any{id, least}, func(scan func(...any) error) error {
			var block int64
			var n int
			var keep bool
			err := scan(&block, &n, &keep)
			if n >= least {
				s.Blocks[uint64(block)] = n
			}
			if keep {
				s.Keep = append(s.Keep, uint64(block))
			}
			return err
		})
	}
	if err != nil {
		return extract.Site{}, fmt.Errorf("read what is known of %s: %w", host, err)
	}
	return s, nil
}

// Keep remembers that the person wants these blocks of a site kept, on all its pages; on false takes it back.
func (db *DB) Keep(ctx context.Context, host string, blocks []uint64, on bool) error {
	err := db.write(ctx, func(t *tx) error {
		if _, err := t.exec(`INSERT INTO sites (host) VALUES (?) ON CONFLICT (host) DO NOTHING`, siteOf(host)); err != nil {
			return err
		}
		for _, b := range blocks {
			if _, err := t.exec(`INSERT INTO site_blocks (site, block, n, last, keep) SELECT id, ?2, 0, pages, ?3 FROM sites WHERE host = ?1
				ON CONFLICT (site, block) DO UPDATE SET keep = ?3`, siteOf(host), int64(b), on); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keep blocks of %s: %w", host, err)
	}
	return nil
}
