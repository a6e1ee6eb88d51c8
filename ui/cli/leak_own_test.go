package cli_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	number "math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"
)

// owned is what an argument, a file's name or a variable may hold that came from elsewhere: a name in a mail, a line that was copied.
const owned = "a\x1b]0;owned\x07\u009b31m\u202eb\u200b"

// TestNothingHarmfulOfOnesOwn gives the program hostile words in the arguments, in files' names, in settings and in variables, and reads
// what it says of them.
func TestNothingHarmfulOfOnesOwn(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no file can have such a name")
	}
	t.Parallel()
	s := newStreet(t)
	p := newPerson(t, "[refresh]\nhost_pause = \"0s\"\n")
	see := func(args ...string) {
		t.Helper()
		out, _ := p.try(owned, args...)
		harmless(t, fmt.Sprintf("tidings %q", args), out)
	}
	p.run("", "add", s.URL+"/raw.xml")
	p.run("", "bookmark", "1")
	file := func(name, content string) string {
		path := filepath.Join(p.home, name)
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	list := file(owned+".opml", `<opml><body><outline type="rss" text="`+escapeXML(owned)+`" xmlUrl="https://`+hosts()[0]+`/feed"/><outline type="rss" text="x" xmlUrl="nonsense"/></body></opml>`)
	other := file("other"+owned+".csv", "url,title\nhttps://"+hosts()[1]+"/feed,x\n"+owned+",x\n")
	broken := file(owned+".json", "{"+owned)
	cookies := file("cookies"+owned+".txt", "# none\n")
	see("import", "--dry-run", list, other)
	see("import", "--dry-run", "--json", list, other)
	see("import", list, other)
	see("import", broken)
	see("import", filepath.Join(p.home, owned, "none"))
	see("import", "-")
	see("add", "http://"+hosts()[2]+".invalid/")
	see("add", s.URL+"/?"+owned)
	see("add", s.URL+"/raw.xml?\u202e\u009b")
	for _, name := range []string{"title", "folder", "filter", "user_agent", "interval", "proxy", "credential", "address", "keep_days", "max_megabytes", "header.X", "header." + owned, owned} {
		see("set", "1", name, owned)
	}
	see("set", "2", "address", "http://"+hosts()[0]+"/")
	see("set", "1", "cookies", cookies)
	see("set", "1", "cookies", owned)
	see("set", "1", "credential", "env:"+owned)
	see("refresh", "1")
	see("doctor", "1")
	see("set", "1", "credential", "cmd:"+owned)
	see("refresh", "1")
	see("set", "1")
	see("view", "add", owned, owned, `"`+owned+`"`)
	see("tag", "1", owned)
	see("note", "1", owned+"\n"+owned)
	see("note", "1", "-")
	for _, args := range [][]string{
		{"feeds"},
		{"feeds", "--json"},
		{"feeds", "--health"},
		{"view", "list"},
		{"view", "list", "--json"},
		{"tag"},
		{"tag", "--json"},
		{"note", "1"},
		{"note", "1", "--json"},
		{"list", "--tag", owned},
		{"list", "--view", owned},
		{"list", "--feed", owned},
		{"list", "--folder", owned},
		{"list", "--limit", owned},
		{"list", "--json"},
		{"list", "--format", "{{." + owned + "}}"},
		{"list", "--format", "{{.Title}} {{.Feed}} {{.Author}} {{.Summary}} {{.Link}} {{.Tags | join \" \"}} {{.Title | clip 5}} {{printf \"%q %v\" .Title .}} {{js .Title}} {{html .Summary}} {{urlquery .Title}} {{slice .Title 0 1}}"},
		{"list", "--limit", "500", "--format", "{{if gt (len .Title) 40}}{{slice .Title 0 15}}{{slice .Title 17 18}}{{slice .Title 20 21}}{{end}}"},
		{"search", owned},
		{"search", "title:(" + owned},
		{"search", "after:" + owned},
		{"mark", owned, "1"},
		{"mark", "read", owned},
		{"mark", "read", "--query", "(" + owned},
		{"open", owned},
		{"bookmark", owned},
		{"bookmark", s.URL + "/status?" + owned},
		{"read", owned},
		{"read", list},
		{"read", "--explain", broken},
		{"read", "--model", broken, list},
		{"read", s.URL + "/page.html?\u202e\u009b"},
		{"read", "--url", "http://" + owned, list},
		{"parse", broken},
		{"parse", "--content-type", owned, "--url", "http://" + hosts()[0] + "/" + owned, list},
		{"doctor", s.URL + "/raw.xml?\u202e\u009b"},
		{"doctor", "--json", s.URL + "/raw.xml?\u202e\u009b"},
		{"doctor", "http://" + hosts()[1] + ".invalid/\u202e"},
		{"export", "opml"},
		{"export", "csv"},
		{"export", "json"},
		{"export", "markdown", "--out", filepath.Join(p.home, owned)},
		{"export", "opml", "--out", filepath.Join(p.home, owned)},
		{"export", owned},
		{"db", "backup", filepath.Join(p.home, "backup"+owned)},
		{"db", "backup", filepath.Join(p.home, "backup"+owned)},
		{"db", owned},
		{"ctl", owned},
		{"service", "print", owned},
		{"service", owned},
		{"sync", owned},
		{"help", owned},
		{"completion", owned},
		{"__complete", owned, ""},
		{"__complete", "view", "remove", ""},
		{"__complete", "list", "--view", ""},
		{"__complete", "list", "--folder", ""},
		{"__complete", "list", "--tag", ""},
		{"__complete", "set", owned, ""},
		{"--profile", owned, "list"},
		{"--set", owned, "list"},
		{"--set", "look.theme=" + owned, "list"},
		{"--set", "sync.user=" + owned, "config", "show"},
		{"--set", "sync.user=" + owned, "config", "show", "--json"},
		{"--set", "refresh.user_agent=\u202e\u009b", "config", "show", "--all"},
		{"--config", broken, "list"},
		{"--config", filepath.Join(p.home, owned, "none"), "list"},
		{"--data", list, "list"},
		{"--data", filepath.Join(p.home, "data"+owned), "db", "check"},
		{"--data", filepath.Join(p.home, "data"+owned), "config", "show"},
		{"--data", filepath.Join(p.home, "data"+owned), "service", "print", "systemd"},
		{"--data", filepath.Join(p.home, "data"+owned), "service", "print", "launchd"},
		{"--data", filepath.Join(p.home, "data"+owned), "service", "print", "cron"},
		{"demo", owned},
		{"--" + owned},
		{"undo", "--list"},
		{"undo"},
	} {
		see(args...)
	}
	bad := file("bad.toml", "[look]\ntheme = \"x\"\n"+owned+" = 1\n")
	see("--config", bad, "list")
	bad = file("worse.toml", "[look\n"+owned)
	see("--config", bad, "config", "show")
	for _, name := range []string{"TIDINGS_LOOK_THEME", "TIDINGS_PROFILE", "TIDINGS_DATA", "TIDINGS_CONFIG", "TIDINGS_REFRESH_PROXY", "TIDINGS_SYNC_KIND", "TIDINGS_" + owned, "HTTP_PROXY", "TZ", "LANG", "HOME", "XDG_RUNTIME_DIR", "EDITOR"} {
		before := p.env
		p.env = append(p.env[:len(p.env):len(p.env)], name+"="+owned)
		see("config", "show", "--all")
		see("feeds")
		see("doctor", "http://example.invalid/")
		see("service", "print", "cron")
		see("ctl", "status")
		see("note", "--edit", "1")
		p.env = before
	}
}

// TestNothingHarmfulOfACertificate looks at what is told of a server whose certificate's names are hostile.
func TestNothingHarmfulOfACertificate(t *testing.T) {
	t.Parallel()
	s := newStreet(t)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	names := pkix.Name{CommonName: owned, Organization: []string{strings.ReplaceAll(s.all(), "\x00", "")[:2000]}}
	for !utf8.ValidString(names.Organization[0]) {
		names.Organization[0] = names.Organization[0][:len(names.Organization[0])-1]
	}
	of := &x509.Certificate{
		SerialNumber: number.NewInt(1), Subject: names, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"evil.example"},
	}
	der, err := x509.CreateCertificate(rand.Reader, of, of, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	secure := httptest.NewUnstartedServer(s.Config.Handler)
	secure.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	p := newPerson(t, "[refresh]\nhost_pause = \"0s\"\n")
	out, err := p.try("", "add", secure.URL+"/raw.xml")
	if harmless(t, "an unknown certificate", out); err == nil {
		t.Errorf("a certificate of nobody's was trusted: %s", out)
	}
	if runtime.GOOS != "linux" {
		return // elsewhere the system alone says whom to trust
	}
	root := filepath.Join(p.home, "root.pem")
	if err := os.WriteFile(root, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	p.env = append(p.env, "SSL_CERT_FILE="+root)
	out = p.run("", "doctor", secure.URL+"/raw.xml")
	if harmless(t, "doctor", out); !strings.Contains(out, "certificate by") {
		t.Errorf("doctor says %s", out)
	}
	harmless(t, "doctor --json", p.run("", "doctor", "--json", secure.URL+"/raw.xml"))
	wrongName := strings.Replace(secure.URL, "127.0.0.1", "localhost", 1)
	out, err = p.try("", "read", wrongName+"/page.html")
	if harmless(t, "another name", out); err == nil {
		t.Errorf("a certificate for another name was trusted: %s", out)
	}
}

// TestNothingHarmfulOfANewsServer syncs with a server whose every text is one of the corpus, and reads what is told of it.
func TestNothingHarmfulOfANewsServer(t *testing.T) {
	t.Parallel()
	s := newStreet(t)
	var refuses atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if refuses.Load() {
			http.Error(w, owned, http.StatusTeapot)
			return
		}
		v := map[string]any{"auth": 1, "error": owned}
		var feeds, groups, members, items []any
		var ids []string
		for i, h := range s.corpus {
			host := hosts()[i%len(hosts())]
			feeds = append(feeds, map[string]any{"id": i + 1, "title": h.Raw, "url": "http://" + host + "/" + fmt.Sprint(i) + "?" + h.Raw, "site_url": "http://" + host + "/" + h.Raw})
			groups = append(groups, map[string]any{"id": i + 1, "title": h.Raw})
			members = append(members, map[string]any{"group_id": i + 1, "feed_ids": fmt.Sprint(i + 1)})
			ids = append(ids, fmt.Sprint(i+1))
			items = append(items, map[string]any{"id": i + 1, "feed_id": i + 1, "title": h.Name + " " + h.Raw, "author": h.Raw, "html": h.Raw + "<p>" + h.Raw, "url": "http://" + host + "/" + h.Raw, "is_read": owned, "created_on_time": owned})
		}
		v["feeds"], v["groups"], v["feeds_groups"], v["items"], v["unread_item_ids"], v["saved_item_ids"] = feeds, groups, members, items, strings.Join(ids, ","), owned
		_ = json.NewEncoder(w).Encode(v)
	}))
	defer server.Close()
	p := newPerson(t, "[sync]\nkind = \"fever\"\naddress = \""+server.URL+"\"\nuser = \"me\"\npassword = \"env:NEWS_PASSWORD\"\n")
	p.env = append(p.env, "NEWS_PASSWORD=secret-of-mine")
	see := func(args ...string) string {
		t.Helper()
		out, _ := p.try("", args...)
		harmless(t, "tidings "+strings.Join(args, " "), out)
		if strings.Contains(out, "secret-of-mine") {
			t.Errorf("tidings %s tells the password: %s", strings.Join(args, " "), out)
		}
		return out
	}
	if out := see("sync"); !strings.Contains(out, "new items") {
		t.Errorf("sync says %s", out)
	}
	see("sync", "--json")
	see("sync", "--status")
	if out := see("list", "--limit", "500"); strings.Count(out, "\n") < len(s.corpus)/2 {
		t.Errorf("%d items came", strings.Count(out, "\n"))
	}
	for _, args := range [][]string{{"list", "--json"}, {"feeds"}, {"feeds", "--json"}, {"feeds", "--health"}, {"read", "1"}, {"export", "opml"}, {"export", "csv"}, {"undo", "--list"}, {"config", "show"}, {"__complete", "remove", ""}} {
		see(args...)
	}
	refuses.Store(true)
	see("sync")
	see("sync", "--status")
	see("sync", "--status", "--json")
}
