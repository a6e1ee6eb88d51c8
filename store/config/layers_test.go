package config

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// lay writes files into a folder of its own and returns the places.
func lay(t *testing.T, files map[string]string) Paths {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return Paths{Config: filepath.Join(dir, "config.toml")}
}

func TestGather(t *testing.T) {
	paths := lay(t, map[string]string{
		"config.toml":          "[read]\nmeasure = 80\n[look]\ntheme = \"paper\"\n[keys.bind]\nj = \"up\"\n[[hook]]\nquery = \"a\"\nnotify = true\n[refresh]\nworkers = 7\n",
		"keys.toml":            "preset = \"emacs\"\n\"ctrl+n\" = \"next-unread\"\nj = \"down\"\n",
		"rules.d/20.toml":      "[[hook]]\nquery = \"c\"\nnotify = true\n",
		"rules.d/10.toml":      "[[hook]]\nquery = \"b\"\nnotify = true\n",
		"rules.d/.hidden.toml": "nonsense",
		"rules.d/readme.md":    "nonsense",
	})
	l, err := Gather(paths, []string{"TIDINGS_LOOK_THEME=moss", "TIDINGS_READ_JUSTIFY=yes", "TIDINGS_READ_MEASURE=", "TIDINGS_PROGRAMS_PLAYER=mpv --title={title} '{url}'", "TIDINGS_DATA=x", "TIDINGS_SYNC_PASSWORD=geheim", "TIDINGS_TOTALLY_ELSE=1", "PATH=/bin"},
		[]string{"refresh.workers=3", "refresh.timeout = 5s", `keys.bind={ x = "quit" }`})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Dir(paths.Config)
	got := map[string]string{}
	for _, s := range l.Describe() {
		if o := l.Origins[s.Key]; o != (Origin{}) {
			got[s.Key] = s.Value + " " + strings.TrimPrefix(o.String(), dir+string(filepath.Separator))
		}
	}
	want := map[string]string{
		"read.measure": "80 config.toml:2", "look.theme": `"moss" TIDINGS_LOOK_THEME`, "read.justify": "true TIDINGS_READ_JUSTIFY",
		"programs.player": `["mpv", "--title={title}", "{url}"] TIDINGS_PROGRAMS_PLAYER`, "refresh.workers": "3 --set", "refresh.timeout": `"5s" --set`,
		"keys.preset": `"emacs" keys.toml:1`, "keys.bind": `{ "x" = "quit" } --set`,
	}
	hook := got["hook"]
	delete(got, "hook")
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if !strings.HasSuffix(hook, filepath.FromSlash("rules.d/20.toml:1")) {
		t.Errorf("hook %q", hook)
	}
	var queries []string
	for _, h := range l.Hooks {
		queries = append(queries, h.Query)
	}
	if !slices.Equal(queries, []string{"a", "b", "c"}) {
		t.Errorf("hooks %v", queries)
	}
	if l.Sync.Password != Default().Sync.Password {
		t.Error("the password's variable became a setting")
	}
	if o := l.Origins["keys.bind.j"]; filepath.Base(o.File) != "keys.toml" || o.Line != 3 {
		t.Errorf("j is bound at %s", o)
	}
}

func TestGatherWithoutFile(t *testing.T) {
	l, err := Gather(lay(t, nil), nil, nil)
	if err != nil || !reflect.DeepEqual(l.Config, Default()) {
		t.Errorf("no file: %v", err)
	}
	if _, err := Gather(Paths{Config: t.TempDir()}, nil, nil); err == nil {
		t.Error("a folder was read as a file")
	}
}

func TestGatherErrors(t *testing.T) {
	for _, tt := range []struct {
		name     string
		files    map[string]string
		env, set string
		says     []string
	}{
		{"unknown key", map[string]string{"config.toml": "[look]\nthem = \"x\"\n"}, "", "", []string{"config.toml:2:", `did you mean "look.theme"`}},
		{"bad value", map[string]string{"config.toml": "[read]\n\nmeasure = 9999\n"}, "", "", []string{"config.toml:3:", "30 to 200"}},
		{"keys.toml, no text", map[string]string{"keys.toml": "x = 1\n"}, "", "", []string{"keys.toml:1:"}},
		{"keys.toml, preset", map[string]string{"keys.toml": "\npreset = \"ed\"\n"}, "", "", []string{"keys.toml:2:", "vim, newsboat, emacs"}},
		{"a rule's key", map[string]string{"rules.d/x.toml": "[[hook]]\nqery = \"x\"\n"}, "", "", []string{"x.toml:2:", "qery"}},
		{"not a rule", map[string]string{"rules.d/x.toml": "\n[look]\ntheme = \"x\"\n"}, "", "", []string{"x.toml:3:", "belongs into config.toml"}},
		{"variable, nearly one", nil, "TIDINGS_LOOK_THEM=x", "", []string{"TIDINGS_LOOK_THEM", "did you mean TIDINGS_LOOK_THEME?"}},
		{"variable, bad value", nil, "TIDINGS_READ_MEASURE=wide", "", []string{"TIDINGS_READ_MEASURE", "wide"}},
		{"variable, out of range", nil, "TIDINGS_READ_MEASURE=1", "", []string{"TIDINGS_READ_MEASURE", "30 to 200"}},
		{"set, unknown", nil, "", "look.them=x", []string{"--set look.them", `did you mean "look.theme"`}},
		{"set, no value", nil, "", "look.theme", []string{"--set look.theme", "look.theme=paper"}},
		{"set, bad list", nil, "", "programs.player=[1", []string{"--set programs.player"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var env, set []string
			if tt.env != "" {
				env = []string{tt.env}
			}
			if tt.set != "" {
				set = []string{tt.set}
			}
			l, err := Gather(lay(t, tt.files), env, set)
			if err == nil {
				t.Fatal("no error")
			}
			for _, s := range tt.says {
				if !strings.Contains(err.Error(), s) {
					t.Errorf("%q does not say %q", err, s)
				}
			}
			if !reflect.DeepEqual(l.Config, Default()) {
				t.Error("an error came with changed settings")
			}
		})
	}
}

func TestStamp(t *testing.T) {
	paths := lay(t, map[string]string{"rules.d/a.toml": ""})
	l, err := Gather(paths, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	before := l.Stamp()
	for _, name := range []string{"config.toml", "keys.toml", "rules.d/b.toml"} {
		path := filepath.Join(filepath.Dir(paths.Config), filepath.FromSlash(name))
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		after := l.Stamp()
		if after == before {
			t.Errorf("%s came unnoticed", name)
		}
		if err := os.Chtimes(path, time.Time{}, time.Unix(1, 0)); err != nil {
			t.Fatal(err)
		}
		if before = l.Stamp(); before == after {
			t.Errorf("%s changed unnoticed", name)
		}
	}
}
