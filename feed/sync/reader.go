package sync

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"tidings/feed"
	"tidings/feed/fetch"
)

// reader speaks the Google Reader API as its successors do: FreshRSS, Miniflux, Inoreader, The Old Reader, BazQux. There is
// no official description; this follows github.com/mihaip/google-reader-api (wiki), github.com/theoldreader/api,
// inoreader.com/developers and github.com/bazqux/bazqux-api, and asks for nothing that one of them lacks: streams of read
// items do not exist everywhere, so none is asked for.
type reader struct {
	get   Fetcher
	a     Account
	base  string
	auth  string // of ClientLogin; lives until the server says no
	token string // goes with every POST; lives for minutes
}

func newReader(get Fetcher, a Account, base string) Server {
	return &reader{get: get, a: a, base: strings.TrimSuffix(base, "/reader/api/0")}
}

const (
	stateReading = "user/-/state/com.google/reading-list"
	stateRead    = "user/-/state/com.google/read"
	stateStarred = "user/-/state/com.google/starred"

	idsAtOnce     = 1000 // Inoreader's limit of n for stream/items/ids; the others allow more
	entriesAtOnce = 100  // bodies of articles: a few MB
	idPages       = 1000 // after a million ids the rest waits
	recentPages   = 5
	recentOverlap = 24 * time.Hour // servers compare ot with different dates of an item
)

func (s *reader) Name() string { return "Google Reader API at " + hostOf(s.base) }

func (s *reader) Account() string { return "greader\n" + s.base + "\n" + s.a.User }

// login is ClientLogin.
func (s *reader) login(ctx context.Context) error {
	password, err := s.a.Password(ctx)
	if err != nil {
		return err
	}
	s.auth, s.token = "", ""
	r, err := s.get.Get(ctx, fetch.Request{
		URL: s.base + "/accounts/ClientLogin", Headers: s.a.Headers, PostType: formType,
		Post: form(url.Values{"Email": {s.a.User}, "Passwd": {password}, "service": {"reader"}, "accountType": {"HOSTED_OR_GOOGLE"}, "client": {"Tidings"}}),
	})
	switch status(err) {
	case http.StatusUnauthorized, http.StatusForbidden:
		return ErrLogin
	}
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(r.Body)) {
		if v, ok := strings.CutPrefix(strings.TrimSpace(line), "Auth="); ok {
			s.auth = v
		}
	}
	if s.auth == "" {
		return strange("the login", nil)
	}
	return nil
}

// ask calls the API below /reader/api/0/: by GET, or by POST where f is not nil. A lost session is begun anew, once.
func (s *reader) ask(ctx context.Context, path string, q, f url.Values) ([]byte, error) {
	fresh := false // auth was got in this call
	if s.auth == "" {
		if err := s.login(ctx); err != nil {
			return nil, err
		}
		fresh = true
	}
	for {
		stale := s.token != "" // the token was not got in this call
		body, err := s.once(ctx, path, q, f)
		code := status(err)
		switch {
		case err == nil:
			return body, nil
		case f != nil && stale && (code == http.StatusUnauthorized || code == http.StatusForbidden || code == http.StatusBadRequest):
			s.token = "" // most likely too old; the answer does not say it everywhere
		case (code == http.StatusUnauthorized || code == http.StatusForbidden) && !fresh:
			if err := s.login(ctx); err != nil {
				return nil, err
			}
			fresh = true
		default:
			return nil, err
		}
	}
}

func (s *reader) once(ctx context.Context, path string, q, f url.Values) ([]byte, error) {
	h := map[string]string{}
	maps.Copy(h, s.a.Headers)
	h["Authorization"] = "GoogleLogin auth=" + s.auth
	r := fetch.Request{URL: s.base + "/reader/api/0/" + path, Headers: h}
	if len(q) > 0 {
		r.URL += "?" + q.Encode()
	}
	if f != nil {
		if s.token == "" {
			t, err := s.get.Get(ctx, fetch.Request{URL: s.base + "/reader/api/0/token", Headers: h})
			if err != nil {
				return nil, err
			}
			s.token = strings.TrimSpace(string(t.Body))
		}
		f.Set("T", s.token)
		r.Post, r.PostType = form(f), formType
	}
	answer, err := s.get.Get(ctx, r)
	if err != nil {
		return nil, err
	}
	if answer.Cut {
		return nil, strange(path, nil)
	}
	return answer.Body, nil
}

func (s *reader) Subscriptions(ctx context.Context) ([]Subscription, error) {
	b, err := s.ask(ctx, "subscription/list", url.Values{"output": {"json"}}, nil)
	if err != nil {
		return nil, err
	}
	var v struct {
		Subscriptions *[]struct {
			ID, Title, URL, HTMLURL string
			Categories              []struct{ ID, Label string }
		}
	}
	if err := decode("the list of feeds", b, &v); err != nil {
		return nil, err
	}
	if v.Subscriptions == nil {
		return nil, strange("the list of feeds", nil)
	}
	var out []Subscription
	for _, f := range *v.Subscriptions {
		if f.ID == "" {
			continue
		}
		sub := Subscription{ID: f.ID, URL: f.URL, Title: f.Title, Site: f.HTMLURL}
		if sub.URL == "" { // Google's own form: the id is the address
			sub.URL = strings.TrimPrefix(f.ID, "feed/")
		}
		for _, c := range f.Categories {
			if label, ok := labelOf(c.ID); ok {
				sub.Folder = label
				break
			}
			if c.Label != "" {
				sub.Folder = c.Label
				break
			}
		}
		out = append(out, sub)
	}
	return out, nil
}

// labelOf is the name in "user/-/label/NAME", whoever the user is.
func labelOf(id string) (string, bool) {
	if !strings.HasPrefix(id, "user/") {
		return "", false
	}
	_, label, ok := strings.Cut(id, "/label/")
	return label, ok
}

func (s *reader) Unread(ctx context.Context) (IDs, error) {
	return s.ids(ctx, url.Values{"s": {stateReading}, "xt": {stateRead}}, idPages)
}

func (s *reader) Starred(ctx context.Context) (IDs, error) {
	return s.ids(ctx, url.Values{"s": {stateStarred}}, idPages)
}

func (s *reader) Recent(ctx context.Context, cursor string) (IDs, string, error) {
	next := strconv.FormatInt(time.Now().Unix(), 10)
	q := url.Values{"s": {stateReading}}
	pages := 1
	if at, err := strconv.ParseInt(cursor, 10, 64); err == nil {
		q.Set("ot", strconv.FormatInt(at-int64(recentOverlap/time.Second), 10))
		pages = recentPages
	}
	ids, err := s.ids(ctx, q, pages)
	return ids, next, err
}

// ids pages through stream/items/ids.
func (s *reader) ids(ctx context.Context, q url.Values, pages int) (IDs, error) {
	q.Set("output", "json")
	q.Set("n", strconv.Itoa(idsAtOnce))
	var g gather
	been := map[string]bool{}
	for range pages {
		b, err := s.ask(ctx, "stream/items/ids", q, nil)
		if err != nil {
			return IDs{}, err
		}
		var v struct {
			ItemRefs *[]struct {
				ID loose `json:"id"`
			} `json:"itemRefs"`
			Continuation loose `json:"continuation"`
		}
		if err := decode("the list of items", b, &v); err != nil {
			return IDs{}, err
		}
		if v.ItemRefs == nil {
			if v.Continuation == "" && len(g.list) > 0 { // the page after the last
				return IDs{List: g.list, Whole: true}, nil
			}
			return IDs{}, strange("the list of items", nil)
		}
		news := 0
		for _, r := range *v.ItemRefs {
			if g.add(canonicalID(string(r.ID))) {
				news++
			}
		}
		next := string(v.Continuation)
		if next == "" {
			return IDs{List: g.list, Whole: true}, nil
		}
		if been[next] || news == 0 { // it leads in a circle
			return IDs{List: g.list}, nil
		}
		been[next] = true
		q.Set("c", next)
	}
	return IDs{List: g.list}, nil
}

func (s *reader) Mark(ctx context.Context, m Mark, on bool, ids []string) error {
	tag := stateRead
	if m == Bookmark {
		tag = stateStarred
	}
	f := url.Values{"a": {tag}}
	if !on {
		f = url.Values{"r": {tag}}
	}
	for _, id := range ids {
		f.Add("i", longID(id))
	}
	_, err := s.ask(ctx, "edit-tag", nil, f)
	return err
}

func (s *reader) Entries(ctx context.Context, ids []string) ([]Entry, error) {
	var out []Entry
	err := chunks(ids, entriesAtOnce, func(part []string) error {
		f := url.Values{}
		for _, id := range part {
			f.Add("i", longID(id))
		}
		b, err := s.ask(ctx, "stream/items/contents", url.Values{"output": {"json"}}, f)
		if err != nil {
			return err
		}
		got, err := readerEntries(b)
		out = append(out, got...)
		return err
	})
	return out, err
}

// readerEntries reads the answer of stream/items/contents.
func readerEntries(b []byte) ([]Entry, error) {
	type link struct {
		Href, Type string
		Length     loose
	}
	type content struct{ Content string }
	var v struct {
		Items *[]struct {
			ID               loose
			Title, Author    loose
			Published        loose
			Canonical        []link
			Alternate        []link
			Enclosure        []link
			Summary, Content content
			Categories       []string
			Origin           struct{ StreamID string }
		}
	}
	if err := decode("the items", b, &v); err != nil {
		return nil, err
	}
	if v.Items == nil {
		return nil, strange("the items", nil)
	}
	var out []Entry
	for _, it := range *v.Items {
		e := Entry{
			ID: canonicalID(string(it.ID)), Feed: it.Origin.StreamID, Title: string(it.Title), Author: string(it.Author), HTML: it.Content.Content,
			Published: it.Published.when(),
		}
		if e.HTML == "" {
			e.HTML = it.Summary.Content
		}
		for _, l := range append(it.Canonical, it.Alternate...) {
			if l.Href != "" {
				e.Link = l.Href
				break
			}
		}
		for _, l := range it.Enclosure {
			if l.Href != "" {
				e.Enclosures = append(e.Enclosures, feed.Enclosure{URL: l.Href, Type: l.Type, Length: l.Length.int()})
			}
		}
		for _, c := range it.Categories { // "user/1005/state/com.google/read" as well
			switch {
			case !strings.HasPrefix(c, "user/"):
			case strings.HasSuffix(c, "/state/com.google/read"):
				e.Read = true
			case strings.HasSuffix(c, "/state/com.google/starred"):
				e.Starred = true
			}
		}
		if e.ID != "" {
			out = append(out, e)
		}
	}
	return out, nil
}

func (s *reader) Subscribe(ctx context.Context, sub Subscription) (string, error) {
	b, err := s.ask(ctx, "subscription/quickadd", url.Values{"output": {"json"}}, url.Values{"quickadd": {sub.URL}})
	if err != nil {
		return "", err
	}
	var v struct {
		NumResults loose  `json:"numResults"`
		StreamID   string `json:"streamId"`
	}
	if err := decode("the new feed", b, &v); err != nil {
		return "", err
	}
	if v.StreamID == "" {
		return "", errRefused
	}
	if sub.Folder == "" {
		return v.StreamID, nil
	}
	return v.StreamID, s.edit(ctx, url.Values{"ac": {"edit"}, "s": {v.StreamID}, "a": {"user/-/label/" + sub.Folder}})
}

func (s *reader) edit(ctx context.Context, f url.Values) error {
	_, err := s.ask(ctx, "subscription/edit", nil, f)
	return err
}

func (s *reader) Unsubscribe(ctx context.Context, id string) error {
	return s.edit(ctx, url.Values{"ac": {"unsubscribe"}, "s": {id}})
}

func (s *reader) Edit(ctx context.Context, sub, was Subscription) error {
	f := url.Values{"ac": {"edit"}, "s": {sub.ID}}
	if sub.Title != was.Title && sub.Title != "" {
		f.Set("t", sub.Title)
	}
	if sub.Folder != was.Folder {
		if sub.Folder != "" {
			f.Set("a", "user/-/label/"+sub.Folder)
		}
		if was.Folder != "" {
			f.Set("r", "user/-/label/"+was.Folder)
		}
	}
	return s.edit(ctx, f)
}
