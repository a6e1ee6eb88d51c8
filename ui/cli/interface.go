package cli

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"tidings/store/config"
	"tidings/ui"
	"tidings/ui/keys"
	"tidings/ui/picture"
	"tidings/ui/style"
)

// InterfaceOptions are the interface's options as the session's settings say. The caller adds the ports that it owns.
func InterfaceOptions(s *Session) (ui.Options, error) {
	c := s.Config
	layers := config.Layers{Config: c}
	if s.Gather != nil {
		again, err := s.Gather()
		if err != nil {
			return ui.Options{}, err
		}
		layers = again
		layers.Config = c // as the session was made
	}
	look, err := lookOf(layers, s.Paths)
	if err != nil {
		return ui.Options{}, err
	}
	// How a terminal shows pictures does not depend on the line to it; whether it does so unasked does.
	here := func(name string) string {
		if name == "SSH_CONNECTION" || name == "SSH_TTY" {
			return ""
		}
		return os.Getenv(name)
	}
	const colors = 256 // the interface knows better, later
	o := ui.Options{
		Pictures: s.Opener, PictureMode: picture.Detect(here, colors),
		WithPictures: c.Read.Pictures && picture.Detect(os.Getenv, colors) != picture.Off,
		Library:      s.Library, Opener: s.Opener, Refresher: s.Poller, Subscriber: s.Subscriber, System: s.System,
		Keys: look.Keys, Theme: look.Theme, Themed: look.Themed, Dark: look.Dark, Marks: look.Marks,
		Measure: look.Measure, Justify: look.Justify, Hyphenate: look.Hyphenate, NoMouse: look.NoMouse, Demo: true,
	}
	if s.Gather != nil {
		o.Settings = changes(s, layers)
	}
	if s.Linear {
		o.Linear = os.Stdout
	}
	return o, nil
}

// lookOf is what the interface can take over while it runs.
func lookOf(l config.Layers, paths config.Paths) (ui.Settings, error) {
	c := l.Config
	table, err := keys.New(c.Keys.Preset, bindings(c.Keys.Bind, l.Origins))
	if err != nil {
		return ui.Settings{}, err
	}
	s := ui.Settings{Keys: table, Theme: c.Look.Theme, Measure: c.Read.Measure, Justify: c.Read.Justify, Hyphenate: c.Read.Hyphenate, NoMouse: !c.Look.Mouse}
	if !slices.Contains(style.Names(), c.Look.Theme) {
		if err := checkTheme(l, paths); err != nil {
			return ui.Settings{}, err
		}
		pair, err := ownTheme(themes(paths), c.Look.Theme)
		if err != nil {
			return ui.Settings{}, err
		}
		s.Themed = func(name string, dark bool) (style.Theme, bool) { return pair.Of(dark), name == c.Look.Theme }
	}
	if c.Look.ASCII {
		s.Marks = style.ASCII()
	}
	if c.Look.Background != "auto" {
		dark := c.Look.Background == "dark"
		s.Dark = &dark
	}
	return s, nil
}

// themes is the folder of a person's own themes.
func themes(paths config.Paths) string { return filepath.Join(filepath.Dir(paths.Config), "themes") }

// changes returns what tells the interface of settings that have changed since they were l. A file with a mistake is told
// once, and again when it has changed.
func changes(s *Session, l config.Layers) func() (ui.Settings, bool, error) {
	stampOf := func(l config.Layers) string {
		l.Files = append(slices.Clone(l.Files), themes(s.Paths))
		return l.Stamp()
	}
	last := stampOf(l)
	return func() (ui.Settings, bool, error) {
		now := stampOf(l)
		if now == last {
			return ui.Settings{}, false, nil
		}
		last = now
		again, err := s.Gather()
		if err != nil {
			return ui.Settings{}, false, err
		}
		look, err := lookOf(again, s.Paths)
		if err != nil {
			return ui.Settings{}, false, err
		}
		look.Rest = restOf(l.Config, again.Config)
		l = again
		last = stampOf(l)
		return look, true, nil
	}
}

// restOf names the sections that differ and that only a new start takes over.
func restOf(a, b config.Config) string {
	var names []string
	for _, s := range []struct {
		name string
		a, b any
	}{
		{"refresh", a.Refresh, b.Refresh},
		{"keep", a.Keep, b.Keep},
		{"programs", a.Programs, b.Programs},
		{"sync", a.Sync, b.Sync},
		{"safety", a.Safety, b.Safety},
		{"hook", a.Hooks, b.Hooks},
	} {
		if !reflect.DeepEqual(s.a, s.b) {
			names = append(names, "["+s.name+"]")
		}
	}
	return strings.Join(names, ", ")
}

// checkTheme says where a theme is named that is not there.
func checkTheme(l config.Layers, paths config.Paths) error {
	name := l.Look.Theme
	if slices.Contains(style.Names(), name) {
		return nil
	}
	file := filepath.Join(themes(paths), name+".toml")
	if _, err := os.Stat(file); err != nil {
		return fmt.Errorf("%s: look.theme: %q is not one of %s, and there is no %s", l.Origins["look.theme"], name, strings.Join(style.Names(), ", "), file)
	}
	return nil
}

// ownTheme reads a person's own theme; texts that would be hard to read are told on standard error.
func ownTheme(dir, name string) (style.Pair, error) {
	path := filepath.Join(dir, name+".toml")
	b, err := os.ReadFile(path)
	if err != nil {
		return style.Pair{}, fmt.Errorf("look.theme: %w", err)
	}
	pair, warnings, err := style.Parse(name, b)
	if err != nil {
		return style.Pair{}, fmt.Errorf("%s: %w", path, err)
	}
	for _, w := range warnings {
		fmt.Fprintf(os.Stderr, "tidings: %s: %s\n", path, w)
	}
	return pair, nil
}

// demoAsked reports whether the person left the interface for the demo.
func demoAsked(err error) bool { return errors.Is(err, ui.ErrDemo) }

// bindings are the config's own key bindings, in a fixed order, each with its place.
func bindings(bind map[string]string, at map[string]config.Origin) []keys.Binding {
	var out []keys.Binding
	for _, k := range slices.Sorted(maps.Keys(bind)) {
		o := at["keys.bind."+k]
		out = append(out, keys.Binding{Keys: k, Action: bind[k], File: o.File, Line: o.Line})
	}
	return out
}
