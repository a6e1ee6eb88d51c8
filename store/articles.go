package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"tidings/feed"
	"tidings/feed/article"
)

// articleBlocks are an article's paragraphs as plain text.
func articleBlocks(a *article.Article) []string {
	out := make([]string, 0, len(a.Blocks))
	for _, b := range a.Blocks {
		if s := strings.TrimSpace(b.Text()); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Article returns the stored article of an item; false when there is none.
func (db *DB) Article(ctx context.Context, id feed.ItemID) (article.Article, bool, error) {
	var data []byte
	ok, err := db.row(ctx, `SELECT data FROM articles WHERE item = ?`, []any{id}, &data)
	var a article.Article
	if err == nil && ok {
		a, err = readArticle(data)
	}
	if err != nil {
		return a, false, fmt.Errorf("read the article of item %d: %w", id, err)
	}
	return a, ok, nil
}

// Outdated reports whether the publisher changed an item's text after its article was stored: the page may say something else, too.
func (db *DB) Outdated(ctx context.Context, id feed.ItemID) (bool, error) {
	var saved int64
	ok, err := db.row(ctx, `SELECT saved FROM articles WHERE item = ?`, []any{id}, &saved)
	if err != nil {
		return false, fmt.Errorf("read the article of item %d: %w", id, err)
	}
	return ok && saved == 0, nil
}

// readArticle reads articles.data.
func readArticle(data []byte) (article.Article, error) {
	data, err := unseal(data)
	if err != nil {
		return article.Article{}, err
	}
	return article.Decode(data)
}

// SaveArticle stores the article of an item, and what its page teaches of its site: the fingerprints of the page's blocks.
// An article that was stored before becomes a revision where its text differs; its page is not counted twice.
func (db *DB) SaveArticle(ctx context.Context, id feed.ItemID, a article.Article, fingerprints []uint64) error {
	data := article.Encode(a)
	if err := db.work(ctx, func(t *tx) error { return t.saveArticle(int64(id), &a, data, fingerprints) }); err != nil {
		return fmt.Errorf("store the article of item %d: %w", id, err)
	}
	return nil
}

func (t *tx) saveArticle(id int64, a *article.Article, data []byte, fingerprints []uint64) error {
	var title string
	var old []byte
	var site *int64
	ok, err := t.row(`SELECT i.title, a.data, a.site FROM items i LEFT JOIN articles a ON a.item = i.id WHERE i.id = ? AND i.gone = 0`, []any{id}, &title, &old, &site)
	if err != nil {
		return err
	}
	if !ok {
		return ErrNotFound
	}
	if len(old) > 0 {
		// A damaged one is simply replaced.
		if before, err := readArticle(old); err == nil && before.Completeness <= a.Completeness {
			if err := t.addRevision(id, "article", title, title, articleBlocks(&before), articleBlocks(a)); err != nil {
				return err
			}
		}
	}
	if site == nil && len(fingerprints) > 0 {
		n, err := t.countPage(siteOf(a.URL), fingerprints)
		if err != nil {
			return err
		}
		site = &n
	}
	if _, err := t.exec(`INSERT INTO articles (item, saved, site, data) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (item) DO UPDATE SET saved = ?2, site = ?3, data = ?4`,
		id, t.now, site, seal(data)); err != nil {
		return err
	}
	if _, err := t.exec(`UPDATE items SET preview = ?1 WHERE id = ?2 AND preview <> ?1`, a.Completeness == article.Preview || a.Completeness == article.Teaser, id); err != nil {
		return err
	}
	return t.reindex(id)
}

// SavePage stores a web page's article as a bookmark without a feed and returns its item. A page that is bookmarked so
// already gets the new text.
func (db *DB) SavePage(ctx context.Context, a article.Article) (feed.ItemID, error) {
	id, err := db.savePage(ctx, a)
	if err != nil {
		return 0, fmt.Errorf("save %s as a bookmark: %w", a.URL, err)
	}
	return id, nil
}

func (db *DB) savePage(ctx context.Context, a article.Article) (feed.ItemID, error) {
	if a.URL == "" {
		return 0, errors.New("the page has no address")
	}
	data := article.Encode(a)
	title := a.Title
	if title == "" {
		title = a.URL
	}
	blocks := articleBlocks(&a)
	it := feed.Item{GUID: a.URL, Link: a.URL, Title: title, Published: a.Published, Language: a.Language, Image: a.Image, Source: a.Site}
	if a.Byline != "" {
		it.Authors = strings.Split(a.Byline, ", ")
	}
	if len(blocks) > 0 {
		it.Summary = escapeHTML(blocks[0])
	}
	var id int64
	err := db.write(ctx, func(t *tx) error {
		known, err := t.row(`SELECT i.id FROM keys k JOIN items i ON i.id = k.item WHERE k.feed = 0 AND k.key = ? AND i.gone = 0 AND i.feed IS NULL`,
			[]any{shortKey(feed.Identify(it).GUID)}, &id)
		if err != nil {
			return err
		}
		if !known {
			now := db.opts.now()
			r := rowOf(&feed.Feed{Title: a.Site}, &it, 0, now, "")
			r.when = now.Unix() // a person saved it now: it belongs at the top, however old the page is
			r.matched = feed.Recognise(nil, []feed.Item{it})[0]
			r.finish()
			p := places{t: t}
			sort, doc, err := p.at(r.when)
			if err != nil {
				return err
			}
			if id, err = t.nextItem(); err != nil {
				return err
			}
			if err := t.insertItem(id, 0, sort, doc, r); err != nil {
				return err
			}
			if err := t.setNextItem(id + 1); err != nil {
				return err
			}
			if _, err := t.exec(`UPDATE items SET read = 1, bookmarked = 1 WHERE id = ?`, id); err != nil {
				return err
			}
			if _, err := t.log(0, stepSavePage, 1, title, back{IDs: []int64{id}}); err != nil {
				return err
			}
		}
		return t.saveArticle(id, &a, data, nil)
	})
	return feed.ItemID(id), err
}

var htmlEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func escapeHTML(s string) string { return htmlEscaper.Replace(s) }
