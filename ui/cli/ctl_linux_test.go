package cli_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tidings/feed"
	"tidings/feed/poll"
	"tidings/store"
)

// Another program drives the interface on a terminal, and the store has what it marked.
func TestCtlDrivesTheInterface(t *testing.T) {
	run, err := os.MkdirTemp("", "run") // short enough for a socket
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(run)
	data := t.TempDir()
	db, err := store.Open(t.Context(), filepath.Join(data, "tidings.db"))
	if err != nil {
		t.Fatal(err)
	}
	id, err := db.AddFeed(t.Context(), feed.Feed{URL: "https://news.example/feed", Title: "Example News", Settings: feed.Settings{Paused: true}})
	if err != nil {
		t.Fatal(err)
	}
	var items []feed.Item
	for i := range 5 {
		items = append(items, feed.Item{
			GUID: fmt.Sprint(i), Title: fmt.Sprint("Headline number ", i), Published: time.Now().Add(-time.Duration(i) * time.Hour), Content: fmt.Sprintf("<p>The text of number %d.</p>", i),
		})
	}
	if _, err := db.SavePoll(t.Context(), poll.Result{Feed: id, Document: &feed.Document{Kind: feed.RSS, Items: items}, Now: time.Now()}); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	env := append(environment(t), "XDG_RUNTIME_DIR="+run)
	daemon := exec.Command(filepath.Join(programDir, "tidings"), "--data", data, "daemon") // it takes none of the interface's orders
	daemon.Env = env
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	for i := 0; ; i++ {
		if sockets, _ := filepath.Glob(filepath.Join(run, "tidings", "*.daemon.sock")); len(sockets) == 1 {
			break
		}
		if i == 600 {
			t.Fatal("the daemon does not listen")
		}
		time.Sleep(50 * time.Millisecond)
	}
	tt := open(t, env, 120, 30, "--data", data)
	at := tt.wait(0, "Headline number 4")
	type state struct {
		OK    bool
		Error string
		State struct {
			Position   int
			Pane       string
			Item, Open *struct {
				ID               int64
				Title            string
				Read, Bookmarked bool
			}
		}
	}
	ctl := func(args ...string) state {
		t.Helper()
		c := exec.Command(filepath.Join(programDir, "tidings"), append([]string{"--data", data, "ctl"}, args...)...)
		c.Env = env
		out, err := c.Output()
		var s state
		if jerr := json.Unmarshal(out, &s); jerr != nil || (err == nil) != s.OK {
			t.Fatalf("ctl %q: %s %v", args, out, err)
		}
		return s
	}
	if s := ctl("status"); s.State.Position != 1 || s.State.Item == nil || s.State.Item.Title != "Headline number 0" {
		t.Errorf("%+v", s)
	}
	ctl("next")
	if s := ctl("open"); s.State.Open == nil || s.State.Open.Title != "Headline number 1" || s.State.Pane != "article" {
		t.Errorf("%+v", s)
	}
	tt.wait(at, "The text of number 1.")
	if s := ctl("mark", "bookmark"); !s.State.Open.Bookmarked {
		t.Errorf("%+v", s)
	}
	if s := ctl("dance"); s.OK || !strings.Contains(s.Error, "no command") {
		t.Errorf("%+v", s)
	}
	ctl("quit")
	if code := tt.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	tt.restored()
	if s := ctl("status"); !s.OK || s.State.Item != nil { // the daemon's
		t.Errorf("%+v", s)
	}
	if err := daemon.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := daemon.Wait(); err != nil {
		t.Errorf("the daemon: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(run, "tidings", "*")); len(left) > 0 {
		t.Errorf("%q was left behind", left)
	}
	db, err = store.Open(t.Context(), filepath.Join(data, "tidings.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	list, err := db.Headlines(t.Context(), feed.Query{Bookmarked: true})
	if err != nil || len(list) != 1 || list[0].Title != "Headline number 1" || !list[0].Read {
		t.Errorf("%+v %v", list, err)
	}
}
