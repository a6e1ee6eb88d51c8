package system

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"tidings/feed"
)

func TestFill(t *testing.T) {
	for _, tt := range []struct {
		words []string
		want  []string
	}{
		{[]string{"open"}, []string{"open", "https://e.org/?a=1&b=$(x)"}},
		{[]string{"mpv", "--title={title}", "{url}"}, []string{"mpv", "--title=A; rm -rf", "https://e.org/?a=1&b=$(x)"}},
	} {
		if got := fill(tt.words, "https://e.org/?a=1&b=$(x)", "--A; rm -rf"); !slices.Equal(got, tt.want) {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// script writes a program that keeps its arguments, one a line, and then runs body.
func script(t *testing.T, body string) (program, kept string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the programs of this test are shell scripts")
	}
	dir := t.TempDir()
	program, kept = filepath.Join(dir, "program"), filepath.Join(dir, "kept")
	if err := os.WriteFile(program, []byte("#!/bin/sh\nprintf '%s\\n' \"$@\" > "+kept+"\n"+body+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return program, kept
}

// $BROWSER that makes an address a part of a shell's text is refused: an address may hold $(…).
func TestOpenURLGoesThroughNoShell(t *testing.T) {
	dir := t.TempDir()
	url := "https://example.org/$(touch${IFS}" + filepath.Join(dir, "harm") + ")"
	for browser, refused := range map[string]bool{`sh -c "true %s"`: true, `sh -c 'true;%s'`: true, `sh -c 'true "$1"' sh %s`: false, `true --new %s`: false, `true --url=%s`: false, "true": false} {
		t.Setenv("BROWSER", browser)
		if err := New(nil, nil).OpenURL(context.Background(), url); (err != nil) != refused {
			t.Errorf("%s: %v", browser, err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "harm")); err == nil {
		t.Error("the address was run")
	}
}

func TestOpenURLPassesOneArgument(t *testing.T) {
	program, kept := script(t, "")
	url := "https://example.org/a?b=1&c='$(id)'"
	if err := New([]string{program}, nil).OpenURL(context.Background(), url); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(kept)
	if err != nil || strings.Count(string(got), "\n") != 1 || !strings.HasPrefix(string(got), "https://example.org/a?b=1&c=") {
		t.Errorf("%q %v", got, err)
	}
}

func TestOpenURLRefusesOtherSchemes(t *testing.T) {
	program, kept := script(t, "")
	s := New([]string{program}, []string{program})
	for _, url := range []string{"file:///etc/passwd", "javascript:alert(1)", "-version", ""} {
		if s.OpenURL(context.Background(), url) == nil {
			t.Errorf("%q was opened", url)
		}
		if s.Play(context.Background(), feed.Enclosure{URL: url}) == nil {
			t.Errorf("%q was played", url)
		}
	}
	if _, err := os.Stat(kept); err == nil {
		t.Error("the program ran")
	}
}

func TestFailingBrowserIsToldInWords(t *testing.T) {
	program, _ := script(t, `printf 'no \033[31mdisplay\n' >&2; exit 3`)
	err := New([]string{program}, nil).OpenURL(context.Background(), "https://example.org/")
	if err == nil || !strings.Contains(err.Error(), "no display") || strings.Contains(err.Error(), "\x1b") {
		t.Errorf("%q", err)
	}
}

func TestBrowserVariable(t *testing.T) {
	program, kept := script(t, "")
	t.Setenv("BROWSER", "no-such-browser:"+program+" --new-tab %s")
	if err := New(nil, nil).OpenURL(context.Background(), "https://example.org/"); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(kept); string(got) != "--new-tab\nhttps://example.org/\n" {
		t.Errorf("%q", got)
	}
}

func TestAProgramThatRunsOnIsNotWaitedFor(t *testing.T) {
	program, _ := script(t, "exec sleep 30")
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	if err := New([]string{program}, nil).OpenURL(ctx, "https://example.org/"); err != nil {
		t.Error(err)
	}
}

func TestPipe(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("uses cat")
	}
	p, err := New(nil, nil).Pipe("cat -", "the text")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	p.SetStdin(strings.NewReader("\n"))
	p.SetStdout(&out)
	p.SetStderr(&out)
	if err := p.Run(); err != nil || !strings.HasPrefix(out.String(), "the text\nEnter goes back") {
		t.Errorf("%q %v", out.String(), err)
	}
	out.Reset()
	file := filepath.Join(t.TempDir(), "a file")
	t.Setenv("SHELL", "/bin/sh")
	t.Setenv("TO", file)
	p, err = New(nil, nil).Pipe(`tr a-z A-Z | tr X Y > "$TO"; echo done`, "the text")
	if err != nil {
		t.Fatal(err)
	}
	keys := strings.NewReader("\nj")
	p.SetStdin(keys)
	p.SetStdout(&out)
	p.SetStderr(&out)
	if err := p.Run(); err != nil || !strings.HasPrefix(out.String(), "done\n") || !strings.Contains(out.String(), "Enter goes back") {
		t.Errorf("%q %v", out.String(), err)
	}
	if b, err := os.ReadFile(file); string(b) != "THE TEYT" {
		t.Errorf("the file holds %q, %v", b, err)
	}
	for _, bad := range []string{"", "no-such-program-here x", "'unclosed"} {
		if _, err := New(nil, nil).Pipe(bad, ""); err == nil {
			t.Errorf("Pipe(%q) has no error", bad)
		}
	}
}

func TestWhatAProgramSaysIsBounded(t *testing.T) {
	var b beginning
	for range 100 {
		if n, err := b.Write(make([]byte, 1000)); n != 1000 || err != nil {
			t.Fatal(n, err)
		}
	}
	if b.Len() != 4096 {
		t.Errorf("%d bytes kept", b.Len())
	}
}
