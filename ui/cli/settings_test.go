package cli_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// person is a home with a store of its own, in which the program is run.
type person struct {
	t    *testing.T
	home string
	env  []string
	out  strings.Builder // all that any run printed, to either stream
}

func newPerson(t *testing.T, config string) *person {
	t.Helper()
	home := t.TempDir()
	file := filepath.Join(home, "config.toml")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	env := slices.DeleteFunc(os.Environ(), func(s string) bool {
		name, _, _ := strings.Cut(strings.ToLower(s), "=")
		return strings.HasSuffix(name, "_proxy") || strings.HasPrefix(name, "tidings_")
	})
	return &person{t: t, home: home, env: append(env, "TIDINGS_DATA="+filepath.Join(home, "data"), "TIDINGS_CONFIG="+file, "TZ=UTC")}
}

// run runs the program with in as its standard input and returns what it printed; it must succeed.
func (p *person) run(in string, args ...string) string {
	p.t.Helper()
	out, err := p.try(in, args...)
	if err != nil {
		p.t.Fatalf("tidings %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

func (p *person) try(in string, args ...string) (string, error) {
	cmd := exec.Command(filepath.Join(programDir, "tidings"), args...)
	cmd.Env, cmd.Dir, cmd.Stdin = p.env, p.home, strings.NewReader(in)
	b, err := cmd.CombinedOutput()
	p.out.Write(b)
	return string(b), err
}

// site is a server that keeps what it was asked.
type site struct {
	*httptest.Server
	mu    sync.Mutex
	asked []*http.Request
}

func newSite(t *testing.T, answer http.HandlerFunc) *site {
	s := &site{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r)
		s.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *site) requests() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

func (s *site) last(t *testing.T) *http.Request {
	t.Helper()
	all := s.requests()
	if len(all) == 0 {
		t.Fatal("the server was not asked")
	}
	return all[len(all)-1]
}

// socks is a SOCKS5 proxy (RFC 1928) without authentication; it counts its connections.
func socks(t *testing.T) (address string, count func() int) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	var mu sync.Mutex
	n := 0
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			n++
			mu.Unlock()
			go relay(c)
		}
	}()
	return l.Addr().String(), func() int { mu.Lock(); defer mu.Unlock(); return n }
}

func relay(c net.Conn) {
	defer c.Close()
	b := make([]byte, 262)
	if _, err := io.ReadFull(c, b[:2]); err != nil {
		return
	}
	_, _ = io.ReadFull(c, b[:b[1]])
	_, _ = c.Write([]byte{5, 0})
	_, _ = io.ReadFull(c, b[:4])
	host := ""
	switch b[3] {
	case 1:
		_, _ = io.ReadFull(c, b[:4])
		host = net.IP(b[:4]).String()
	case 3:
		_, _ = io.ReadFull(c, b[:1])
		n := int(b[0])
		_, _ = io.ReadFull(c, b[:n])
		host = string(b[:n])
	}
	if _, err := io.ReadFull(c, b[:2]); err != nil {
		return
	}
	to, err := net.Dial("tcp", net.JoinHostPort(host, fmt.Sprint(int(b[0])<<8|int(b[1]))))
	if err != nil {
		return
	}
	defer to.Close()
	_, _ = c.Write([]byte{5, 0, 0, 1, 0, 0, 0, 0, 0, 0})
	go func() { _, _ = io.Copy(to, c) }()
	_, _ = io.Copy(c, to)
}

// TestSettingsReachTheServer sets every setting of a feed on the command line and looks at what a poll does then.
func TestSettingsReachTheServer(t *testing.T) {
	t.Parallel()
	other := newSite(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, rss("Elsewhere", item1("Far", "")))
	})
	var home *site
	home = newSite(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/away.xml":
			http.Redirect(w, r, other.URL+"/feed.xml", http.StatusFound)
		case "/large.xml":
			_, _ = io.WriteString(w, rss("Large", "<!-- "+strings.Repeat("padding ", 300_000)+" -->"+item1("In", "")))
		case "/page.html":
			_, _ = io.WriteString(w, "<!doctype html><title>Ferry sails</title><article><h1>Ferry sails</h1>"+strings.Repeat("<p>The ferry sailed at noon from the south steps with forty people and a dog on board, the harbour office said.</p>", 8)+"</article>")
		default:
			_, _ = io.WriteString(w, rss("Home", fmt.Sprintf(`<item><title>Ferry sails</title><link>%s/page.html</link><guid>1</guid><description>short</description></item><item><title>Advertisement: soap</title><guid>2</guid><description>soap</description></item>`, home.URL)))
		}
	})
	p := newPerson(t, "[refresh]\nhost_pause = \"0s\"\ncontact = \"https://example.org/me\"\n")
	write := func(name, content string) string {
		path := filepath.Join(p.home, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	id := func(path string) string {
		p.run("", "import", write("one.txt", home.URL+path+"\n"))
		return home.URL + path
	}
	refresh := func(f string) string { t.Helper(); return p.run("", "refresh", f) }

	// The contact, and what is sent to nobody but the feed's own server.
	f := id("/feed.xml")
	p.run("", "set", f, "filter", "title:advertisement")
	p.run("", "set", f, "full_text", "true")
	p.run("", "set", f, "title", "My harbour")
	p.run("", "set", f, "folder", "Sea/Near")
	p.run("", "set", f, "interval", "2h30m")
	refresh(f)
	if ua := home.requests()[0].UserAgent(); !strings.HasPrefix(ua, "Tidings/") || !strings.Contains(ua, "+https://example.org/me") {
		t.Errorf("User-Agent %q", ua)
	}
	if !slices.ContainsFunc(home.requests(), func(r *http.Request) bool { return r.URL.Path == "/page.html" }) {
		t.Error("full_text: the page was not fetched")
	}
	if got := p.run("", "unread", "--count"); strings.TrimSpace(got) != "1" {
		t.Errorf("filter: %s unread, want 1", got)
	}
	if got := p.run("", "feeds"); !strings.Contains(got, "Sea/Near/My harbour") {
		t.Errorf("title and folder: %s", got)
	}
	if got := p.run("", "feeds", "--health"); !strings.Contains(got, "every 2.5 h: as you set it") || !strings.Contains(got, "set: interval = 2h30m") {
		t.Errorf("interval: %s", got)
	}

	// Identity: name, header, cookies, credentials.
	const token, cookie, password = "t0ken-s3cret", "c00kie-s3cret", "passw0rd-s3cret"
	p.run("", "set", f, "user_agent", "Mine/1.0")
	p.run(token+"\n", "set", f, "header.X-Token", "-")
	p.run("", "set", f, "cookies", write("cookies.txt", "127.0.0.1\tFALSE\t/\tFALSE\t0\tsid\t"+cookie+"\n"))
	if got := p.run("", "set", f, "cookies", write("jar.txt", "127.0.0.1\tFALSE\t/\tFALSE\t0\tsid\t"+cookie+"\nbank.example\tTRUE\t/\tTRUE\t0\tsid\t"+cookie+"\n")); !strings.Contains(got, "cookies of 2 sites") {
		t.Errorf("a jar of all cookies: %s", got)
	}
	p.env = append(p.env, "NEWS_SECRET=reader:"+password)
	p.run("", "set", f, "credential", "env:NEWS_SECRET")
	refresh(f)
	r := home.last(t)
	user, pass, _ := r.BasicAuth()
	if r.UserAgent() != "Mine/1.0" || r.Header.Get("X-Token") != token || r.Header.Get("Cookie") != "sid="+cookie || user != "reader" || pass != password {
		t.Errorf("sent %v", r.Header)
	}
	p.run("", "set", f, "credential", "cmd:cat "+write("secret", "bearer "+password+"\n"))
	refresh(f)
	if got := home.last(t).Header.Get("Authorization"); got != "Bearer "+password {
		t.Errorf("Authorization %q", got)
	}
	p.run("", "undo")
	if got := p.run("", "set", f, "credential"); !strings.Contains(got, "env:NEWS_SECRET") {
		t.Errorf("undo: %s", got)
	}
	p.run("", "set", f, "address", home.URL+"/away.xml")
	f = home.URL + "/away.xml"

	// A redirect to another private server is refused, then allowed; what is the feed's own does not go along.
	if got, err := p.try("", "refresh", f); err == nil || !strings.Contains(got, "private address") {
		t.Errorf("a redirect to a private address: %v %s", err, got)
	}
	if n := len(other.requests()); n != 0 {
		t.Errorf("%d requests elsewhere", n)
	}
	p.run("", "set", f, "allow_private", "true")
	refresh(f)
	away := other.last(t).Header
	if away.Get("X-Token") != "" || away.Get("Authorization") != "" || away.Get("Referer") != "" {
		t.Errorf("the redirect's server was sent %v", away)
	}
	p.run("", "doctor", f)
	p.run("", "doctor", "--json", f)
	p.run("", "set", f)

	// The body's limit, stated in the error.
	f = id("/large.xml")
	p.run("", "set", f, "max_megabytes", "1")
	if got, err := p.try("", "refresh", f); err == nil || !strings.Contains(got, "limit of 1 MiB") {
		t.Errorf("max_megabytes: %v %s", err, got)
	}
	p.run("", "set", f, "max_megabytes", "")
	refresh(f)

	// Proxies.
	f = id("/proxied.xml")
	via := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		resp, err := http.Get(r.URL.String())
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		defer resp.Body.Close()
		_, _ = io.Copy(w, resp.Body)
	})
	p.run("", "set", f, "proxy", strings.Replace(via.URL, "http://", "http://me:"+password+"@", 1))
	refresh(f)
	if r := via.last(t); r.URL.Path != "/proxied.xml" || r.Header.Get("Proxy-Authorization") == "" {
		t.Errorf("through the proxy: %v %v", r.URL, r.Header)
	}
	address, connections := socks(t)
	p.run("", "set", f, "proxy", "socks5://"+address)
	refresh(f)
	if connections() == 0 {
		t.Error("the SOCKS proxy was not used")
	}

	// A password in the address is used and shown nowhere.
	withPassword := strings.Replace(home.URL, "http://", "http://me:"+password+"@", 1) + "/own.xml"
	p.run("", "add", withPassword)
	if _, pass, _ := home.last(t).BasicAuth(); pass != password {
		t.Error("the address's password was not used")
	}
	p.run("", "feeds")
	p.run("", "export", "opml")
	p.run("", "doctor", home.URL+"/own.xml")
	p.run("", "add", withPassword) // followed already
	p.run("", "doctor", withPassword+"?unknown")
	for _, args := range [][]string{
		{"remove", withPassword + "?unknown"},
		{"read", strings.Replace(withPassword, "http:", "feed:http:", 1)},
		{"add", "http://me:" + password + "@no host/"},
		{"doctor", "http://me:" + password + "%zz@127.0.0.1/"},
		{"bookmark", "ftp://me:" + password + "@127.0.0.1/"},
		{"--set", "refresh.proxy=http://me:" + password + "@127.0.0.1:9/", "config", "show"},
		{"--set", "sync.address=http://me:" + password + "@127.0.0.1:9/", "config", "show", "--json"},
	} {
		_, _ = p.try("", args...) // most of them fail
	}
	var list []struct {
		URL      string
		Settings map[string]string
	}
	if err := json.Unmarshal([]byte(p.run("", "feeds", "--json")), &list); err != nil || len(list) != 4 {
		t.Errorf("feeds --json: %v %+v", err, list)
	}
	home.Close()
	if out, err := p.try("", "refresh", home.URL+"/own.xml"); err == nil {
		t.Errorf("the server is gone, but %s", out)
	}
	if _, err := p.try("", "add", withPassword+"x"); err == nil {
		t.Error("a feed of a server that is gone was added")
	}
	p.run("", "feeds", "--health")
	for _, secret := range []string{token, cookie, password} {
		if all := p.out.String(); strings.Contains(all, secret) {
			t.Errorf("%s was printed: %s", secret, lineWith(all, secret))
		}
	}
}

func lineWith(s, part string) string {
	for l := range strings.Lines(s) {
		if strings.Contains(l, part) {
			return l
		}
	}
	return ""
}

// TestSettingsRefused checks the words for values that make no sense.
func TestSettingsRefused(t *testing.T) {
	t.Parallel()
	p := newPerson(t, "")
	list := filepath.Join(p.home, "one.txt")
	if err := os.WriteFile(list, []byte("http://127.0.0.1:9/feed.xml\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.run("", "import", list)
	for _, tt := range [][3]string{
		{"interval", "soon", "is no interval"},
		{"interval", "3s", "is no interval"},
		{"proxy", "ftp://x", "begins with http"},
		{"credential", "hunter2", "env:NAME or cmd:PROGRAM"},
		{"max_megabytes", "0", "is no number"},
		{"filter", "title:(", "filter:"},
		{"header.X Y", "z", "no header's name"},
		{"address", "file:///etc/passwd", "begins with http"},
		{"colour", "red", "no setting"},
		{"cookies", "/nowhere/at/all", "cookies:"},
	} {
		out, err := p.try("", "set", "1", tt[0], tt[1])
		var exit *exec.ExitError
		if !errors.As(err, &exit) || !strings.Contains(out, tt[2]) || strings.Contains(out, "hunter2") || strings.Count(out, "\n") != 1 {
			t.Errorf("set %s %s: %v %s", tt[0], tt[1], err, out)
		}
	}
	if got := p.run("", "feeds", "--json"); !strings.Contains(got, `"settings": {}`) {
		t.Errorf("a refused value was kept: %s", got)
	}
}
