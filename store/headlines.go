package store

import (
	"context"
	"fmt"

	"tidings/feed"
)

const defaultLimit = 200

const headlineColumns = `i.id, i.feed, i.sort, i.published, i.title, i.author, i.summary, i.url, i.tags, i.read, i.bookmarked, i.preview, i.parts, f.name`

// scanHeadline reads headlineColumns, and what extra names.
func scanHeadline(scan func(...any) error, extra ...any) (h feed.Headline, sort int64, err error) {
	var (
		feedID    *int64
		published *int64
		tags      *string
		name      *string
		parts     int64
	)
	dest := append([]any{&h.ID, &feedID, &sort, &published, &h.Title, &h.Author, &h.Summary, &h.Link, &tags, &h.Read, &h.Bookmarked, &h.Preview, &parts, &name}, extra...)
	if err := scan(dest...); err != nil {
		return h, 0, err
	}
	if feedID != nil {
		h.Feed = feed.FeedID(*feedID)
	}
	if name != nil {
		h.FeedTitle = *name
	} else {
		h.FeedTitle = hostOf(h.Link)
	}
	if tags != nil {
		h.Tags = splitTags(*tags)
	}
	h.HasEnclosure = parts&partEnclosure != 0
	h.Published = shownTime(published, sort)
	return h, sort, nil
}

// Headlines returns what q selects. A search's rows have a Snippet.
func (db *DB) Headlines(ctx context.Context, q feed.Query) ([]feed.Headline, error) {
	if q.Limit <= 0 {
		q.Limit = defaultLimit
	}
	out, err := db.headlines(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("list items: %w", err)
	}
	return out, nil
}

func (db *DB) headlines(ctx context.Context, q feed.Query) ([]feed.Headline, error) {
	sel, err := db.selection(ctx, q)
	if err != nil {
		return nil, err
	}
	switch {
	case sel.nothing:
		return nil, nil
	case sel.match != "" && q.Order == feed.BestMatch:
		return db.bestMatches(ctx, q, sel)
	case sel.short && sel.match != "" && q.Order == feed.Newest:
		out, done, err := db.lookFirst(ctx, q, sel)
		if err != nil || done {
			return out, err
		}
	}
	switch {
	case sel.verify != nil:
		out, _, err := db.verified(ctx, q, sel, nil)
		return out, err
	case q.Order == feed.FewestFirst && sel.match == "" && q.Tag == "" && !q.Bookmarked && q.Feed == 0:
		return db.fewestFirst(ctx, q, sel)
	case len(sel.merge) > 0:
		return db.mergeFeeds(ctx, q, sel)
	}
	text, args := sel.listSQL(q)
	return db.listRows(ctx, q, sel, text, args)
}

// listRows runs a list's query and adds the snippets of a search.
func (db *DB) listRows(ctx context.Context, q feed.Query, sel *selection, text string, args []any) ([]feed.Headline, error) {
	out := make([]feed.Headline, 0, min(q.Limit, defaultLimit))
	run := db.queryOnce
	if sel.fixed {
		run = db.query
	}
	err := run(ctx, text, args, func(scan func(...any) error) error {
		h, _, err := scanHeadline(scan)
		out = append(out, h)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, db.addSnippets(ctx, sel, out)
}
