package sync_test

import (
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// fakeFever is a Fever server: everything by POST with the key, 50 items an answer, one item a mark.
type fakeFever struct{ *fakeServer }

func serveFever(t *testing.T) (*fakeFever, *httptest.Server) {
	f := &fakeFever{newFake(t)}
	s := httptest.NewServer(f)
	t.Cleanup(s.Close)
	return f, s
}

func (f *fakeFever) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.Lock()
	defer f.Unlock()
	if f.down {
		http.Error(w, "down", http.StatusServiceUnavailable)
		return
	}
	if err := r.ParseForm(); err != nil || r.Method != http.MethodPost || !r.URL.Query().Has("api") {
		http.Error(w, "usage", http.StatusBadRequest)
		return
	}
	sum := md5.Sum([]byte(fakeUser + ":" + fakePassword))
	if r.PostForm.Get("api_key") != hex.EncodeToString(sum[:]) {
		answer(w, map[string]any{"api_version": 3, "auth": 0})
		return
	}
	v := map[string]any{"api_version": 3, "auth": 1, "last_refreshed_on_time": "1790000000"}
	q := r.URL.Query()
	if q.Has("feeds") {
		list, groups := []any{}, []any{}
		for id, s := range f.feeds {
			n, _ := strconv.Atoi(id)
			list = append(list, map[string]any{"id": n, "title": s.title, "url": s.url, "site_url": "https://news.example/", "is_spark": 0})
			groups = append(groups, map[string]any{"group_id": 1, "feed_ids": id})
		}
		v["feeds"], v["feeds_groups"] = list, groups
	}
	if q.Has("groups") {
		v["groups"] = []any{map[string]any{"id": 1, "title": "Papers"}}
	}
	ids := func(in func(*fakeItem) bool) string {
		var out []string
		for _, it := range f.items {
			if in(it) && !f.emptyLists {
				out = append(out, strconv.FormatInt(it.id, 10))
			}
		}
		return strings.Join(out, ",")
	}
	if q.Has("unread_item_ids") {
		v["unread_item_ids"] = ids(func(it *fakeItem) bool { return !it.read })
	}
	if q.Has("saved_item_ids") {
		v["saved_item_ids"] = ids(func(it *fakeItem) bool { return it.starred })
	}
	if q.Has("items") {
		wanted := strings.Split(q.Get("with_ids"), ",")
		if len(wanted) > 50 {
			wanted = wanted[:50]
		}
		list := []any{}
		for _, it := range f.items {
			if slices.Contains(wanted, strconv.FormatInt(it.id, 10)) {
				n, _ := strconv.Atoi(it.feed)
				list = append(list, map[string]any{
					"id": it.id, "feed_id": n, "title": it.title, "author": "", "html": it.html, "url": it.link,
					"is_saved": map[bool]int{true: 1}[it.starred], "is_read": map[bool]int{true: 1}[it.read], "created_on_time": it.at,
				})
			}
		}
		v["items"] = list
	}
	if r.PostForm.Get("mark") == "item" && !f.dropMarks {
		n, err := strconv.ParseInt(r.PostForm.Get("id"), 10, 64)
		it := f.find(n)
		if err != nil || it == nil {
			http.Error(w, "id", http.StatusBadRequest)
			return
		}
		switch r.PostForm.Get("as") {
		case "read", "unread":
			it.read = r.PostForm.Get("as") == "read"
		case "saved", "unsaved":
			it.starred = r.PostForm.Get("as") == "saved"
		default:
			http.Error(w, "as", http.StatusBadRequest)
			return
		}
	}
	answer(w, v)
}

func TestFever(t *testing.T) {
	f, s := serveFever(t)
	f.next = 0
	f.addFeed("7", "https://news.example/feed", "News", "")
	items := f.add("7", 120)
	for _, it := range items {
		it.id = int64(slices.Index(items, it) + 1)
	}
	items[3].starred = true
	c := open(t, "fever", s.URL+"/fever/")
	r := c.run()
	if r.NewItems != 120 || len(r.Notes) > 0 {
		t.Errorf("%+v", r)
	}
	c.same(f.fakeServer)
	feeds, _ := c.db.Feeds(t.Context())
	if len(feeds) != 1 || feeds[0].Folder != "Papers" {
		t.Errorf("%+v", feeds)
	}
	c.mark("Item 5", true, true)
	c.mark("Item 3", false, false)
	f.set(items[7], true, true)
	c.run()
	c.same(f.fakeServer)
	f.emptyLists = true
	c.mark("Item 9", true, true)
	c.run()
	f.emptyLists = false
	c.run()
	c.same(f.fakeServer)
	if err := c.db.RemoveFeed(t.Context(), feeds[0].ID); err != nil {
		t.Fatal(err)
	}
	if r = c.run(); len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "remove it there") {
		t.Errorf("%+v", r)
	}
}

// fakeTiny is Tiny Tiny RSS's API, as much of it as its level 15 has: JSON by POST only, errors with status 200, 200
// headlines an answer.
type fakeTiny struct {
	*fakeServer
	session string
	calls   int
}

func (f *fakeTiny) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.Lock()
	defer f.Unlock()
	var q map[string]string
	if r.Method != http.MethodPost || r.URL.Path != "/api/" || json.NewDecoder(r.Body).Decode(&q) != nil {
		http.Error(w, "usage", http.StatusBadRequest)
		return
	}
	say := func(status int, v any) { answer(w, map[string]any{"seq": 0, "status": status, "content": v}) }
	f.calls++
	if f.loseSession > 0 && f.calls%f.loseSession == 0 {
		f.session = ""
	}
	if q["op"] == "login" {
		if q["user"] != fakeUser || q["password"] != fakePassword {
			say(1, map[string]string{"error": "LOGIN_ERROR"})
			return
		}
		f.session = fmt.Sprint("sid", f.calls)
		say(0, map[string]any{"session_id": f.session, "api_level": 15})
		return
	}
	if f.session == "" || q["sid"] != f.session {
		say(1, map[string]string{"error": "NOT_LOGGED_IN"})
		return
	}
	switch q["op"] {
	case "getFeedTree":
		say(0, map[string]any{"categories": map[string]any{"identifier": "id", "items": []any{
			map[string]any{"id": "CAT:5", "bare_id": 5, "name": "Papers", "type": "category", "items": []any{
				map[string]any{"id": "CAT:6", "bare_id": 6, "name": "Local", "type": "category", "items": []any{
					map[string]any{"id": "FEED:1", "bare_id": 1, "name": "News", "type": "feed"},
				}},
			}},
		}}})
	case "getFeeds":
		list := []any{}
		for id, s := range f.feeds {
			list = append(list, map[string]any{"id": id, "feed_url": s.url, "title": s.title, "cat_id": 6})
		}
		say(0, list)
	case "getHeadlines":
		limit, skip := 200, 0
		_, _ = fmt.Sscan(q["skip"], &skip)
		list := []any{}
		for _, it := range slices.Backward(f.items) {
			since := int64(0)
			_, _ = fmt.Sscan(q["since_id"], &since)
			if q["view_mode"] == "unread" && it.read || q["view_mode"] == "marked" && !it.starred || it.id <= since {
				continue
			}
			if skip--; skip < 0 && len(list) < limit && !f.emptyLists {
				list = append(list, map[string]any{"id": it.id, "title": it.title, "unread": !it.read, "marked": it.starred})
			}
		}
		say(0, list)
	case "getArticle":
		list := []any{}
		for _, it := range f.items {
			if slices.Contains(strings.Split(q["article_id"], ","), strconv.FormatInt(it.id, 10)) {
				list = append(list, map[string]any{"id": strconv.FormatInt(it.id, 10), "title": it.title, "link": it.link, "content": it.html, "feed_id": it.feed, "unread": !it.read, "marked": it.starred, "updated": it.at})
			}
		}
		say(0, list)
	case "updateArticle":
		for s := range strings.SplitSeq(q["article_ids"], ",") {
			n, _ := strconv.ParseInt(s, 10, 64)
			it := f.find(n)
			if it == nil || f.dropMarks {
				continue
			}
			switch q["field"] {
			case "0":
				it.starred = q["mode"] == "1"
			case "2":
				it.read = q["mode"] == "0"
			}
		}
		say(0, map[string]any{"status": "OK", "updated": 1})
	case "subscribeToFeed":
		say(0, map[string]any{"status": map[string]any{"code": 5, "message": "cannot \x1b[31mdownload"}})
	default:
		say(1, map[string]any{"error": "UNKNOWN_METHOD", "method": q["op"]})
	}
}

func TestTinyTinyRSS(t *testing.T) {
	f := &fakeTiny{fakeServer: newFake(t)}
	s := httptest.NewServer(f)
	defer s.Close()
	f.addFeed("1", "https://news.example/feed", "News", "")
	items := f.add("1", 450)
	for i, it := range items {
		it.id = int64(1000 + i)
	}
	f.loseSession = 7
	c := open(t, "ttrss", s.URL)
	if r := c.run(); r.NewItems != 450 || len(r.Notes) > 0 {
		t.Errorf("%+v", r)
	}
	c.same(f.fakeServer)
	if feeds, _ := c.db.Feeds(t.Context()); len(feeds) != 1 || feeds[0].Folder != "Papers/Local" {
		t.Errorf("%+v", feeds)
	}
	c.mark("Item 5", true, true)
	f.set(items[7], true, true)
	c.run()
	c.same(f.fakeServer)
	f.emptyLists = true
	c.run()
	f.emptyLists = false
	c.run()
	c.same(f.fakeServer)
}
