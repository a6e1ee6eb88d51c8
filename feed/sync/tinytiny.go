package sync

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"tidings/feed"
	"tidings/feed/fetch"
)

// tinyTiny speaks Tiny Tiny RSS's JSON API (tt-rss.org/ApiReference; level 15 is what Debian ships). It cannot make folders,
// move feeds or rename them.
type tinyTiny struct {
	get     Fetcher
	a       Account
	base    string
	session string
	folders map[string]string // folder's path to its number, as last read
}

func newTinyTiny(get Fetcher, a Account, base string) Server {
	return &tinyTiny{get: get, a: a, base: strings.TrimSuffix(strings.TrimSuffix(base, "/api"), "/public.php")}
}

const (
	tinyAll         = "-4" // the feed of all articles
	tinyAtOnce      = 200  // getHeadlines gives no more
	tinyPages       = 250  // after 50,000 ids the rest waits
	tinyRecentPages = 25
	tinyEntries     = 50

	fieldMarked = "0"
	fieldUnread = "2"
)

func (s *tinyTiny) Name() string { return "Tiny Tiny RSS at " + hostOf(s.base) }

func (s *tinyTiny) Account() string { return "ttrss\n" + s.base + "\n" + s.a.User }

// apiError is an error that the API names.
type apiError struct{ name string }

func (e *apiError) Error() string {
	switch e.name {
	case "API_DISABLED":
		return "the account does not allow the API: switch it on in the preferences of Tiny Tiny RSS"
	case "LOGIN_ERROR":
		return ErrLogin.Error()
	case "NOT_LOGGED_IN":
		return "the server forgot the session at once"
	}
	return "the server refused"
}

func (e *apiError) Is(target error) bool {
	return target == ErrLogin && e.name == "LOGIN_ERROR" || target == errRefused && e.name != "LOGIN_ERROR" && e.name != "NOT_LOGGED_IN" && e.name != "API_DISABLED"
}

func (s *tinyTiny) post(ctx context.Context, args map[string]string, v any) error {
	b, err := json.Marshal(args)
	if err != nil {
		return err
	}
	r, err := s.get.Get(ctx, fetch.Request{URL: s.base + "/api/", Post: b, PostType: "application/json", Headers: s.a.Headers})
	if err != nil {
		return err
	}
	var answer struct {
		Status  *loose
		Content json.RawMessage
	}
	if err := decode(args["op"], r.Body, &answer); err != nil {
		return err
	}
	if answer.Status == nil || r.Cut {
		return strange(args["op"], nil)
	}
	if answer.Status.on() {
		var e struct{ Error string }
		_ = json.Unmarshal(answer.Content, &e) // no name is an error as well
		return &apiError{name: e.Error}
	}
	return decode(args["op"], answer.Content, v)
}

func (s *tinyTiny) login(ctx context.Context) error {
	password, err := s.a.Password(ctx)
	if err != nil {
		return err
	}
	var v struct {
		Session string `json:"session_id"`
	}
	if err := s.post(ctx, map[string]string{"op": "login", "user": s.a.User, "password": password}, &v); err != nil {
		return err
	}
	if v.Session == "" {
		return strange("the login", nil)
	}
	s.session = v.Session
	return nil
}

// call asks for op; a lost session is begun anew, once.
func (s *tinyTiny) call(ctx context.Context, op string, args map[string]string, v any) error {
	if args == nil {
		args = map[string]string{}
	}
	args["op"] = op
	for try := 0; ; try++ {
		if s.session == "" {
			if err := s.login(ctx); err != nil {
				return err
			}
		}
		args["sid"] = s.session
		err := s.post(ctx, args, v)
		if e, ok := errors.AsType[*apiError](err); ok && e.name == "NOT_LOGGED_IN" && try == 0 {
			s.session = ""
			continue
		}
		return err
	}
}

// branch is a folder or a feed in the answer of getFeedTree.
type branch struct {
	BareID loose `json:"bare_id"`
	Name   string
	Type   string
	Items  []branch
}

func (s *tinyTiny) Subscriptions(ctx context.Context) ([]Subscription, error) {
	var tree struct {
		Categories struct{ Items []branch }
	}
	if err := s.call(ctx, "getFeedTree", map[string]string{"include_empty": "true"}, &tree); err != nil {
		return nil, err
	}
	folderOf := map[string]string{}
	s.folders = map[string]string{}
	s.walk(tree.Categories.Items, "", folderOf)
	var feeds []struct {
		ID    loose
		URL   string `json:"feed_url"`
		Title loose
	}
	if err := s.call(ctx, "getFeeds", map[string]string{"cat_id": "-3"}, &feeds); err != nil {
		return nil, err
	}
	var out []Subscription
	for _, f := range feeds {
		if f.ID.int() > 0 && f.URL != "" {
			out = append(out, Subscription{ID: string(f.ID), URL: f.URL, Title: string(f.Title), Folder: folderOf[string(f.ID)]})
		}
	}
	return out, nil
}

// walk notes the folders' numbers, and which folder each feed is in.
func (s *tinyTiny) walk(list []branch, path string, folderOf map[string]string) {
	for _, b := range list {
		id := b.BareID.int()
		switch {
		case b.Type == "category" && id > 0:
			below := b.Name
			if path != "" {
				below = path + "/" + b.Name
			}
			s.folders[below] = string(b.BareID)
			s.walk(b.Items, below, folderOf)
		case b.Type == "category" && id == 0: // "Uncategorized", in the account's language
			s.walk(b.Items, path, folderOf)
		case b.Type != "category" && id > 0:
			folderOf[string(b.BareID)] = path
		}
	}
}

func (s *tinyTiny) Unread(ctx context.Context) (IDs, error) {
	return s.ids(ctx, map[string]string{"view_mode": "unread"}, tinyPages)
}

func (s *tinyTiny) Starred(ctx context.Context) (IDs, error) {
	return s.ids(ctx, map[string]string{"view_mode": "marked"}, tinyPages)
}

// Recent takes an article's number for the cursor: they grow.
func (s *tinyTiny) Recent(ctx context.Context, cursor string) (IDs, string, error) {
	args, pages := map[string]string{"view_mode": "all_articles"}, 5
	if cursor != "" {
		args["since_id"], pages = cursor, tinyRecentPages
	}
	ids, err := s.ids(ctx, args, pages)
	top, _ := strconv.ParseInt(cursor, 10, 64)
	for _, id := range ids.List {
		if n, err := strconv.ParseInt(id, 10, 64); err == nil {
			top = max(top, n)
		}
	}
	return ids, strconv.FormatInt(top, 10), err
}

// ids pages through getHeadlines by skip. What others mark meanwhile moves the pages: an article may be missed, which is
// why a missing one is asked for by itself before anything follows from it.
func (s *tinyTiny) ids(ctx context.Context, args map[string]string, pages int) (IDs, error) {
	args["feed_id"], args["limit"] = tinyAll, strconv.Itoa(tinyAtOnce)
	var g gather
	for page := range pages {
		args["skip"] = strconv.Itoa(page * tinyAtOnce)
		var list []struct{ ID loose }
		if err := s.call(ctx, "getHeadlines", args, &list); err != nil {
			return IDs{}, err
		}
		if list == nil {
			return IDs{}, strange("the list of items", nil)
		}
		news := 0
		for _, h := range list {
			if h.ID.int() > 0 && g.add(string(h.ID)) {
				news++
			}
		}
		if len(list) == 0 { // a short page is no sign of the end: filters of the server's leave articles out
			return IDs{List: g.list, Whole: true}, nil
		}
		if news == 0 { // the same page again and again
			return IDs{List: g.list}, nil
		}
	}
	return IDs{List: g.list}, nil
}

func (s *tinyTiny) Entries(ctx context.Context, ids []string) ([]Entry, error) {
	var out []Entry
	err := chunks(ids, tinyEntries, func(part []string) error {
		var list []struct {
			ID, Title, Link, Author loose
			FeedID                  loose `json:"feed_id"`
			Content                 string
			Unread, Marked          loose
			Updated                 loose
			Attachments             []struct {
				URL   string `json:"content_url"`
				Type  string `json:"content_type"`
				Title loose
			}
		}
		if err := s.call(ctx, "getArticle", map[string]string{"article_id": strings.Join(part, ",")}, &list); err != nil {
			return err
		}
		for _, a := range list {
			e := Entry{
				ID: string(a.ID), Feed: string(a.FeedID), Read: !a.Unread.on(), Starred: a.Marked.on(), Title: string(a.Title), Link: string(a.Link),
				Author: string(a.Author), HTML: a.Content, Published: a.Updated.when(),
			}
			for _, t := range a.Attachments {
				if t.URL != "" {
					e.Enclosures = append(e.Enclosures, feed.Enclosure{URL: t.URL, Type: t.Type, Title: string(t.Title)})
				}
			}
			out = append(out, e)
		}
		return nil
	})
	return out, err
}

func (s *tinyTiny) Mark(ctx context.Context, m Mark, on bool, ids []string) error {
	field := fieldMarked
	if m == Read {
		field, on = fieldUnread, !on
	}
	mode := "0"
	if on {
		mode = "1"
	}
	var v any
	return s.call(ctx, "updateArticle", map[string]string{"article_ids": strings.Join(ids, ","), "field": field, "mode": mode}, &v)
}

func (s *tinyTiny) Subscribe(ctx context.Context, sub Subscription) (string, error) {
	args := map[string]string{"feed_url": sub.URL, "category_id": "0"}
	if id, ok := s.folders[sub.Folder]; ok {
		args["category_id"] = id
	}
	var v struct {
		Status struct {
			Code   loose
			FeedID loose `json:"feed_id"`
		}
	}
	if err := s.call(ctx, "subscribeToFeed", args, &v); err != nil {
		return "", err
	}
	switch v.Status.Code.int() {
	case 0, 1: // known already, new
		return string(v.Status.FeedID), nil
	case 5:
		return "", fmt.Errorf("%w: it cannot download the feed", errRefused)
	case 3, 4, 6:
		return "", fmt.Errorf("%w: it finds no feed at the address", errRefused)
	}
	return "", errRefused
}

func (s *tinyTiny) Unsubscribe(ctx context.Context, id string) error {
	var v any
	err := s.call(ctx, "unsubscribeFeed", map[string]string{"feed_id": id}, &v)
	if e, ok := errors.AsType[*apiError](err); ok && e.name == "FEED_NOT_FOUND" {
		return nil
	}
	return err
}

func (s *tinyTiny) Edit(context.Context, Subscription, Subscription) error { return ErrCannot }
