package open

import (
	"context"
	"fmt"
	"slices"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/feed/extract"
)

// What an item's text shares with others is looked for in so many of the feed's newest items, those with longer texts aside.
const (
	othersRead  = 10
	othersBytes = 256 << 10
)

// FeedText returns the text that the feed itself brought, cleaned.
func (o *Opener) FeedText(ctx context.Context, id feed.ItemID) (article.Article, error) {
	it, f, kept, err := o.item(ctx, id)
	if err != nil {
		return article.Article{}, err
	}
	return o.fromFeed(ctx, it, f, kept)
}

// item returns an item, its feed, and the fingerprints of the blocks that the reader brought back into its article.
func (o *Opener) item(ctx context.Context, id feed.ItemID) (it feed.Item, f feed.Feed, kept []uint64, err error) {
	if it, err = o.Store.Item(ctx, id); err != nil {
		return it, f, nil, err
	}
	if f, err = o.Store.Feed(ctx, it.Feed); err != nil {
		f = feed.Feed{} // an item outlives its feed as a bookmark
	}
	if old, ok, err := o.Store.Article(ctx, id); ok && err == nil { // a damaged one is replaced
		kept = old.Kept
	}
	return it, f, kept, nil
}

// fromFeed makes an article of what the feed brought: the full text, or the summary as a teaser. kept are the fingerprints of
// blocks that the reader brought back.
func (o *Opener) fromFeed(ctx context.Context, it feed.Item, f feed.Feed, kept []uint64) (article.Article, error) {
	a := article.Article{URL: it.Link, Kept: kept}
	fill(&a, it, f)
	known, err := o.others(ctx, it)
	if err != nil {
		return a, err
	}
	known.Keep = kept
	in := extract.Input{URL: it.Link, Title: it.Title, Site: known}
	post := it.Untitled()
	if post {
		in.Title = "" // the text over again
	}
	clean := func(markup string) error {
		in.HTML = []byte(markup)
		r, err := extract.Carried(in)
		a.Blocks, a.Removed = r.Article.Blocks, r.Article.Removed
		return err
	}
	if it.Content != "" {
		if err := clean(it.Content); err != nil || len(a.Blocks) > 0 {
			return a, err
		}
	}
	if it.Summary != "" {
		err = clean(it.Summary)
		// A post is whole where it says more than its title: a feed may also bring its titles over again. A picture alone is no summary.
		if words := a.Text(); isPage(it.Link) && words != "" && !(post && len(words) > len(it.Title)) {
			a.Completeness, a.Evidence = article.Teaser, "the feed brings a summary only"
		}
	}
	return a, err
}

// others tells which blocks stand in the newest other items of an item's feed.
func (o *Opener) others(ctx context.Context, it feed.Item) (extract.Site, error) {
	known := extract.Site{Blocks: map[uint64]int{}}
	if it.Feed == 0 {
		return known, nil
	}
	hs, err := o.Store.Headlines(ctx, feed.Query{Feed: it.Feed, Limit: othersRead + 1})
	if err != nil {
		return known, err
	}
	for _, h := range hs {
		if h.ID == it.ID || known.Pages == othersRead {
			continue
		}
		other, err := o.Store.Item(ctx, h.ID)
		if err != nil { // gone meanwhile, or damaged: one less
			continue
		}
		markup := other.Content
		if markup == "" {
			markup = other.Summary
		}
		if len(markup) > othersBytes {
			continue
		}
		known.Pages++
		for _, k := range extract.CarriedBlocks(extract.Input{HTML: []byte(markup), URL: other.Link, Title: other.Title}) {
			known.Blocks[k]++
		}
	}
	return known, nil
}

// Keep brings removed run n of the item's stored article back, for good; of the feed's own text where the item has no page.
func (o *Opener) Keep(ctx context.Context, id feed.ItemID, n int) (article.Article, error) {
	a, ok, err := o.Cached(ctx, id)
	if err == nil && !ok {
		if a, err = o.FeedText(ctx, id); isPage(a.URL) {
			return a, fmt.Errorf("item %d has no stored article", id)
		}
	}
	if err != nil {
		return a, err
	}
	if n < 0 || n >= len(a.Removed) {
		return a, fmt.Errorf("item %d has no left-out block %d", id, n)
	}
	a = a.Keep(n)
	return a, o.Store.SaveArticle(ctx, id, a, nil)
}

// KeepInFeedText brings removed run n of the feed's own text back, for good where the item's article is stored as well.
func (o *Opener) KeepInFeedText(ctx context.Context, id feed.ItemID, n int) (article.Article, error) {
	own, err := o.FeedText(ctx, id)
	if err != nil {
		return own, err
	}
	if n < 0 || n >= len(own.Removed) {
		return own, fmt.Errorf("the feed's text of item %d has no left-out block %d", id, n)
	}
	own = own.Keep(n)
	stored, ok, err := o.Store.Article(ctx, id)
	if err != nil || !ok {
		return own, nil
	}
	for _, k := range own.Kept {
		if !slices.Contains(stored.Kept, k) {
			stored.Kept = append(stored.Kept, k)
		}
	}
	return own, o.Store.SaveArticle(ctx, id, stored, nil)
}
