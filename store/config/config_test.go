package config

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	c, err := parse([]byte("[read]\nmeasure = 80\n[refresh]\nhost_pause = \"0s\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	want.Read.Measure, want.Refresh.HostPause = 80, 0
	if !reflect.DeepEqual(c, want) {
		t.Errorf("got %+v", c)
	}
}

func TestParseErrors(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"[read]\nmesure = 80\n", `2: unknown key "read.mesure"; did you mean "read.measure"?`},
		{"[read]\nmeasure = 5\n", "2: read.measure: 5 is out of range: 30 to 200"},
		{"[read]\nmeasure = \"wide\"\n", "2: read.measure: a whole number is due here, not a value of type string"},
		{"[read]\njustify = 1\n", "2: read.justify: true or false is due here, not a value of type integer"},
		{"[look]\ntheme = 1\n", "2: look.theme: text in quotes is due here, not a value of type integer"},
		{"[look]\n\nbackground = \"pink\"\n", `3: look.background: "pink" is not one of auto, light, dark`},
		{"[refresh]\nhost_pause = \"soon\"\n", "2: refresh.host_pause"},
		{"look = 3\n", "1: look: a table is due here, not a value of type integer"},
		{"keys.bind = 3\n", "1: keys.bind: a table is due here, not a value of type integer"},
		{"hook = 3\n", "1: hook: a list of tables is due here, not a value of type integer"},
		{"[refresh\n", "1:"},
		{"keys.preset = \"ed\"", "1: keys.preset"},
		{"[sync]\npassword = \"hunter2\"\n", "2: sync.password: a password does not belong into this file: write env:NAME, cmd:PROGRAM ARG… or keyring"},
		{"[sync]\nheaders = { AppKey = \"hunter2\" }\n", "2: sync.headers: values are written"},
		{"[read]\nmeasure = 70\n[[hook]]\nquery = \"a\"\n", "3: hook: number 1: a hook has a command, or notify = true"},
		{"[[hook]]\nquery = \"a\"\nnotify = true\nper_minute = 1000\n", "1: hook: number 1: per_minute is out of range"},
		{"[[hook]]\ncommand = [\"/bin/sh\", \"-c\", \"echo {title}\"]\n", "1: hook: number 1: {url} or {title} in a shell’s text"},
		{"[programs]\nplayer = [\"bash\", \"-lc\", \"mpv {url}\"]\n", "2: programs.player: {url} or {title} in a shell’s text"},
		{"[[hook]]\nquerry = \"a\"\n", "2: unknown key \"hook.querry\""},
		{"[sync]\nevery = \"5s\"\n", "2: sync.every: out of range"},
	} {
		c, err := parse([]byte(tt.in))
		if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("parse(%q): %v, want %s", tt.in, err, tt.want)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("parse(%q) shows a secret: %v", tt.in, err)
		}
		if !reflect.DeepEqual(c, Default()) {
			t.Errorf("parse(%q) changed the defaults", tt.in)
		}
	}
}

func TestShellText(t *testing.T) {
	for _, command := range [][]string{{"foot", "sh", "-c", "w3m {url}"}, {"env", "-i", "/bin/bash", "-e", "-c", "x {title}"}, {"sh", "-ec", "echo {title}", "sh"}} {
		if !shellText(command) {
			t.Errorf("%q hands nothing to a shell", command)
		}
	}
	for _, command := range [][]string{{"foot", "sh", "-c", `w3m "$1"`, "sh", "{url}"}, {"sh", "-c", `echo "$1"`, "sh", "{title}"}, {"my-script", "-c", "{title}"}, {"bash", "script", "{url}"}, {"sh"}, nil} {
		if shellText(command) {
			t.Errorf("%q is refused", command)
		}
	}
}

func TestEverySettingIsDocumented(t *testing.T) {
	typ := reflect.TypeFor[Config]()
	for i := range typ.NumField() {
		if f := typ.Field(i); f.Type.Kind() == reflect.Slice {
			if f.Tag.Get("doc") == "" || f.Tag.Get("toml") == "" {
				t.Errorf("%s has no doc or toml tag", f.Name)
			}
			continue
		}
		for f := range typ.Field(i).Type.Fields() {
			if f.Tag.Get("doc") == "" || f.Tag.Get("toml") == "" {
				t.Errorf("%s.%s has no doc or toml tag", typ.Field(i).Name, f.Name)
			}
		}
	}
}

func TestFind(t *testing.T) {
	home := t.TempDir()
	for _, k := range []string{"TIDINGS_PROFILE", "TIDINGS_DATA", "TIDINGS_CONFIG", "XDG_CONFIG_HOME"} {
		t.Setenv(k, "")
	}
	t.Setenv("HOME", home)
	t.Setenv("XDG_DATA_HOME", filepath.Join(home, "d"))
	p, err := Find(Where{Profile: "work"})
	if err != nil || p.Store != filepath.Join(home, "d", "tidings", "work", "tidings.db") {
		t.Errorf("%+v %v", p, err)
	}
	if _, err := Find(Where{Profile: "../etc"}); err == nil {
		t.Error("a profile may leave its folder")
	}
	missing := filepath.Join(home, "missing.toml")
	if _, err := Find(Where{Config: missing}); err == nil || err.Error() != "--config "+missing+": there is no such file" {
		t.Errorf("a config file that is not there: %v", err)
	}
	t.Setenv("TIDINGS_CONFIG", missing)
	if _, err := Find(Where{}); err == nil || err.Error() != "TIDINGS_CONFIG "+missing+": there is no such file" {
		t.Errorf("a config file that is not there: %v", err)
	}
	t.Setenv("TIDINGS_CONFIG", "")
	t.Setenv("TIDINGS_DATA", filepath.Join(home, "x"))
	if p, _ = Find(Where{}); p.Store != filepath.Join(home, "x", "tidings.db") {
		t.Errorf("TIDINGS_DATA ignored: %+v", p)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("[read]\nmeasure = 80\n"))
	f.Add([]byte("[refresh]\nhost_pause = \"250ms\"\n[keys.bind]\nj = \"down\"\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := parse(b)
		if err != nil && !reflect.DeepEqual(c, Default()) {
			t.Error("an error came with changed settings")
		}
		if err == nil && time.Duration(c.Refresh.Whole) < 10*time.Millisecond {
			t.Error("an unusable time limit passed")
		}
	})
}
