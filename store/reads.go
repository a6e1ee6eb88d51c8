package store

import (
	"context"
	"database/sql"
	"sync"
)

// stmtCache keeps the readers' statements prepared. Only texts written in this package go in: their number is small.
type stmtCache struct {
	mu sync.Mutex
	db *sql.DB
	m  map[string]*sql.Stmt
}

func (c *stmtCache) init(db *sql.DB) { c.db, c.m = db, map[string]*sql.Stmt{} }

func (c *stmtCache) get(ctx context.Context, q string) (*sql.Stmt, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s, ok := c.m[q]; ok {
		return s, nil
	}
	s, err := c.db.PrepareContext(ctx, q)
	if err != nil {
		return nil, err
	}
	c.m[q] = s
	return s, nil
}

func (c *stmtCache) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.m {
		_ = s.Close()
	}
	clear(c.m)
}

// query calls f for each row of a fixed query.
func (db *DB) query(ctx context.Context, q string, args []any, f func(scan func(...any) error) error) error {
	s, err := db.reads.get(ctx, q)
	if err != nil {
		return db.explain(err)
	}
	rows, err := s.QueryContext(ctx, args...)
	if err != nil {
		return db.explain(err)
	}
	return db.explain(drain(rows, f))
}

// queryOnce is query for a text that is made for one call.
func (db *DB) queryOnce(ctx context.Context, q string, args []any, f func(scan func(...any) error) error) error {
	rows, err := db.readers.QueryContext(ctx, q, args...)
	if err != nil {
		return db.explain(err)
	}
	return db.explain(drain(rows, f))
}

// row reads one row of a fixed query; false when there is none.
func (db *DB) row(ctx context.Context, q string, args []any, dest ...any) (bool, error) {
	s, err := db.reads.get(ctx, q)
	if err != nil {
		return false, db.explain(err)
	}
	err = s.QueryRowContext(ctx, args...).Scan(dest...)
	if err == sql.ErrNoRows {
		return false, nil
	}
	return err == nil, db.explain(err)
}
