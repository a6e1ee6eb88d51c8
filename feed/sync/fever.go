package sync

import (
	"context"
	"crypto/md5"
	"encoding/hex"
	"maps"
	"net/url"
	"strconv"
	"strings"

	"tidings/feed/fetch"
)

// fever speaks the API of Fever 3 (feedafever.com/api, kept by the web archives), for servers that have nothing better. It
// has marks and lists, but no call that changes subscriptions. New items that were read elsewhere before they were seen
// here do not come: its lists hold unread and saved ones.
type fever struct {
	get  Fetcher
	a    Account
	base string
	key  string
}

func newFever(get Fetcher, a Account, base string) Server { return &fever{get: get, a: a, base: base} }

// feverAtOnce is how many items one answer holds.
const feverAtOnce = 50

func (s *fever) Name() string { return "Fever API at " + hostOf(s.base) }

func (s *fever) Account() string { return "fever\n" + s.base + "\n" + s.a.User }

// feverAnswer is what any answer may hold.
type feverAnswer struct {
	Auth  *loose
	Feeds *[]struct {
		ID, Title loose
		URL       string
		SiteURL   string `json:"site_url"`
	}
	Groups     []struct{ ID, Title loose }
	FeedGroups []struct {
		Group loose `json:"group_id"`
		Feeds loose `json:"feed_ids"`
	} `json:"feeds_groups"`
	Unread *loose `json:"unread_item_ids"`
	Saved  *loose `json:"saved_item_ids"`
	Items  *[]struct {
		ID, Title, Author loose
		Feed              loose `json:"feed_id"`
		HTML              string
		URL               string
		Saved             loose `json:"is_saved"`
		Read              loose `json:"is_read"`
		Created           loose `json:"created_on_time"`
	}
}

// ask calls the API: what is asked for stands in the query, the key and a mark in the form.
func (s *fever) ask(ctx context.Context, what string, more url.Values) (a feverAnswer, err error) {
	if s.key == "" {
		password, err := s.a.Password(ctx)
		if err != nil {
			return a, err
		}
		sum := md5.Sum([]byte(s.a.User + ":" + password)) // as the protocol demands
		s.key = hex.EncodeToString(sum[:])
	}
	f := url.Values{"api_key": {s.key}}
	maps.Copy(f, more)
	r, err := s.get.Get(ctx, fetch.Request{URL: s.base + "?api" + what, Post: form(f), PostType: formType, Headers: s.a.Headers})
	if err != nil {
		return a, err
	}
	if r.Cut {
		return a, strange("Fever’s API", nil)
	}
	if err := decode("Fever’s API", r.Body, &a); err != nil {
		return a, err
	}
	if a.Auth == nil {
		return a, strange("Fever’s API", nil)
	}
	if !a.Auth.on() {
		s.key = "" // a new password is asked for the next time
		return a, ErrLogin
	}
	return a, nil
}

func (s *fever) Subscriptions(ctx context.Context) ([]Subscription, error) {
	a, err := s.ask(ctx, "&feeds&groups", nil)
	if err != nil {
		return nil, err
	}
	if a.Feeds == nil {
		return nil, strange("the list of feeds", nil)
	}
	name := map[loose]string{}
	for _, g := range a.Groups {
		name[g.ID] = string(g.Title)
	}
	folder := map[string]string{}
	for _, g := range a.FeedGroups {
		for id := range strings.SplitSeq(string(g.Feeds), ",") {
			if id = strings.TrimSpace(id); folder[id] == "" {
				folder[id] = name[g.Group]
			}
		}
	}
	var out []Subscription
	for _, f := range *a.Feeds {
		if f.ID.int() > 0 && f.URL != "" {
			out = append(out, Subscription{ID: string(f.ID), URL: f.URL, Title: string(f.Title), Site: f.SiteURL, Folder: folder[string(f.ID)]})
		}
	}
	return out, nil
}

func (s *fever) Unread(ctx context.Context) (IDs, error) {
	a, err := s.ask(ctx, "&unread_item_ids", nil)
	return feverIDs(a.Unread, err)
}

func (s *fever) Starred(ctx context.Context) (IDs, error) {
	a, err := s.ask(ctx, "&saved_item_ids", nil)
	return feverIDs(a.Saved, err)
}

// feverIDs reads "3,2,1".
func feverIDs(list *loose, err error) (IDs, error) {
	if err != nil {
		return IDs{}, err
	}
	if list == nil {
		return IDs{}, strange("the list of items", nil)
	}
	var g gather
	for id := range strings.SplitSeq(string(*list), ",") {
		if len(g.list) == idPages*idsAtOnce { // the rest waits
			return IDs{List: g.list}, nil
		}
		if n, err := strconv.ParseInt(strings.TrimSpace(id), 10, 64); err == nil && n > 0 {
			g.add(strconv.FormatInt(n, 10))
		}
	}
	return IDs{List: g.list, Whole: true}, nil
}

func (s *fever) Recent(context.Context, string) (IDs, string, error) { return IDs{}, "", nil }

func (s *fever) Entries(ctx context.Context, ids []string) ([]Entry, error) {
	var out []Entry
	err := chunks(ids, feverAtOnce, func(part []string) error {
		a, err := s.ask(ctx, "&items&with_ids="+strings.Join(part, ","), nil)
		if err != nil {
			return err
		}
		if a.Items == nil {
			return strange("the items", nil)
		}
		for _, it := range *a.Items {
			out = append(out, Entry{
				ID: string(it.ID), Feed: string(it.Feed), Read: it.Read.on(), Starred: it.Saved.on(), Title: string(it.Title), Link: it.URL,
				Author: string(it.Author), HTML: it.HTML, Published: it.Created.when(),
			})
		}
		return nil
	})
	return out, err
}

// Mark sends one request an item: there is no other way.
func (s *fever) Mark(ctx context.Context, m Mark, on bool, ids []string) error {
	as := map[Mark]map[bool]string{Read: {true: "read", false: "unread"}, Bookmark: {true: "saved", false: "unsaved"}}[m][on]
	for _, id := range ids {
		if _, err := s.ask(ctx, "", url.Values{"mark": {"item"}, "as": {as}, "id": {id}}); err != nil {
			return err
		}
	}
	return nil
}

func (s *fever) Subscribe(context.Context, Subscription) (string, error) { return "", ErrCannot }
func (s *fever) Unsubscribe(context.Context, string) error               { return ErrCannot }
func (s *fever) Edit(context.Context, Subscription, Subscription) error  { return ErrCannot }
