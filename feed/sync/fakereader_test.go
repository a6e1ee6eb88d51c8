package sync_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	gosync "sync"
	"testing"
	"time"
)

// fakeItem is an item of a fake server.
type fakeItem struct {
	id            int64
	feed          string
	title, link   string
	html          string
	at            int64
	read, starred bool
}

// fakeServer is what the fakes of all protocols have in common, and the ways in which they misbehave.
type fakeServer struct {
	gosync.Mutex
	t     *testing.T
	items []*fakeItem // oldest first
	feeds map[string]*fakeFeed
	next  int64
	asked map[string]int // calls by name

	down        bool  // 503 to everything
	dropMarks   bool  // says OK and marks nothing
	emptyLists  bool  // lists nothing
	noContents  bool  // delivers nothing
	noFeeds     bool  // lists no feeds
	badItem     int64 // an edit-tag with it is refused
	garbage     bool  // answers with half an answer
	bogus       int   // so many ids are listed that do not exist
	loseSession int   // every so many calls the session is forgotten
	circle      bool  // continuations lead in a circle
}

type fakeFeed struct{ url, title, folder string }

func newFake(t *testing.T) *fakeServer {
	return &fakeServer{t: t, feeds: map[string]*fakeFeed{}, next: 1 << 50, asked: map[string]int{}}
}

func (s *fakeServer) addFeed(id, address, title, folder string) {
	s.Lock()
	defer s.Unlock()
	s.feeds[id] = &fakeFeed{address, title, folder}
}

func (s *fakeServer) add(feed string, n int) []*fakeItem {
	s.Lock()
	defer s.Unlock()
	var out []*fakeItem
	for range n {
		s.next += 1 << 40
		k := len(s.items)
		it := &fakeItem{
			id: s.next * int64(1-2*(k%2)), feed: feed, title: fmt.Sprintf("Item %d", k), link: fmt.Sprintf("https://news.example/%d", k),
			html: fmt.Sprintf("<p>Text of %d <script>x</script></p>", k), at: 1_790_000_000 + int64(k)*60,
		}
		s.items = append(s.items, it)
		out = append(out, it)
	}
	return out
}

func (s *fakeServer) find(id int64) *fakeItem {
	for _, it := range s.items {
		if it.id == id {
			return it
		}
	}
	return nil
}

// set marks an item as another client would.
func (s *fakeServer) set(it *fakeItem, read, starred bool) {
	s.Lock()
	defer s.Unlock()
	it.read, it.starred = read, starred
}

// fakeReader is a Google Reader API server as strict as the strictest of the real ones: Inoreader's n, Miniflux's token for
// every POST, Google's forms of ids, no stream of read items (FreshRSS).
type fakeReader struct {
	*fakeServer
	auth, token string
	tokenUses   int
	calls       int
	pages       map[string]int
}

const fakeUser, fakePassword = "ann@example.org", "correct horse battery staple"

func serveReader(t *testing.T) (*fakeReader, *httptest.Server) {
	f := &fakeReader{fakeServer: newFake(t), pages: map[string]int{}}
	s := httptest.NewServer(f)
	t.Cleanup(s.Close)
	return f, s
}

func (f *fakeReader) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.Lock()
	defer f.Unlock()
	if f.down {
		http.Error(w, "down", http.StatusServiceUnavailable)
		return
	}
	if err := r.ParseForm(); err != nil {
		http.Error(w, "form", http.StatusBadRequest)
		return
	}
	f.asked[strings.TrimPrefix(r.URL.Path, "/reader/api/0/")]++
	if r.URL.Path == "/accounts/ClientLogin" {
		if r.Method != http.MethodPost || len(r.URL.Query()) > 0 {
			f.t.Errorf("ClientLogin by %s %s", r.Method, r.URL)
		}
		if r.PostForm.Get("Email") != fakeUser || r.PostForm.Get("Passwd") != fakePassword {
			http.Error(w, "Error=BadAuthentication", http.StatusUnauthorized)
			return
		}
		f.auth, f.token = fmt.Sprintf("%s/%d", fakeUser, time.Now().UnixNano()), ""
		fmt.Fprintf(w, "SID=%s\nLSID=null\nAuth=%s\n", f.auth, f.auth)
		return
	}
	f.calls++
	if f.loseSession > 0 && f.calls%f.loseSession == 0 {
		f.auth = ""
	}
	if f.auth == "" || r.Header.Get("Authorization") != "GoogleLogin auth="+f.auth {
		http.Error(w, "Unauthorized", http.StatusUnauthorized)
		return
	}
	if f.garbage {
		_, _ = w.Write([]byte(`{"items":[{"id":"tag:goo`))
		return
	}
	path, ok := strings.CutPrefix(r.URL.Path, "/reader/api/0/")
	if !ok {
		http.NotFound(w, r)
		return
	}
	if r.Method == http.MethodPost && path != "token" {
		if f.token == "" || r.PostForm.Get("T") != f.token {
			w.Header().Set("X-Reader-Google-Bad-Token", "true")
			http.Error(w, "Bad token", http.StatusUnauthorized)
			return
		}
		if f.tokenUses++; f.tokenUses%5 == 0 {
			f.token = "" // tokens live shortly
		}
	}
	switch path {
	case "token":
		f.token = fmt.Sprintf("token/%d", time.Now().UnixNano())
		fmt.Fprintln(w, f.token)
	case "subscription/list":
		f.subscriptions(w)
	case "subscription/quickadd":
		f.quickadd(w, r)
	case "subscription/edit":
		f.editFeed(w, r)
	case "stream/items/ids":
		f.ids(w, r)
	case "stream/items/contents":
		f.contents(w, r)
	case "edit-tag":
		f.editTag(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (f *fakeReader) subscriptions(w http.ResponseWriter) {
	list := []any{}
	for id, s := range f.feeds {
		if f.noFeeds {
			break
		}
		cats := []any{}
		if s.folder != "" {
			cats = append(cats, map[string]string{"id": "user/-/label/" + s.folder, "label": s.folder})
		}
		list = append(list, map[string]any{"id": id, "url": s.url, "title": s.title, "htmlUrl": "https://news.example/", "categories": cats})
	}
	answer(w, map[string]any{"subscriptions": list})
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	_ = json.NewEncoder(w).Encode(v)
}

func (f *fakeReader) quickadd(w http.ResponseWriter, r *http.Request) {
	u, err := url.Parse(r.PostForm.Get("quickadd"))
	if err != nil || u.Host == "" || strings.Contains(u.Host, "refused") {
		answer(w, map[string]any{"numResults": 0, "error": "no feed"})
		return
	}
	id := fmt.Sprintf("feed/%d", 100+len(f.feeds))
	if strings.Contains(u.Host, "forgotten") { // said to be taken, and not kept
		answer(w, map[string]any{"numResults": 1, "streamId": id + "9"})
		return
	}
	f.feeds[id] = &fakeFeed{url: u.String(), title: "Title of " + u.Host}
	answer(w, map[string]any{"numResults": 1, "query": u.String(), "streamId": id})
}

func (f *fakeReader) editFeed(w http.ResponseWriter, r *http.Request) {
	p := r.PostForm
	s := f.feeds[p.Get("s")]
	if s == nil {
		http.Error(w, "no such feed", http.StatusNotFound)
		return
	}
	switch p.Get("ac") {
	case "unsubscribe":
		delete(f.feeds, p.Get("s"))
		f.items = slices.DeleteFunc(f.items, func(it *fakeItem) bool { return it.feed == p.Get("s") && !it.starred })
	case "edit":
		if t := p.Get("t"); t != "" {
			s.title = t
		}
		if label := strings.TrimPrefix(p.Get("r"), "user/-/label/"); label != "" && s.folder == label {
			s.folder = ""
		}
		if label := strings.TrimPrefix(p.Get("a"), "user/-/label/"); label != "" {
			s.folder = label
		}
	default:
		http.Error(w, "ac", http.StatusBadRequest)
		return
	}
	_, _ = w.Write([]byte("OK"))
}

func (f *fakeReader) ids(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	n, err := strconv.Atoi(q.Get("n"))
	if err != nil || n < 1 || n > 1000 || r.Method != http.MethodGet || q.Get("output") != "json" {
		http.Error(w, "n", http.StatusBadRequest)
		return
	}
	var list []string
	for _, it := range slices.Backward(f.items) {
		ok := false
		switch q.Get("s") {
		case "user/-/state/com.google/reading-list":
			ok = q.Get("xt") == "" || !it.read
		case "user/-/state/com.google/starred":
			ok = it.starred
		default:
			http.Error(w, "no such stream", http.StatusBadRequest)
			return
		}
		if ok && !f.emptyLists {
			list = append(list, strconv.FormatInt(it.id, 10))
		}
	}
	bogus := 0
	if q.Get("s") == "user/-/state/com.google/reading-list" {
		bogus = f.bogus
	}
	start := 0
	if c := q.Get("c"); c != "" {
		var known bool
		if start, known = f.pages[c]; !known {
			http.Error(w, "no such continuation", http.StatusBadRequest)
			return
		}
	}
	page := slices.Clone(list[min(start, len(list)):min(start+n, len(list))])
	for i := max(start, len(list)); i < min(start+n, len(list)+bogus); i++ {
		page = append(page, strconv.Itoa(7_000_000+i-len(list)))
	}
	refs := make([]map[string]any, len(page))
	for i, id := range page {
		refs[i] = map[string]any{"id": id, "directStreamIds": []string{}, "timestampUsec": "0"}
	}
	v := map[string]any{"itemRefs": refs}
	if start+n < len(list)+bogus || f.circle {
		c := fmt.Sprintf("page-%s-%d", q.Get("s"), start+n)
		if f.circle {
			c = "round"
			start = -n
		}
		f.pages[c] = start + n
		v["continuation"] = c
	}
	answer(w, v)
}

// itemNumber reads an id in either form, and refuses what real servers refuse.
func itemNumber(s string) (int64, bool) {
	if hex, ok := strings.CutPrefix(s, "tag:google.com,2005:reader/item/"); ok {
		n, err := strconv.ParseUint(hex, 16, 64)
		return int64(n), err == nil && len(hex) == 16
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

func (f *fakeReader) contents(w http.ResponseWriter, r *http.Request) {
	ids := r.PostForm["i"]
	if r.Method != http.MethodPost || len(ids) == 0 || len(ids) > 250 {
		http.Error(w, "i", http.StatusBadRequest)
		return
	}
	items := []any{}
	for _, s := range ids {
		n, ok := itemNumber(s)
		if !ok {
			http.Error(w, "not an id", http.StatusBadRequest)
			return
		}
		it := f.find(n)
		if it == nil || f.noContents {
			continue
		}
		cats := []string{"user/1005921515/state/com.google/reading-list"}
		if it.read {
			cats = append(cats, "user/1005921515/state/com.google/read")
		}
		if it.starred {
			cats = append(cats, "user/1005921515/state/com.google/starred")
		}
		items = append(items, map[string]any{
			"id": fmt.Sprintf("tag:google.com,2005:reader/item/%016x", uint64(it.id)), "title": it.title, "published": it.at,
			"alternate": []any{map[string]string{"href": it.link, "type": "text/html"}}, "summary": map[string]string{"content": it.html},
			"categories": cats, "origin": map[string]string{"streamId": it.feed}, "author": "A \x1b[31mB",
		})
	}
	answer(w, map[string]any{"id": "user/-/state/com.google/reading-list", "updated": 1, "items": items})
}

func (f *fakeReader) editTag(w http.ResponseWriter, r *http.Request) {
	ids := r.PostForm["i"]
	a, rm := r.PostForm.Get("a"), r.PostForm.Get("r")
	if r.Method != http.MethodPost || len(ids) == 0 || len(ids) > 250 || (a == "") == (rm == "") {
		http.Error(w, "usage", http.StatusBadRequest)
		return
	}
	var list []*fakeItem
	for _, s := range ids {
		n, ok := itemNumber(s)
		if !ok || n == f.badItem {
			http.Error(w, "not an id", http.StatusBadRequest)
			return
		}
		if it := f.find(n); it != nil {
			list = append(list, it)
		}
	}
	if !f.dropMarks {
		for _, it := range list {
			switch a + rm {
			case "user/-/state/com.google/read":
				it.read = a != ""
			case "user/-/state/com.google/starred":
				it.starred = a != ""
			default:
				http.Error(w, "tag", http.StatusBadRequest)
				return
			}
		}
	}
	_, _ = w.Write([]byte("OK"))
}
