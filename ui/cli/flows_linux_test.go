package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"tidings/feed/demo"
)

// flow is a person at the whole program, with the demo's sites as their feeds. The program writes line after line
// (--linear), so that what is said can be waited for; keys, Model, store and network are those of the drawn interface.
type flow struct {
	t   *testing.T
	env []string
	tt  *terminal
	at  int
}

// beginFlow follows the demo's feeds in a home of its own, fetches them, and opens the program.
func beginFlow(t *testing.T, feeds ...string) (*flow, *demo.Server) {
	t.Helper()
	srv, err := demo.Start(t.Context(), demo.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = srv.Close() })
	f := &flow{t: t, env: environment(t)}
	for _, d := range srv.Feeds() {
		if len(feeds) > 0 && !strings.Contains(strings.Join(feeds, "|"), d.Title) {
			continue
		}
		f.run("add", d.URL)
	}
	f.run("refresh")
	f.open()
	return f, srv
}

func (f *flow) run(args ...string) string {
	f.t.Helper()
	c := exec.Command(filepath.Join(programDir, "tidings"), args...)
	c.Env = f.env
	out, err := c.CombinedOutput()
	if err != nil {
		f.t.Fatalf("%v: %v\n%s", args, err, out)
	}
	return string(out)
}

func (f *flow) open() {
	f.t.Helper()
	f.tt = open(f.t, f.env, 200, 40, "--linear")
	f.at = 0
	f.hear("Tidings. ? lists the keys")
}

// keys types.
func (f *flow) keys(s string) *flow {
	f.t.Helper()
	f.tt.keys(s)
	return f
}

// hear waits until these are said, one after the other.
func (f *flow) hear(texts ...string) *flow {
	f.t.Helper()
	for _, s := range texts {
		for n := 0; ; n++ {
			out := f.tt.output(f.at)
			if i := strings.Index(out, s); i >= 0 {
				f.at += i + len(s)
				break
			}
			if n == 400 {
				f.t.Fatalf("%q was not said, but: %q", s, tail(out))
			}
			time.Sleep(25 * time.Millisecond)
		}
	}
	return f
}

// until presses a key until something is said, forty times at most.
func (f *flow) until(key, text string) *flow {
	f.t.Helper()
	for range 40 {
		f.keys(key)
		time.Sleep(30 * time.Millisecond)
		if strings.Contains(f.tt.output(f.at), text) {
			break
		}
	}
	return f.hear(text)
}

func (f *flow) quit() {
	f.t.Helper()
	f.keys("Q")
	if code := f.tt.end(); code != 0 {
		f.t.Errorf("exit code %d: %s", code, tail(f.tt.output(0)))
	}
	f.tt.restored()
}

func TestFlowReading(t *testing.T) {
	f, _ := beginFlow(t, "The Saltmarrow Light")
	f.hear("All feeds, 12 unread.", "1/12.")
	f.keys("\r").hear("Article.", "whole article", "left out  X")
	f.keys(" ").hear("") // a paragraph
	f.keys("X").hear("What was left out is shown in its place.")
	f.keys("gg").keys("gg").hear("The beginning.").until("j", "Left out: ")
	f.keys("+").hear("Kept in this article from now on.")
	f.keys("J").hear("Article.")
	f.keys("q").hear("Read: ", "2/12.")
	f.keys("m").hear("Unread: ")
	f.keys("A").hear("items of All feeds marked read. U undoes it.")
	f.keys("U").hear("Undone: ")
	f.keys("]").hear("Unread: ")
	f.keys("j").keys("j").hear("/12.")
	f.quit()
	f.open() // where it stood is where it starts
	f.hear("All feeds, ")
	if out := f.tt.output(0); strings.Contains(out, "1/12.") {
		t.Errorf("the place was not kept:\n%s", out)
	}
	f.quit()
}

func TestFlowFinding(t *testing.T) {
	f, _ := beginFlow(t, "The Saltmarrow Light", "Kestrel & Quern")
	f.hear("All feeds, ")
	f.keys("/").hear("/(words").keys("ferry").keys("\r").hear("Search: ferry.", "Island ferry")
	f.keys("s").hear("Bookmarked.").keys("t").hear("tags: ").keys("sea\r").hear("Tagged.")
	f.keys("T").hear("note: ").keys("ask Maren\r").hear("Noted.")
	f.keys(":save Boats\r").hear("Boats")
	f.keys("\x1b").hear("All feeds, ")
	f.keys("f").hear("filter: ").keys("oven\r").hear("All feeds · filter: oven", "Unread: Setting an oven", "1/1.")
	f.keys("\x1b").hear("All feeds, ")
	f.keys("S").hear("Bookmarks.", "Island ferry", "bookmarked", "1/1.")
	f.keys(":tag sea\r").hear("#sea", "Island ferry")
	f.keys("/is:noted\r").hear("Search: is:noted.", "Island ferry")
	f.keys("?").hear("Help.").keys("zen").hear("zen:", "z  nothing but the article").keys("\x1b")
	time.Sleep(200 * time.Millisecond) // an Esc and a letter at once are Alt and the letter
	f.quit()
}

func TestFlowFeeds(t *testing.T) {
	f, srv := beginFlow(t, "The Saltmarrow Light")
	second := ""
	for _, d := range srv.Feeds() {
		if d.Title == "Kestrel & Quern" {
			second = d.URL
		}
	}
	f.hear("All feeds, 12 unread.")
	f.keys("a").hear("address: ").keys(second+"\r").hear("1 feed at ", "Kestrel & Quern")
	f.keys("\r").hear("folder: ").keys("Tech\r").hear("Subscribed to Kestrel & Quern.")
	f.hear("Kestrel & Quern.", "Unread: ")
	f.keys("M").hear("folder for ").keys("\x15Machines/Kitchen\r").hear("moved to Machines/Kitchen. U undoes it.")
	f.keys("E").hear("name: ").keys("\x15Quern\r").hear("Renamed to Quern. U undoes it.")
	f.keys("U").hear("Undone: ")
	f.keys("D").hear("Remove ").keys("y").hear("removed. U brings it back.")
	f.keys("U").hear("Undone: ")
	f.quit()
	if out := f.run("feeds"); !strings.Contains(out, "Kestrel & Quern") {
		t.Errorf("undo did not bring the feed back: %s", out)
	}
	list := filepath.Join(t.TempDir(), "list.opml")
	if err := os.WriteFile(list, []byte(fmt.Sprintf(`<opml version="2.0"><body><outline text="New one" type="rss" xmlUrl="http://127.0.0.1:9/feed"/><outline text="Old" type="rss" xmlUrl=%q/></body></opml>`, second)), 0o600); err != nil {
		t.Fatal(err)
	}
	f.open()
	f.keys("h").hear("Feeds: ")
	f.keys("i").hear("file: ").keys(list+"\r").hear("list.opml brings 1 feed", "New one")
	f.keys("\r").hear("Imported 1 feed. U takes it back.")
	f.keys("U").hear("Undo “imported 1 feed”").keys("y").hear("Undone: ")
	f.quit()
}

// TestStormsOnATerminal: the drawn interface under resizes, a paste of a megabyte, and sequences that nobody knows.
func TestStormsOnATerminal(t *testing.T) {
	tt := open(t, environment(t), 140, 40, "demo")
	tt.wait(0, "Saltmarrow")
	tt.keys("\r")
	for i := range 120 {
		size := &unix.Winsize{Col: uint16(10 + i*37%190), Row: uint16(3 + i*13%57)}
		if err := unix.IoctlSetWinsize(int(tt.side.Fd()), unix.TIOCSWINSZ, size); err != nil {
			t.Fatal(err)
		}
		tt.keys("j")
		time.Sleep(4 * time.Millisecond)
	}
	for _, s := range []string{
		"\x1b[200~" + strings.Repeat("paste me ", 120_000) + "\x1b[201~", // outside of a question: nothing
		"\x1b[999;999;999Z", "\x1bO\x1b[[", "\x1b]99;what\x07", "\x1bP+r00\x1b\\", "\x1b[?1;2c", "\xff\xfe\x80", "\x1b[<0;500;500M", "\x1b[I", "\x1b[O\x1b[I",
	} {
		tt.keys(s)
	}
	if err := unix.IoctlSetWinsize(int(tt.side.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Col: 120, Row: 40}); err != nil {
		t.Fatal(err)
	}
	at := len(tt.output(0))
	tt.keys("?") // no Esc before or behind it: a busy machine reads both at once, as Alt
	tt.wait(at, "Moving")
	tt.keys("\x03Q")
	if code := tt.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	tt.restored()
	if m := regexp.MustCompile(`\x1b\]0;[^T]`).FindString(tt.output(0)); m != "" {
		t.Errorf("a title was set: %q", m)
	}
}
