package store

import (
	"context"
	"fmt"

	"tidings/feed"
)

// State returns what SetState stored under key; nil when there is nothing.
func (db *DB) State(ctx context.Context, key string) ([]byte, error) {
	var v []byte
	if _, err := db.row(ctx, `SELECT value FROM state WHERE key = ?`, []any{key}, &v); err != nil {
		return nil, fmt.Errorf("read state %q: %w", key, err)
	}
	return v, nil
}

// SetState stores v, which is opaque to the store, under key; nil removes it.
func (db *DB) SetState(ctx context.Context, key string, v []byte) error {
	err := db.work(ctx, func(t *tx) error {
		if v == nil {
			_, err := t.exec(`DELETE FROM state WHERE key = ?`, key)
			return err
		}
		_, err := t.exec(`INSERT INTO state (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2 WHERE value <> ?2`, key, v)
		return err
	})
	if err != nil {
		return fmt.Errorf("store state %q: %w", key, err)
	}
	return nil
}

// View is what package feed calls it: commands name it, too.
type View = feed.View

// Views returns the saved searches in the order in which they were made.
func (db *DB) Views(ctx context.Context) ([]View, error) {
	var out []View
	err := db.query(ctx, `SELECT name, query FROM views ORDER BY place, name`, nil, func(scan func(...any) error) error {
		var v View
		err := scan(&v.Name, &v.Query)
		out = append(out, v)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list saved searches: %w", err)
	}
	return out, nil
}

// SavedSearches returns the names and queries of Views.
func (db *DB) SavedSearches(ctx context.Context) ([][2]string, error) {
	views, err := db.Views(ctx)
	out := make([][2]string, len(views))
	for i, v := range views {
		out[i] = [2]string{v.Name, v.Query}
	}
	return out, err
}

// SaveView stores a search under its name, in place of an earlier one; an empty query removes it. It can be undone. An error of the
// query is a *feed.QueryError.
func (db *DB) SaveView(ctx context.Context, v View) error {
	_, err := feed.ParseQuery(v.Query)
	if err == nil {
		err = db.write(ctx, func(t *tx) error {
			before := back{View: v.Name}
			if _, err := t.row(`SELECT query, place FROM views WHERE name = ?`, []any{v.Name}, &before.Query, &before.Place); err != nil || before.Query == v.Query {
				return err
			}
			if _, err := t.log(0, stepView, 1, v.Name, before); err != nil {
				return err
			}
			if v.Query == "" {
				_, err := t.exec(`DELETE FROM views WHERE name = ?`, v.Name)
				return err
			}
			_, err := t.exec(`INSERT INTO views (name, place, query) SELECT ?1, coalesce(max(place), 0) + 1, ?2 FROM views WHERE true
				ON CONFLICT (name) DO UPDATE SET query = ?2`, v.Name, v.Query)
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("save the search %q: %w", v.Name, err)
	}
	return nil
}
