package system

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestPaths(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	for _, name := range []string{"feeds.opml", "feeds.json", "urls", ".hidden", "b\x1b]0;x\a"} {
		if err := os.WriteFile(filepath.Join(home, name), nil, 0o600); err != nil {
			t.Skip(err) // a file system that takes no such name
		}
	}
	if err := os.Mkdir(filepath.Join(home, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	slash := string(filepath.Separator)
	for _, c := range []struct {
		typed string
		want  []string
	}{
		{"~", []string{"~" + slash}},
		{"~/", []string{"~/feeds.json", "~/feeds.opml", "~/folder" + slash, "~/urls"}},
		{"~/fe", []string{"~/feeds.json", "~/feeds.opml"}},
		{"~/.", []string{"~/.hidden"}},
		{"~/folder/", nil},
		{"~/nothing", nil},
		{filepath.Join(home, "u"), []string{filepath.Join(home, "urls")}},
	} {
		got, err := System{}.Paths(t.Context(), c.typed)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("Paths(%q) = %q, %v; want %q", c.typed, got, err, c.want)
		}
	}
	if _, err := (System{}).Paths(t.Context(), "~/none/x"); err == nil {
		t.Error("a folder that is not there is no error")
	}
	if got, want := Expand("~/urls"), filepath.Join(home, "urls"); got != want {
		t.Errorf("Expand: %q, want %q", got, want)
	}
	if got := Expand("~other/urls"); got != "~other/urls" {
		t.Errorf("Expand: %q", got)
	}
}
