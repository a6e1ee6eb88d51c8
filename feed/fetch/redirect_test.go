package fetch

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestRedirects(t *testing.T) {
	c, s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/a":
			http.Redirect(w, r, "/b", http.StatusMovedPermanently)
		case "/b":
			http.Redirect(w, r, "/c#part", http.StatusPermanentRedirect)
		case "/c":
			http.Redirect(w, r, "/d", http.StatusFound)
		case "/d":
			http.Redirect(w, r, "/e", http.StatusMovedPermanently)
		default:
			_, _ = w.Write([]byte("x"))
		}
	})
	for path, want := range map[string]string{"/a": "/c", "/b": "/c", "/c": "", "/d": "/e", "/e": ""} {
		r, err := c.Get(t.Context(), Request{URL: s.URL + path})
		if err != nil {
			t.Fatal(err)
		}
		if want != "" {
			want = s.URL + want
		}
		if got := r.Permanent(); got != want {
			t.Errorf("%s: permanent %q, want %q", path, got, want)
		}
		if r.URL != s.URL+"/e" || r.Status != 200 {
			t.Errorf("%s: %+v", path, r)
		}
		if path == "/a" {
			var codes []int
			for _, h := range r.Hops {
				codes = append(codes, h.Status)
			}
			if !slices.Equal(codes, []int{301, 308, 302, 301}) || r.Hops[0].From != s.URL+"/a" || r.Hops[3].To != s.URL+"/e" {
				t.Errorf("hops %+v", r.Hops)
			}
		}
	}
}

// TestMovedBeforeAFailure checks that a permanent move is known although the new place fails.
func TestMovedBeforeAFailure(t *testing.T) {
	c, s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/busy":
			http.Redirect(w, r, "/503", http.StatusMovedPermanently)
		case "/slow":
			http.Redirect(w, r, "/hang", http.StatusPermanentRedirect)
		case "/later":
			http.Redirect(w, r, "/503", http.StatusFound)
		case "/hang":
			<-r.Context().Done()
		default:
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	for path, want := range map[string]string{"/busy": s.URL + "/503", "/slow": s.URL + "/hang", "/later": "", "/x": ""} {
		_, err := c.Get(t.Context(), Request{URL: s.URL + path})
		e, ok := err.(*Error)
		if !ok || e.Moved() != want {
			t.Errorf("%s: %v, moved %q, want %q", path, err, e.Moved(), want)
		}
	}
}

// record notes the secrets that arrive.
type record struct{ auth, cookie, custom string }

func recorder(t *testing.T, redirect string) (*httptest.Server, *[]record) {
	t.Helper()
	var all []record
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		all = append(all, record{r.Header.Get("Authorization"), r.Header.Get("Cookie"), r.Header.Get("X-Key")})
		if redirect != "" && r.URL.Path == "/go" {
			http.Redirect(w, r, redirect, http.StatusFound)
		}
	}))
	t.Cleanup(s.Close)
	return s, &all
}

// TestSecretsStayHome checks that credentials, cookies and headers go to the asked server and nowhere else.
func TestSecretsStayHome(t *testing.T) {
	jar := filepath.Join(t.TempDir(), "cookies.txt")
	if err := os.WriteFile(jar, []byte("# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t0\tsid\tjar-secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("FETCH_TEST", "user:password")
	other, gotOther := recorder(t, "")
	for _, to := range []string{other.URL + "/x", strings.Replace(other.URL, "http://", "http://evil:secret@", 1) + "/x"} {
		*gotOther = nil
		home, gotHome := recorder(t, to)
		c := New(Options{Limits: quick})
		req := Request{URL: home.URL + "/go", Credential: "env:FETCH_TEST", Cookies: jar, Headers: map[string]string{"X-Key": "key"}, AllowPrivate: true}
		r, err := c.Get(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		if want := (record{"Basic dXNlcjpwYXNzd29yZA==", "sid=jar-secret", "key"}); len(*gotHome) != 1 || (*gotHome)[0] != want {
			t.Errorf("home got %+v", *gotHome)
		}
		if len(*gotOther) != 1 || (*gotOther)[0] != (record{}) {
			t.Errorf("the other server got %+v", *gotOther)
		}
		if strings.Contains(r.URL+r.Hops[0].To, "secret") {
			t.Errorf("a redirect's password is kept: %+v", r)
		}
	}
	// Within the server they do go along.
	home, gotHome := recorder(t, "/stay")
	c := New(Options{Limits: quick})
	u, _ := url.Parse(home.URL)
	u.User = url.UserPassword("me", "word")
	u.Path = "/go"
	if _, err := c.Get(t.Context(), Request{URL: u.String()}); err != nil {
		t.Fatal(err)
	}
	if len(*gotHome) != 2 || (*gotHome)[1].auth != "Basic bWU6d29yZA==" {
		t.Errorf("got %+v", *gotHome)
	}
}

// TestSecretsOfAChosenAddress checks that an address which a feed or page chose gets the person's secrets only on the server
// that they were given for, and never over http when the person said https.
func TestSecretsOfAChosenAddress(t *testing.T) {
	const auth, key, sid = "Basic dTpw", "key", "sid=1"
	jar := cookies{{domain: "paper.example", name: "sid", value: "1"}}
	for _, tt := range []struct {
		origin, asked, hop string
		want               record
	}{
		{"https://paper.example/feed", "https://paper.example/a", "https://paper.example/a", record{auth, sid, key}},
		{"https://paper.example/feed", "http://paper.example/a", "http://paper.example/a", record{}},
		{"https://paper.example/feed", "http://paper.example/a", "https://paper.example/a", record{auth, sid, key}},
		{"http://paper.example/feed", "http://paper.example/a", "http://paper.example/a", record{auth, sid, key}},
		{"https://feeds.example/paper", "https://paper.example/a", "https://paper.example/a", record{"", sid, ""}},
		{"https://feeds.example/paper", "http://paper.example/a", "http://paper.example/a", record{}},
		{"https://feeds.example/paper", "https://other.example/a", "https://paper.example/a", record{}},
		{"", "https://paper.example/a", "https://paper.example/a", record{"", sid, ""}},
	} {
		asked, err := parse(tt.asked)
		if err != nil {
			t.Fatal(err)
		}
		hop, err := parse(tt.hop)
		if err != nil {
			t.Fatal(err)
		}
		o := own{asked: asked, auth: auth, jar: jar, headers: map[string]string{"X-Key": key}}
		if tt.origin != "" {
			if o.server, err = parse(tt.origin); err != nil {
				t.Fatal(err)
			}
		}
		h := New(Options{}).header(Request{}, o, hop)
		if got := (record{h.Get("Authorization"), h.Get("Cookie"), h.Get("X-Key")}); got != tt.want {
			t.Errorf("%s → %s → %s got %+v, want %+v", tt.origin, tt.asked, tt.hop, got, tt.want)
		}
	}
}

func TestSecretsAreNotPrinted(t *testing.T) {
	c := New(Options{Limits: quick})
	t.Setenv("FETCH_TEST", "nocolon-hidden")
	for _, r := range []Request{
		{URL: "http://user:hidden@127.0.0.1:1/"},
		{URL: "http://127.0.0.1:1/", Credential: "env:FETCH_TEST"},
		{URL: "http://127.0.0.1:1/", Credential: "env:FETCH_TEST_MISSING"},
		{URL: "http://127.0.0.1:1/", Credential: "cmd:false hidden"},
		{URL: "http://127.0.0.1:1/", Credential: "hidden"},
		{URL: "http://127.0.0.1:1/", Proxy: "http://user:hidden@127.0.0.1:2/"},
		{URL: "http://127.0.0.1:1/", Proxy: "ftp://user:hidden@127.0.0.1:2/"},
		{URL: "http://127.0.0.1:1/", Cookies: filepath.Join(t.TempDir(), "missing")},
	} {
		_, err := c.Get(t.Context(), r)
		if err == nil || strings.Contains(err.Error(), "hidden") {
			t.Errorf("%+v: error %v", r, err)
		}
	}
}

func TestCredentials(t *testing.T) {
	s, got := recorder(t, "")
	dir := t.TempDir()
	file := filepath.Join(dir, "secret file")
	if err := os.WriteFile(file, []byte("bearer abc\nsecond line\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := New(Options{Limits: quick})
	if _, err := c.Get(t.Context(), Request{URL: s.URL, Credential: "cmd:cat '" + file + "'"}); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Get(t.Context(), Request{URL: s.URL, Credential: "cmd:cat '" + file + "'"}); err != nil {
		t.Errorf("the command's answer was not kept: %v", err)
	}
	for _, r := range *got {
		if r.auth != "Bearer abc" {
			t.Errorf("sent %q", r.auth)
		}
	}
	for line, want := range map[string][]string{
		`pass show news`:     {"pass", "show", "news"},
		`a 'b c' "d 'e'" ''`: {"a", "b c", "d 'e'", ""},
		``:                   nil,
		`  x  `:              {"x"},
		`a$(id);b`:           {"a$(id);b"},
	} {
		if f := fields(line); !slices.Equal(f, want) {
			t.Errorf("fields(%q) = %q, want %q", line, f, want)
		}
	}
}

// TestPrivate checks who may lead the client into a private network.
func TestPrivate(t *testing.T) {
	inner, gotInner := recorder(t, "")
	outer, _ := recorder(t, inner.URL+"/x")
	self, _ := recorder(t, "/here")
	c := New(Options{Limits: quick})
	allowed := []Request{
		{URL: inner.URL},
		{URL: self.URL + "/go"},
		{URL: outer.URL + "/go", AllowPrivate: true},
		{URL: inner.URL, Chosen: true, AllowPrivate: true},
		{URL: inner.URL, Chosen: true, Origin: inner.URL + "/feed.xml"},
	}
	for _, r := range allowed {
		if _, err := c.Get(t.Context(), r); err != nil {
			t.Errorf("%+v: %v", r, err)
		}
	}
	*gotInner = nil
	port := inner.URL[strings.LastIndexByte(inner.URL, ':'):]
	refused := []Request{
		{URL: outer.URL + "/go"},
		{URL: inner.URL, Chosen: true},
		{URL: inner.URL, Chosen: true, Origin: outer.URL},
		{URL: "http://localhost" + port, Chosen: true},
		{URL: "http://[::ffff:127.0.0.1]" + port, Chosen: true},
		{URL: "http://0.0.0.0" + port, Chosen: true},
		{URL: "http://a.localhost" + port, Chosen: true},
		{URL: inner.URL, Chosen: true, Proxy: outer.URL},
		{URL: "http://printer.local", Chosen: true, Proxy: outer.URL},
	}
	for _, r := range refused {
		_, err := c.Get(t.Context(), r)
		if e := wantKind(t, err, Private); !strings.Contains(e.Words(), "allow_private") {
			t.Errorf("%+v: words %q", r, e.Words())
		}
	}
	if len(*gotInner) != 0 {
		t.Errorf("the private server was asked %d times", len(*gotInner))
	}
}

// TestPrivateConnectionIsNotShared: a connection that one request was allowed to make must not serve one that is not.
func TestPrivateConnectionIsNotShared(t *testing.T) {
	inner, got := recorder(t, "")
	c := New(Options{Limits: quick})
	if _, err := c.Get(t.Context(), Request{URL: inner.URL}); err != nil {
		t.Fatal(err)
	}
	_, err := c.Get(t.Context(), Request{URL: inner.URL, Chosen: true})
	wantKind(t, err, Private)
	if len(*got) != 1 {
		t.Errorf("asked %d times", len(*got))
	}
}

// A redirect's address may be kept and shown: it is plain ASCII whatever bytes the server sent.
func TestTargetIsPlain(t *testing.T) {
	from, _ := url.Parse("http://example.org/feed")
	for location, want := range map[string]string{
		"/r\x9b31m?q=\u202e\xff":  "http://example.org/r%9B31m?q=%E2%80%AE%FF",
		"/a b":                    "http://example.org/a%20b",
		"http://bücher.example/é": "http://xn--bcher-kva.example/%C3%A9",
		"//example.net/x%20y?z#f": "http://example.net/x%20y?z",
		"/a\x1b[31m":              "",
		"http://ex\u202eample/":   "",
	} {
		got := ""
		if to, err := target(from, location); err == nil {
			got = show(to)
		}
		if got != want {
			t.Errorf("target(%q) = %q, want %q", location, got, want)
		}
	}
}
