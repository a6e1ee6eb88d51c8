package cli_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/rogpeppe/go-internal/testscript"

	"tidings/feed/demo"
)

// The scripts in testdata run the program as it is shipped, as a process of its own: the wiring in main is a part of what
// they check. TestMain builds it once.
var programDir string

func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
	dir, err := os.MkdirTemp("", "tidings-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	name := "tidings"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	build := exec.Command("go", "build", "-o", filepath.Join(dir, name), "tidings")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "the program does not build: %v\n%s", err, out)
		return 1
	}
	programDir = dir
	return m.Run()
}

func TestScripts(t *testing.T) {
	seed, err := filepath.Abs(filepath.FromSlash("../../../shared/seed"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               func(env *testscript.Env) error { return setUp(env, seed) },
		Condition: func(cond string) (bool, error) {
			switch cond {
			case "seed":
				_, err := os.Stat(filepath.Join(seed, "feed.xml"))
				return err == nil, nil
			case "root":
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"clean":    clean,
			"expected": expected,
			"field":    field,
			"unplug":   unplug,
			"item":     item,
			"put":      put,
			"await":    await,
			"exits":    exits,
			"within":   within,
			"count":    count,
			"future":   future,
			"samejson": sameJSON,
			"pause":    pause,
		},
	})
}

// plug ends the servers of a script; started is when it began, for within.
type (
	plugKey  struct{}
	clockKey struct{}
)

// setUp gives a script a home of its own, the demo's sites ($HARBOUR, $TALBOTE …: front pages), a server of bad manners
// ($ROUGH) and one for the script's own files in www ($FILES).
func setUp(env *testscript.Env, seed string) error {
	work := env.WorkDir
	for _, dir := range []string{"home", "tmp", "www"} {
		if err := os.MkdirAll(filepath.Join(work, dir), 0o700); err != nil {
			return err
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	sites, err := demo.Start(ctx, demo.Options{Calm: true})
	if err != nil {
		stop()
		return err
	}
	rough := newRough(filepath.Join(work, "www"))
	plug := func() {
		stop()
		rough.Close()
		_ = sites.Close()
	}
	env.Defer(plug)
	env.Values[plugKey{}] = plug
	env.Values[clockKey{}] = new(time.Time)
	for _, s := range sites.Sites() {
		env.Setenv(strings.ToUpper(s.ID), strings.TrimSuffix(s.URL, "/"))
		env.Setenv(strings.ToUpper(s.ID)+"_FEED", s.Feeds[0])
		env.Setenv(strings.ToUpper(s.ID)+"_12", sites.Page(s.ID, 12))
	}
	env.Setenv("ROUGH", rough.URL)
	env.Setenv("FILES", rough.URL+"/files")
	env.Setenv("SEED", seed)
	home := filepath.Join(work, "home")
	for _, name := range []string{"HOME", "USERPROFILE", "home"} {
		env.Setenv(name, home)
	}
	env.Setenv("XDG_CONFIG_HOME", filepath.Join(home, ".config"))
	env.Setenv("XDG_DATA_HOME", filepath.Join(home, ".local", "share"))
	env.Setenv("XDG_STATE_HOME", filepath.Join(home, ".local", "state"))
	env.Setenv("XDG_CACHE_HOME", filepath.Join(home, ".cache"))
	env.Setenv("TMPDIR", filepath.Join(work, "tmp"))
	env.Setenv("TZ", "UTC")
	env.Setenv("TIDINGS_REFRESH_HOST_PAUSE", "0s") // all servers are the script's own; courtesy costs seconds
	env.Setenv("PATH", programDir+string(os.PathListSeparator)+env.Getenv("PATH"))
	return seedFiles(seed, filepath.Join(work, "www"), rough.URL)
}

// seedFiles puts the seed's feed and pages under www, the feed's link turned to the page beside it. Without a seed there is
// nothing to do: its scripts skip.
func seedFiles(seed, www, base string) error {
	feed, err := os.ReadFile(filepath.Join(seed, "feed.xml"))
	if err != nil {
		return nil
	}
	link := regexp.MustCompile(`<link>https://[^<]*\.html</link>`)
	feed = link.ReplaceAll(feed, []byte("<link>"+base+"/files/seed-page.html</link>"))
	page, err := os.ReadFile(filepath.Join(seed, "page.html"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(www, "seed-feed.xml"), feed, 0o600); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(www, "seed-page.html"), page, 0o600)
}

// clean fails when the output of the last command holds a byte that a terminal could take for an order: clean stdout|stderr.
func clean(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: clean stdout|stderr|FILE")
	}
	for i, r := range ts.ReadFile(args[0]) {
		hostile := unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r) ||
			r == '\u2028' || r == '\u2029' || r == unicode.ReplacementChar
		if hostile {
			ts.Fatalf("byte %d of %s is %U", i, args[0], r)
		}
	}
}

// expected writes the clean text of a demo article: expected SITE N FILE.
func expected(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: expected SITE N FILE")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	text := demo.Expected(args[0], n)
	if text == "" {
		ts.Fatalf("no article %d of %s", n, args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(text+"\n"), 0o600))
}

// field takes a member out of the JSON object on standard output and writes it to a file: field NAME FILE. Of an array of
// objects it writes the member of each, one a line.
func field(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: field NAME FILE")
	}
	var out strings.Builder
	put := func(v any) {
		if s, ok := v.(string); ok {
			out.WriteString(s)
		} else {
			b, err := json.Marshal(v)
			ts.Check(err)
			out.Write(b)
		}
		out.WriteByte('\n')
	}
	raw := []byte(ts.ReadFile("stdout"))
	var one map[string]any
	var many []map[string]any
	if err := json.Unmarshal(raw, &one); err == nil {
		v, ok := one[args[0]]
		if !ok {
			ts.Fatalf("no field %q in %s", args[0], raw)
		}
		if list, ok := v.([]any); ok {
			for _, el := range list {
				if m, ok := el.(map[string]any); ok {
					put(m["text"])
				} else {
					put(el)
				}
			}
		} else {
			put(v)
		}
	} else {
		ts.Check(json.Unmarshal(raw, &many))
		for _, m := range many {
			put(m[args[0]])
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(out.String()), 0o600))
}

// unplug ends all servers of the script.
func unplug(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: unplug")
	}
	ts.Value(plugKey{}).(func())()
}

// item finds the item of the last "list --json" whose title contains a text and keeps its number in a variable: item NAME TEXT.
func item(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: item NAME TEXT")
	}
	var list []struct {
		ID    int64
		Title string
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &list))
	for _, h := range list {
		if strings.Contains(h.Title, args[1]) {
			ts.Setenv(args[0], strconv.FormatInt(h.ID, 10))
			return
		}
	}
	ts.Fatalf("no item with %q among %d", args[1], len(list))
}

// await waits until a Tidings listens on the control socket: await ctl.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 || args[0] != "ctl" {
		ts.Fatalf("usage: await ctl")
	}
	for range 100 {
		if ts.Exec("tidings", "ctl", "status") == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("nobody listens")
}

// put writes a line into a file: put FILE LINE. The scripts' own files cannot hold the servers' addresses.
func put(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: put FILE LINE")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(args[1]+"\n"), 0o600))
}

// exits runs a command that must end with the given code: exits CODE COMMAND ARG...
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARG...")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}

// within starts a stopwatch without an argument, and fails when more than the given time has passed since: within [5s]. It
// guards against hanging, so the times are generous.
func within(ts *testscript.TestScript, neg bool, args []string) {
	started := ts.Value(clockKey{}).(*time.Time)
	if len(args) == 0 {
		*started = time.Now()
		return
	}
	limit, err := time.ParseDuration(args[0])
	ts.Check(err)
	if took := time.Since(*started); neg || took > limit {
		ts.Fatalf("took %v", took)
	}
}

// count fails unless a file has so many lines: count N FILE.
func count(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: count N FILE")
	}
	if got := strings.Count(ts.ReadFile(args[1]), "\n"); strconv.Itoa(got) != args[0] {
		ts.Fatalf("%s has %d lines, want %s", args[1], got, args[0])
	}
}

// future raises the format number of a closed store beyond what any version knows: future FILE. It is SQLite's user_version,
// four bytes at offset 60 of the file (sqlite.org/fileformat.html, section 1.3).
func future(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: future FILE")
	}
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_WRONLY, 0)
	ts.Check(err)
	_, err = f.WriteAt([]byte{0, 0, 0x7f, 0xff}, 60)
	ts.Check(errors.Join(err, f.Close()))
}

// sameJSON fails unless two files hold the same JSON object, but for one member: samejson FILE FILE MEMBER.
func sameJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: samejson FILE FILE MEMBER")
	}
	var objects [2]map[string]any
	for i := range objects {
		ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[i])), &objects[i]))
		delete(objects[i], args[2])
	}
	if !reflect.DeepEqual(objects[0], objects[1]) {
		ts.Fatalf("they differ:\n%s\n%s", ts.ReadFile(args[0]), ts.ReadFile(args[1]))
	}
}

// pause waits: pause TIME. Only for giving a program in the background the time to begin.
func pause(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: pause TIME")
	}
	d, err := time.ParseDuration(args[0])
	ts.Check(err)
	time.Sleep(d)
}
