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
		if _, err := t.exec(`DELETE FROM site_blocks WHERE site = ? AND n = 1 AND last < ?`, id, pages-forgetPages); err != nil {
			return 0, err
		}
	}
	return id, nil
}

// Site returns what is known of the site that an address belongs to, without the blocks that stood on fewer than least of its
// pages; the zero value when nothing is.
func (db *DB) Site(ctx context.Context, address string, least int) (extract.Site, error) {
	var s extract.Site
	var id int64
	site := siteOf(address)
	ok, err := db.row(ctx, `SELECT id, pages FROM sites WHERE host = ?`, []any{site}, &id, &s.Pages)
	if err == nil && ok {
		s.Blocks = map[uint64]int{}
		err = db.query(ctx, `SELECT block, n FROM site_blocks WHERE site = ? AND n >= ?`, []any{id, least}, func(scan func(...any) error) error {
			var block int64
			var n int
			err := scan(&block, &n)
			s.Blocks[uint64(block)] = n
			return err
		})
	}
	if err != nil {
		return extract.Site{}, fmt.Errorf("read what is known of %s: %w", site, err)
	}
	return s, nil
}
