package cli_test

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	corpus "tidings/feed/text/hostile"
)

// TestNothingHarmfulOnATerminal opens the corpus in the interface, goes through all that it shows, and reads every byte that the
// terminal was sent.
func TestNothingHarmfulOnATerminal(t *testing.T) {
	t.Parallel()
	s := newStreet(t)
	p := newPerson(t, "[refresh]\nhost_pause = \"0s\"\n[[hook]]\nquery = \"atom OR A\"\nnotify = true\nper_minute = 600\n")
	for _, f := range []string{"raw.xml", "feed.json", "refs.xml"} {
		p.run("", "add", s.URL+"/"+f)
	}
	p.run("", "bookmark", s.URL+"/page.html")
	p.run("", "bookmark", s.URL+"/refs.html")
	p.run("", "add", s.URL+"/feed.atom") // the interface finds new entries there, which it tells of
	env := append(environment(t), p.env[len(p.env)-3:]...)
	tt := open(t, env, 150, 45)
	tt.wait(0, "Street")
	press := func(keys ...string) {
		for _, k := range keys {
			tt.keys(k)
			time.Sleep(60 * time.Millisecond)
		}
	}
	for range 7 { // articles, their left-out blocks, links, the feed's own text, copies
		press("\r", "X", "X", "u", "\x1b", ";", "\x1b", "x", "y", "Y", "\x06", "\x06", "J")
	}
	press("q", "3", "\r", "X", " ", " ", " ", "u", "\x1b", "y", "Y", "q", "1")                                        // the bookmarked pages
	press("/", "A", "B", "\r", "\r", "q", "\x1b")                                                                     // what search shows of them
	press("f", "c", "s", "i", "\r", "\x1b", "?", "\x1b", "\t", "j", "j", "E", "\x1b", "M", "\t", "\x1b", "D", "\x1b") // lists, prompts, completion
	press("a", s.URL+"/site.html", "\r")                                                                              // feeds to choose from
	time.Sleep(500 * time.Millisecond)
	press("\x1b", "a", s.URL+"/status", "\r")
	time.Sleep(300 * time.Millisecond)
	press("\x1b", "R")
	for i := 0; i < 100 && !strings.Contains(tt.output(0), "\x1b]9;"); i++ {
		time.Sleep(50 * time.Millisecond)
	}
	press("L", "j", "j", "q", "Q") // an Esc right before another key is Alt on a busy machine
	if code := tt.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	tt.restored()
	out := tt.output(0)
	for _, h := range s.corpus {
		if corpus.Harm(h.Raw) != "" && strings.Contains(out, h.Raw) {
			t.Errorf("%s reached the terminal as it was: %q", h.Name, h.Raw)
		}
	}
	var seen stream
	seen.read(out)
	for _, c := range seen.complaints {
		t.Error(c)
	}
	if seen.text < 20_000 || seen.titles == 0 {
		t.Errorf("%d bytes of text and %d titles were read: too little to prove anything", seen.text, seen.titles)
	}
	if seen.copies == 0 || seen.alerts == 0 {
		t.Errorf("%d copies and %d notifications", seen.copies, seen.alerts)
	}
	t.Logf("%d bytes: %d of text, %d sequences, %d titles, %d links, %d copies, %d notifications", len(out), seen.text, seen.sequences, seen.titles, seen.links, seen.copies, seen.alerts)
}

// TestNothingHarmfulIsSpoken goes through the corpus in the linear mode, drives it from outside with hostile words, and pastes some.
func TestNothingHarmfulIsSpoken(t *testing.T) {
	t.Parallel()
	s := newStreet(t)
	p := newPerson(t, "[refresh]\nhost_pause = \"0s\"\n")
	for _, f := range []string{"raw.xml", "feed.json", "refs.xml"} {
		p.run("", "add", s.URL+"/"+f)
	}
	p.run("", "bookmark", s.URL+"/page.html")
	run, err := os.MkdirTemp("", "run") // short enough for a socket
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(run)
	p.env = append(p.env, "XDG_RUNTIME_DIR="+run)
	env := append(environment(t), p.env[len(p.env)-4:]...)
	tt := open(t, env, 120, 40, "--linear")
	tt.wait(0, "lists the keys")
	press := func(keys ...string) {
		for _, k := range keys {
			tt.keys(k)
			time.Sleep(60 * time.Millisecond)
		}
	}
	paste := func(text string) string { return "\x1b[200~" + strings.ReplaceAll(text, "\x1b[201~", "") + "\x1b[201~" }
	for range 4 {
		press("\r", "X", " ", " ", " ", "u", "\x1b", ";", "\x1b", "x", "y", "J")
	}
	press("q", "3", "\r", "X", " ", " ", " ", "u", "\x1b", "q", "1")
	press("/", paste(owned+s.all()[:1500]), "\r", ":", paste("save "+owned), "\r", "a", paste("http://example.invalid/"+owned), "\r")
	time.Sleep(300 * time.Millisecond)
	press("\x1b", "a", s.URL+"/site.html", "\r")
	time.Sleep(300 * time.Millisecond)
	press("\x1b", "a", s.URL+"/status", "\r", "i", paste("/nowhere/"+owned), "\r")
	leave := func() { // a prompt whose answer was none stays; what comes too soon behind Esc would be one key with it
		time.Sleep(300 * time.Millisecond)
		press("\x1b")
		time.Sleep(300 * time.Millisecond)
	}
	for _, key := range []string{":", "T", "t", "E"} {
		leave()
		press(key, paste(owned), "\r")
	}
	leave()
	press("L")
	for _, args := range [][]string{{"status"}, {"open", "1"}, {"status"}, {"next"}, {owned}, {"open", owned}, {"mark", owned, owned}, {"mark", "read", owned}, {"refresh", owned}} {
		said, _ := p.try("", append([]string{"ctl"}, args...)...)
		if harmless(t, fmt.Sprintf("ctl %q", args), said); !strings.Contains(said, `"ok":`) {
			t.Errorf("ctl %q was not answered: %s", args, said)
		}
	}
	leave()
	press("q", "q", "Q")
	if code := tt.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	var seen stream
	seen.read(tt.output(0))
	for _, c := range seen.complaints {
		t.Error(c)
	}
	if seen.text < 5_000 {
		t.Errorf("%d bytes of text were read: too little to prove anything", seen.text)
	}
	t.Logf("%d bytes of text, %d sequences", seen.text, seen.sequences)
}

// TestNothingHarmfulOfCommandsOnATerminal reads what commands send to a terminal, where they set links, colours and columns.
func TestNothingHarmfulOfCommandsOnATerminal(t *testing.T) {
	t.Parallel()
	s := newStreet(t)
	p := newPerson(t, "[refresh]\nhost_pause = \"0s\"\n")
	p.run("", "add", s.URL+"/raw.xml")
	p.run("", "add", s.URL+"/refs.xml")
	p.run("", "import", s.more(p.home))
	env := append(environment(t), p.env[len(p.env)-3:]...)
	for _, args := range [][]string{
		{"read", s.URL + "/page.html"},
		{"read", "--left-out", s.URL + "/refs.html"},
		{"read", "3"},
		{"list", "--limit", "500"},
		{"search", "A"},
		{"feeds"},
		{"refresh"},
		{"doctor", s.URL + "/headers"},
		{"set", "1"},
		{"undo", "--list"},
	} {
		tt := open(t, env, 100, 40, args...)
		tt.end()
		var seen stream
		seen.read(tt.output(0))
		for _, c := range seen.complaints {
			t.Errorf("tidings %s: %s", strings.Join(args, " "), c)
		}
		if seen.text < 20 || strings.HasSuffix(args[len(args)-1], "page.html") && seen.links == 0 {
			t.Errorf("tidings %s: %d bytes of text and %d links were read", strings.Join(args, " "), seen.text, seen.links)
		}
	}
}

// stream reads what a program sent to its terminal.
type stream struct {
	complaints                                     []string
	text, sequences, titles, links, copies, alerts int
}

func (s *stream) complain(format string, a ...any) {
	if len(s.complaints) < 20 {
		s.complaints = append(s.complaints, fmt.Sprintf(format, a...))
	}
}

var (
	csi     = regexp.MustCompile(`^\x1b\[[0-?]*[ -/]*[@-~]`)
	control = regexp.MustCompile(`^\x1b([\]P_^X])((?s:.*?))(\x07|\x1b\\)`)
	short   = regexp.MustCompile(`^\x1b[ -/]*[0-~]`)
	// What the program itself asks a terminal: its colours, its name, its capabilities.
	questions = regexp.MustCompile(`^(P[+$]q|]1[012];|]11[012]$|]22;|_Gi=)`)
)

func (s *stream) read(out string) {
	for len(out) > 0 {
		i := strings.IndexByte(out, 0x1b)
		if i < 0 {
			i = len(out)
		}
		s.plain(out[:i])
		out = out[i:]
		if out == "" {
			return
		}
		s.sequences++
		if m := control.FindStringSubmatch(out); m != nil && !csi.MatchString(out) {
			s.string(m[1], m[2])
			out = out[len(m[0]):]
		} else if m := csi.FindString(out); m != "" {
			out = out[len(m):]
		} else if m := short.FindString(out); m != "" {
			out = out[len(m):]
		} else {
			s.complain("an escape that starts nothing: %q", out[:min(len(out), 20)])
			out = out[1:]
		}
	}
}

// plain judges text between two sequences.
func (s *stream) plain(text string) {
	s.text += len(text)
	text = strings.NewReplacer("\r", "", "\b", "").Replace(text) // the cursor's, see below
	if w := corpus.Harm(text); w != "" {
		s.complain("%s in %q", w, text)
	}
	for _, move := range []string{"evilA\bB", "safe\rA"} {
		if strings.Contains(text, move) {
			s.complain("%q moved the cursor", move)
		}
	}
}

// string judges a control string.
func (s *stream) string(kind, content string) {
	if kind != "]" {
		if !questions.MatchString(kind + content) {
			s.complain("a control string %q", kind+content)
		}
		return
	}
	number, rest, _ := strings.Cut(content, ";")
	switch number {
	case "0", "1", "2":
		s.titles++
		if rest != "Tidings" && rest != "" {
			s.complain("the window's title is %q", rest)
		}
	case "8":
		_, address, _ := strings.Cut(rest, ";")
		if address == "" {
			return
		}
		s.links++
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "mailto" || strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
			s.complain("a link to %q", address)
		}
	case "52":
		s.copies++
		_, data, _ := strings.Cut(rest, ";")
		b, err := base64.StdEncoding.DecodeString(data)
		if w := corpus.Harm(string(b)); err != nil || w != "" {
			s.complain("copied: %v %s %q", err, w, b)
		}
	case "9", "777":
		s.alerts++
		if w := corpus.Harm(rest); w != "" {
			s.complain("notified: %s in %q", w, rest)
		}
	default:
		if !questions.MatchString("]" + content) {
			s.complain("an order %q", content)
		}
	}
}
