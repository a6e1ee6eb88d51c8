package discover

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"tidings/feed"
	"tidings/feed/fetch"
	"tidings/feed/text"
)

const (
	maxFeeds  = 16               // candidates fetched of what a page names
	maxHints  = 8                // and of what only looks like a feed
	wholeTime = 45 * time.Second // for everything
	atOnce    = 6                // candidates asked at a time; the client's limits per host hold too
)

// usual are the paths where feeds stand without a word, most common first; they are tried in groups and the first group
// that has one ends the search.
var usual = [][]string{
	{"feed", "rss.xml", "feed.xml", "atom.xml"},
	{"index.xml", "rss", "feed.json", "feed/rss"},
	{"feeds/posts/default", "feed.atom", "index.rdf", "blog/feed", "blog/rss.xml", "?feed=rss2"},
}

var errNoAddress = errors.New("not the address of a web page")

// search is one call of Discover.
type search struct {
	Finder
	origin string // the person's address
	been   map[string]bool
	found  []ranked
	tried  []string
	now    time.Time
}

// Discover finds the feeds of an address as a person gives it (a feed, a page, a bare host, feed:…), best first. When there
// are none the error is a *NotFoundError.
func (f Finder) Discover(ctx context.Context, address string) ([]Found, error) {
	ctx, cancel := context.WithTimeout(ctx, wholeTime)
	defer cancel()
	s := &search{Finder: f, been: map[string]bool{}, now: time.Now()}
	if f.Now != nil {
		s.now = f.Now()
	}
	asks := addresses(address)
	if len(asks) == 0 {
		return nil, &NotFoundError{Address: clean(address), Err: errNoAddress}
	}
	var first error
	for _, ask := range asks {
		done, err := s.from(ctx, ask)
		if done && len(s.found) > 0 {
			return rank(s.found), nil
		}
		if done {
			return nil, err
		}
		if first == nil {
			first = err
		}
		if ctx.Err() != nil {
			break
		}
	}
	return nil, first
}

// from looks at one address. done is false when another spelling of it may still do.
func (s *search) from(ctx context.Context, ask string) (done bool, err error) {
	u, err := url.Parse(ask)
	if err != nil || u.Host == "" && u.Scheme != "" {
		return true, &NotFoundError{Address: clean(ask), Err: errNoAddress}
	}
	s.origin = ask
	notFound := &NotFoundError{Address: shown(u), named: u.User != nil}
	// A service that is known by its address is asked where its feeds are; its page is heavy or needs a browser.
	if known := matched(u, "", false); len(known) > 0 {
		if s.services(ctx, u, known, "", nil); len(s.found) > 0 {
			return true, nil
		}
	}
	resp, err := s.Fetch.Get(ctx, fetch.Request{URL: ask, Accept: fetch.AcceptFeed + ", text/html;q=0.9", KeepErrors: true})
	if resp == nil {
		notFound.Err = err
		return !worthAnother(err), notFound
	}
	status := err
	if err == nil && s.document(resp, ask, "", 0) {
		return true, nil
	}
	at, err := url.Parse(resp.URL)
	if err != nil {
		at = u
	}
	p := readPage(resp.Body, resp.ContentType, at.String())
	notFound.Page = text.Line(at.String())
	s.tried = append(s.tried, "links in the page")
	s.candidates(ctx, p.declared, maxFeeds)
	if len(s.found) == 0 {
		s.services(ctx, at, matched(at, p.generator, false), p.generator, resp.Body)
	}
	if len(s.found) == 0 {
		s.candidates(ctx, p.hinted, maxHints)
	}
	if len(s.found) == 0 {
		s.services(ctx, at, matched(at, p.generator, true), p.generator, resp.Body)
	}
	if len(s.found) == 0 {
		if s.usualPaths(ctx, at); len(s.found) == 0 && at.Path != "" && at.Path != "/" {
			s.home(ctx, at)
		}
		s.ofSite(at)
	}
	notFound.Tried = s.tried
	if status != nil && len(s.found) == 0 {
		notFound.Err = status
	}
	return true, notFound
}

// worthAnother reports whether an address may answer under the other scheme.
func worthAnother(err error) bool {
	e, ok := err.(*fetch.Error)
	if !ok {
		return false
	}
	switch e.Kind {
	case fetch.NameNotFound, fetch.Offline, fetch.Canceled, fetch.Private, fetch.BadURL, fetch.Credential, fetch.Proxy:
		return false
	}
	return true
}

// document takes an answer as a feed if it is one.
func (s *search) document(resp *fetch.Response, asked, title string, place int) bool {
	doc, err := s.Parse(resp.Body, resp.ContentType, resp.URL, s.now)
	if err != nil {
		return false
	}
	address := asked
	if to := resp.Permanent(); to != "" {
		address = to
	}
	s.found = append(s.found, describe(doc, address, title, place))
	return true
}

// candidates asks addresses that may be feeds, a few at a time.
func (s *search) candidates(ctx context.Context, links []link, most int) {
	var ask []link
	for _, l := range links {
		if !s.been[l.url] && len(ask) < most {
			s.been[l.url] = true
			ask = append(ask, l)
		}
	}
	type answer struct {
		resp *fetch.Response
		doc  *feed.Document
	}
	got := make([]answer, len(ask))
	var g errgroup.Group
	g.SetLimit(atOnce)
	for i, l := range ask {
		g.Go(func() error {
			resp, err := s.Fetch.Get(ctx, fetch.Request{URL: l.url, Accept: fetch.AcceptFeed, Chosen: true, Origin: s.origin})
			if err != nil {
				return nil // a candidate that is not there is no failure
			}
			if doc, err := s.Parse(resp.Body, resp.ContentType, resp.URL, s.now); err == nil {
				got[i] = answer{resp, &doc}
			}
			return nil
		})
	}
	_ = g.Wait()
	for i, a := range got {
		if a.doc == nil {
			continue
		}
		address := text.Line(ask[i].url)
		if to := a.resp.Permanent(); to != "" {
			address = to
		}
		s.found = append(s.found, describe(*a.doc, address, ask[i].title, len(s.found)))
	}
}

// matched returns the services that know u.
func matched(u *url.URL, generator string, after bool) []*service {
	var out []*service
	all := services()
	for i := range all {
		svc := &all[i]
		if svc.After != after || svc.generator != nil && generator == "" {
			continue
		}
		if _, groups := svc.match(u, generator); groups != nil {
			out = append(out, svc)
		}
	}
	return out
}

// services asks the feed addresses that services are known for. body is u's page, nil when it was not read yet: services
// that are found in it are left for later then.
func (s *search) services(ctx context.Context, u *url.URL, known []*service, generator string, body []byte) {
	var links []link
	for _, svc := range known {
		re := svc.path
		src, groups := svc.match(u, generator)
		if svc.find != nil {
			text := body
			if svc.Ask != "" {
				resp, err := s.Fetch.Get(ctx, fetch.Request{URL: expand(re, svc.Ask, src, groups, u), Chosen: true, Origin: s.origin})
				if err != nil {
					continue
				}
				text = resp.Body
			}
			re, src = svc.find, string(text[:min(len(text), maxPage)])
			groups = re.FindStringSubmatchIndex(src)
		}
		if groups == nil {
			continue
		}
		for _, t := range svc.Feeds {
			to := strings.ReplaceAll(expand(re, t, src, groups, u), `\/`, "/")
			if v, err := url.Parse(to); err == nil && (v.Scheme == "http" || v.Scheme == "https") && v.Host != "" {
				links = add(links, link{url: v.String()})
			}
		}
		s.tried = append(s.tried, "where "+text.Line(svc.Name)+" keeps feeds")
	}
	s.candidates(ctx, links, maxFeeds)
}

// usualPaths asks the usual paths, at the host and beside the page.
func (s *search) usualPaths(ctx context.Context, at *url.URL) {
	root := at.Scheme + "://" + at.Host + "/"
	dir := root
	if i := strings.LastIndexByte(at.Path, '/'); i > 0 {
		dir = root + strings.TrimPrefix((&url.URL{Path: at.Path[:i+1]}).EscapedPath(), "/")
	}
	for n, group := range usual {
		var links []link
		for _, path := range group {
			links = add(links, link{url: root + path})
			s.tried = append(s.tried, "/"+text.Line(path))
		}
		if n == 0 && dir != root {
			for _, path := range group {
				links = add(links, link{url: dir + path})
			}
		}
		s.candidates(ctx, links, 2*len(group))
		if len(s.found) > 0 || ctx.Err() != nil {
			return
		}
	}
}

// home looks at the links of the host's first page: the nearest way out of a wrong address.
func (s *search) home(ctx context.Context, at *url.URL) {
	root := at.Scheme + "://" + at.Host + "/"
	s.tried = append(s.tried, "the first page of "+text.Line(at.Host))
	resp, err := s.Fetch.Get(ctx, fetch.Request{URL: root, Accept: fetch.AcceptPage, Chosen: true, Origin: s.origin})
	if err != nil {
		return
	}
	p := readPage(resp.Body, resp.ContentType, resp.URL)
	s.candidates(ctx, p.declared, maxFeeds)
	if len(s.found) == 0 {
		s.candidates(ctx, p.hinted, maxHints)
	}
}

// ofSite marks what was found as the site's where it does not stand below the page that was asked for.
func (s *search) ofSite(at *url.URL) {
	page := strings.TrimSuffix(text.Line(at.String()), "/") + "/"
	for i := range s.found {
		if f := &s.found[i]; !strings.HasPrefix(f.URL, page) {
			f.Of = text.Line(at.Scheme + "://" + at.Host + "/")
		}
	}
}
