package ui

import (
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// session drives a Model as a person would: keys in, the screen out. Commands run at once, one after the other; clocks
// do not run, but what waits for them is kept in due.
type session struct {
	t   *testing.T
	m   *Model
	f   *fake
	due []tea.Msg
	out []tea.Msg // messages that are Bubble Tea's own: quit, suspend, clipboard
}

func start(t *testing.T, f *fake, w, h int, change ...func(*Options)) *session {
	t.Helper()
	dark := true
	o := Options{
		Library: f, Opener: f, Refresher: f, Subscriber: f, System: f, Demo: true,
		Now: func() time.Time { return fakeNow }, Dark: &dark,
	}
	for _, c := range change {
		c(&o)
	}
	s := &session{t: t, m: New(o), f: f}
	s.m.tick = func(_ time.Duration, msg tea.Msg) tea.Cmd {
		s.due = append(s.due, msg)
		return nil
	}
	s.run(s.m.Init())
	s.send(tea.WindowSizeMsg{Width: w, Height: h})
	return s
}

// run runs a command and all that follows from it.
func (s *session) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	msg := cmd()
	if msg == nil {
		return
	}
	if v := reflect.ValueOf(msg); v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() { // batch or sequence
		for i := range v.Len() {
			s.run(v.Index(i).Interface().(tea.Cmd))
		}
		return
	}
	s.send(msg)
}

func (s *session) send(msg tea.Msg) {
	if strings.HasPrefix(reflect.TypeOf(msg).String(), "tea.") {
		s.out = append(s.out, msg)
	}
	s.f.closed = true
	_, cmd := s.m.Update(msg)
	s.m.View()
	s.f.closed = false
	s.run(cmd)
}

// keys presses keys, separated by spaces.
func (s *session) keys(ks string) *session {
	s.t.Helper()
	for _, k := range strings.Fields(ks) {
		s.send(key(k))
	}
	return s
}

// text types letters.
func (s *session) text(t string) *session {
	for _, r := range t {
		s.send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return s
}

func key(k string) tea.KeyPressMsg {
	var mod tea.KeyMod
	for {
		switch {
		case strings.HasPrefix(k, "ctrl+"):
			k, mod = k[5:], mod|tea.ModCtrl
			continue
		case strings.HasPrefix(k, "alt+"):
			k, mod = k[4:], mod|tea.ModAlt
			continue
		case strings.HasPrefix(k, "shift+"):
			k, mod = k[6:], mod|tea.ModShift
			continue
		}
		break
	}
	named := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace, "up": tea.KeyUp, "down": tea.KeyDown,
		"left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
		"backspace": tea.KeyBackspace, "f1": tea.KeyF1,
	}
	if c, ok := named[k]; ok {
		m := tea.KeyPressMsg{Code: c, Mod: mod}
		if c == tea.KeySpace && mod == 0 {
			m.Text = " "
		}
		return m
	}
	m := tea.KeyPressMsg{Code: []rune(k)[0], Mod: mod}
	if mod == 0 {
		m.Text = k
	}
	return m
}

// expire lets the clocks that are under way run out.
func (s *session) expire() {
	due := s.due
	s.due = nil
	for _, msg := range due {
		s.send(msg)
	}
}

// lines returns the screen without styles; it fails if a line is not exactly as wide as the screen.
func (s *session) lines() []string {
	s.t.Helper()
	ls := s.m.screen()
	if len(ls) != s.m.h && s.m.w > 0 {
		s.t.Errorf("%d lines on a screen of %d", len(ls), s.m.h)
	}
	out := make([]string, len(ls))
	for i, l := range ls {
		if n := ansi.Method(s.m.measure).StringWidth(l); n != s.m.w {
			s.t.Errorf("line %d is %d columns wide on a screen of %d: %q", i, n, s.m.w, ansi.Strip(l))
		}
		out[i] = strings.TrimRight(ansi.Strip(l), " ")
	}
	return out
}

func (s *session) screen() string { return strings.Join(s.lines(), "\n") }

// sees fails unless the screen shows the text.
func (s *session) sees(texts ...string) *session {
	s.t.Helper()
	got := s.screen()
	for _, text := range texts {
		if !strings.Contains(got, text) {
			s.t.Errorf("the screen does not show %q:\n%s", text, got)
		}
	}
	return s
}

func (s *session) seesNot(texts ...string) *session {
	s.t.Helper()
	got := s.screen()
	for _, text := range texts {
		if strings.Contains(got, text) {
			s.t.Errorf("the screen shows %q:\n%s", text, got)
		}
	}
	return s
}

// cursor returns the title under the cursor of the list of items.
func (s *session) cursor() string {
	r, _ := s.m.items.current()
	return r.Title
}

func (s *session) golden(name string) *session {
	s.t.Helper()
	compare(s.t, name+".txt", s.screen()+"\n")
	return s
}

// styled compares the screen with its escape sequences, made readable.
func (s *session) styled(name string) *session {
	s.t.Helper()
	compare(s.t, name+".ansi", strings.ReplaceAll(strings.Join(s.m.screen(), "\n"), "\x1b", "␛")+"\n")
	return s
}

func compare(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (rewrite it with -update and look at the difference); got:\n%s", path, got)
	}
}
