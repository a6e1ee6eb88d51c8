package main

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// TestLeaks checks a small module with leaks: just the lines that say so are complained of.
func TestLeaks(t *testing.T) {
	dir, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	all, err := packages.Load(&packages.Config{Dir: dir, Mode: packages.LoadSyntax}, "./...")
	if err != nil || packages.PrintErrors(all) > 0 {
		t.Fatal("the module does not load:", err)
	}
	c := newChecker(dir, map[string]bool{}, all)
	for c.round() {
	}
	var got []string
	for _, s := range c.complaints {
		at := strings.SplitN(s, ":", 3)
		got = append(got, at[0]+":"+at[1])
	}
	var want []string
	for _, name := range []string{"feed/feed.go", "ui/cli/cli.go"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		for i, l := range strings.Split(string(b), "\n") {
			if strings.HasSuffix(l, "// leak") {
				want = append(want, name+":"+strconv.Itoa(i+1))
			}
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	got = slices.Compact(got)
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("%s: a leak that was not seen", w)
		}
	}
	for _, g := range got {
		if !slices.Contains(want, g) {
			t.Errorf("%s: no leak, but complained of: %v", g, c.complaints)
		}
	}
}
