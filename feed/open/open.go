// Package open gives an item's article: the stored copy, or the page fetched, cleaned and stored, or the feed's own text
// where the page cannot be had. It knows no screen; it neither polls nor decides what is shown.
package open

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/feed/extract"
	"tidings/feed/fetch"
	"tidings/feed/text"
)

// maxPages is how many pages of one article are read.
const maxPages = 10

// Store is what opening needs of the store.
type Store interface {
	Feed(ctx context.Context, id feed.FeedID) (feed.Feed, error)
	Item(ctx context.Context, id feed.ItemID) (feed.Item, error)
	// Article returns an item's stored article, or ok false.
	Article(ctx context.Context, id feed.ItemID) (a article.Article, ok bool, err error)
	// SaveArticle stores it, with the fingerprints that its page teaches of its site.
	SaveArticle(ctx context.Context, id feed.ItemID, a article.Article, blocks []uint64) error
	// Outdated reports whether the publisher changed the item since.
	Outdated(ctx context.Context, id feed.ItemID) (bool, error)
	// Site returns what is known of the site that an address belongs to, without the blocks that stood on fewer than least of its
	// pages; the zero value of an unknown one.
	Site(ctx context.Context, address string, least int) (extract.Site, error)
	// Headlines lists items, here those of one feed.
	Headlines(ctx context.Context, q feed.Query) ([]feed.Headline, error)
}

// Fetcher gets a page.
type Fetcher interface {
	Get(ctx context.Context, r fetch.Request) (*fetch.Response, error)
}

// Opener opens items. It may be used by many goroutines.
type Opener struct {
	Store   Store
	Fetcher Fetcher
}

// Cached returns the stored article, or ok false; it never asks the network. What pages of its site that were read later have
// shown to be no part of it is left out.
func (o *Opener) Cached(ctx context.Context, id feed.ItemID) (article.Article, bool, error) {
	a, ok, err := o.Store.Article(ctx, id)
	if err != nil || !ok {
		return a, ok, err
	}
	known, err := o.Store.Site(ctx, a.URL, extract.RepeatedFrom)
	if err != nil {
		return a, ok, err
	}
	return known.Clean(a), true, nil
}

// Open returns the stored article, or fetches, cleans and stores the item's page. Where the page cannot be had, or holds
// less than the feed brought, the article is the feed's own text; in the first case err says why beside it.
func (o *Opener) Open(ctx context.Context, id feed.ItemID) (article.Article, error) {
	if a, ok, err := o.Cached(ctx, id); err != nil || ok {
		return a, err
	}
	return o.Reload(ctx, id)
}

// Renew fetches the page again if the publisher changed the item after its article was stored; renewed is false when there was no
// need to, or the page cannot be had. A whole article stays where only a part of it is served by now.
func (o *Opener) Renew(ctx context.Context, id feed.ItemID) (a article.Article, renewed bool, err error) {
	if old, err := o.Store.Outdated(ctx, id); err != nil || !old {
		return a, false, err
	}
	was, _, err := o.Store.Article(ctx, id)
	if err != nil {
		return a, false, err
	}
	a, err = o.reload(ctx, id, was)
	return a, err == nil, err
}

// Reload is Open without a look at the stored article.
func (o *Opener) Reload(ctx context.Context, id feed.ItemID) (article.Article, error) {
	return o.reload(ctx, id, article.Article{})
}

// reload fetches, cleans and stores the item's page, or was where that is whole and the page is not.
func (o *Opener) reload(ctx context.Context, id feed.ItemID, was article.Article) (article.Article, error) {
	it, f, kept, err := o.item(ctx, id)
	if err != nil {
		return article.Article{}, err
	}
	var own article.Article
	if it.Content != "" || !isPage(it.Link) { // a summary is looked at only if the page says no more
		if own, err = o.fromFeed(ctx, it, f, kept); err != nil {
			return own, err
		}
	}
	if !isPage(it.Link) {
		if len(own.Blocks) == 0 {
			return own, fmt.Errorf("%s: the item has neither text nor a web page", it.Title)
		}
		return own, nil
	}
	link := text.Canonical(it.Link) // without those who only count clicks on the way
	known, err := o.Store.Site(ctx, link, 1)
	if err != nil {
		return own, err
	}
	known.Keep = kept
	in := extract.Input{URL: link, Title: it.Title, Summary: plain(it.Summary, it.Link), Site: known}
	if it.Content != "" {
		in.Content = own.Text()
	}
	r, failed := o.page(ctx, in, request(link, f))
	a := r.Article
	if it.Content == "" && (failed != nil || a.Completeness != article.Full) {
		if own, err = o.fromFeed(context.WithoutCancel(ctx), it, f, kept); err != nil {
			return own, err
		}
	}
	if failed != nil {
		return own, failed // says which host did what
	}
	if a.Completeness != article.Full && words(own) > words(a) || a.Completeness == article.Blocked && len(own.Blocks) > 0 {
		own.Evidence = "the feed's own text: the page served less of it"
		a = own
	}
	if a.Completeness != article.Full && was.Completeness == article.Full && words(was) > words(a) {
		a = was
	}
	a.Kept = kept
	fill(&a, it, f)
	return a, o.Store.SaveArticle(ctx, id, a, r.Blocks)
}

// Page fetches and cleans a page that need not belong to an item; it stores nothing. A person chose the address.
func (o *Opener) Page(ctx context.Context, address string) (article.Article, error) {
	known, err := o.Store.Site(ctx, address, 1)
	if err != nil {
		return article.Article{}, err
	}
	r, err := o.page(ctx, extract.Input{URL: address, Site: known}, fetch.Request{URL: address, Accept: fetch.AcceptPage})
	return r.Article, err
}

// page gets and extracts a page and the pages that continue it on the same site.
func (o *Opener) page(ctx context.Context, in extract.Input, req fetch.Request) (extract.Result, error) {
	first, err := o.one(ctx, in, req)
	if err != nil {
		return first, err
	}
	if !req.Chosen {
		req.Origin = req.URL
	}
	a := &first.Article
	seen := map[string]bool{in.URL: true, a.URL: true}
	for range maxPages - 1 {
		next := a.Next
		if next == "" || seen[next] || hostOf(next) != hostOf(a.URL) {
			break
		}
		seen[next] = true
		req.URL, in.URL, req.Chosen = next, next, true // the origin stays: what is the person's goes to their own server only
		more, err := o.one(ctx, in, req)
		if err != nil {
			a.Completeness = article.Preview
			a.Evidence = fmt.Sprintf("a further page of it could not be read: %v", err)
			return first, nil
		}
		appendPage(a, more.Article)
		first.Blocks = append(first.Blocks, more.Blocks...)
	}
	a.Next = ""
	return first, nil
}

func (o *Opener) one(ctx context.Context, in extract.Input, req fetch.Request) (extract.Result, error) {
	resp, err := o.Fetcher.Get(ctx, req)
	if err != nil {
		return extract.Result{}, err
	}
	in.HTML, in.ContentType, in.URL = resp.Body, resp.ContentType, resp.URL
	r, err := extract.Page(in)
	if err != nil {
		return r, fmt.Errorf("%s: %w", text.Host(resp.URL), err)
	}
	if resp.Downgrade {
		const said = "read over http: a redirect led down from https"
		r.Article.Evidence = strings.TrimPrefix(r.Article.Evidence+"; "+said, "; ")
	}
	return r, nil
}

// appendPage puts the next page's blocks behind a's.
func appendPage(a *article.Article, more article.Article) {
	for _, r := range more.Removed {
		r.At += len(a.Blocks)
		a.Removed = append(a.Removed, r)
	}
	a.Blocks = append(a.Blocks, more.Blocks...)
	a.Next, a.Completeness, a.Evidence = more.Next, more.Completeness, more.Evidence
}

// request asks for an item's page as its feed's settings say. The address is the feed's choice, not the person's.
func request(link string, f feed.Feed) fetch.Request {
	r := fetch.Request{
		URL: link, Accept: fetch.AcceptPage, Chosen: true, Origin: f.URL, AllowPrivate: f.Settings.AllowPrivate,
		UserAgent: f.Settings.UserAgent, Cookies: f.Settings.Cookies, Proxy: f.Settings.Proxy,
	}
	if fetch.SameServer(link, f.URL) {
		r.Headers, r.Credential = f.Settings.Headers, f.Settings.Credential
	}
	return r
}

// fill puts what the feed says where the page said nothing.
func fill(a *article.Article, it feed.Item, f feed.Feed) {
	or := func(s *string, v string) {
		if *s == "" {
			*s = v
		}
	}
	or(&a.Title, it.Title)
	or(&a.Byline, strings.Join(it.Authors, ", "))
	or(&a.Site, f.Title)
	or(&a.Language, it.Language)
	or(&a.Language, f.Language)
	or(&a.Image, it.Image)
	if a.Published.IsZero() {
		a.Published = it.Published
	}
}

func isPage(link string) bool {
	return strings.HasPrefix(link, "http://") || strings.HasPrefix(link, "https://")
}

// hostOf is the host and port of an address, without "www.".
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Host), "www.")
}

// plain is the text of a sanitised fragment.
func plain(html, base string) string {
	if html == "" {
		return ""
	}
	return article.Article{Blocks: extract.Fragment(html, base)}.Text()
}

// words counts the words of an article's body, roughly: fields, and a third of the letters where there are no spaces.
func words(a article.Article) int {
	s := a.Text()
	n := len(strings.Fields(s))
	return max(n, len(s)/9)
}
