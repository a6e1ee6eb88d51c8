package cli

import (
	"encoding/xml"
	"io"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"tidings/feed/poll"
)

func TestSystemdQuote(t *testing.T) {
	for in, want := range map[string]string{
		"/usr/bin/tidings": "/usr/bin/tidings", "a b": `"a b"`, `a"b`: `"a\"b"`, "50%": "50%%", "$HOME": "$$HOME", "": `""`, `a\b`: `"a\\b"`,
	} {
		if got := systemdQuote(in); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

func TestUnits(t *testing.T) {
	t.Setenv("HOME", "/home/ann")
	t.Setenv("XDG_CONFIG_HOME", "")
	u := unit{name: "tidings-work", exe: "/opt/my programs/tidings", flags: []string{"--profile", "work", "--data", "/d/100%/<x>"}}
	m, err := u.systemd(false, 0)
	if err != nil {
		t.Fatal(err)
	}
	f := m.files[0]
	if filepath.ToSlash(f.path) != "/home/ann/.config/systemd/user/tidings-work.service" && runtime.GOOS != "windows" ||
		!strings.Contains(f.text, `ExecStart="/opt/my programs/tidings" daemon --profile work --data /d/100%%/<x>`) {
		t.Errorf("%s\n%s", f.path, f.text)
	}
	m, err = u.systemd(true, 15*time.Minute)
	if err != nil || len(m.files) != 2 || !strings.Contains(m.files[1].text, "OnUnitActiveSec=900s") || !strings.Contains(m.files[0].text, "Type=oneshot") ||
		strings.Contains(m.files[0].text, "[Install]") || m.start[1][3] != "tidings-work-refresh.timer" {
		t.Errorf("%+v %v", m, err)
	}
	m, err = u.launchd(true, 15*time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(strings.NewReader(m.files[0].text))
	var words []string
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if c, ok := tok.(xml.CharData); ok {
			words = append(words, string(c))
		}
	}
	if !slices.Contains(words, "/d/100%/<x>") || !slices.Contains(words, "900") {
		t.Errorf("%q", words)
	}
	if got, _ := u.cron(15 * time.Minute); !strings.Contains(got, `*/15 * * * * '/opt/my programs/tidings' refresh --due --profile work --data '/d/100\%/<x>'`) {
		t.Error(got)
	}
	if got, _ := u.cron(3 * time.Hour); !strings.Contains(got, "0 */3 * * * ") {
		t.Error(got)
	}
}

// Where systemd is there, it is asked whether the units are right.
func TestSystemdTakesTheUnits(t *testing.T) {
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("no systemd-analyze here")
	}
	dir := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", dir)
	for _, timer := range []bool{false, true} {
		m, err := unit{name: "tidings", exe: "/bin/true"}.systemd(timer, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		var paths []string
		for _, f := range m.files {
			if err := writeUnit(f); err != nil {
				t.Fatal(err)
			}
			paths = append(paths, f.path)
		}
		out, err := exec.Command("systemd-analyze", append([]string{"verify", "--user", "--man=no"}, paths...)...).CombinedOutput()
		if err != nil && strings.Contains(string(out), dir) {
			t.Errorf("%v: %s", err, out)
		}
	}
}

func TestProgressBar(t *testing.T) {
	g := poll.Progress{Done: 24, Total: 96, New: 1, Failed: make([]poll.Failure, 2)}
	for columns, want := range map[int]string{
		80: "[#######.......................] 24 of 96 feeds, 1 new item, 2 failed",
		50: "[##.........] 24 of 96 feeds, 1 new item, 2 failed",
		40: "24 of 96 feeds, 1 new item, 2 failed",
		10: "24 of…",
		-1: "",
	} {
		if got := progressBar(g, columns); got != want || len(got) > max(columns, 0) {
			t.Errorf("%d columns: %q", columns, got)
		}
	}
	if got := progressBar(poll.Progress{}, 80); got != "0 of 0 feeds, 0 new items" {
		t.Error(got)
	}
}
