package cli

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tidings/ui"
	"tidings/ui/keys"
	"tidings/ui/picture"
	"tidings/ui/style"
)

// InterfaceOptions are the interface's options as the session's settings say. The caller adds the ports that it owns.
func InterfaceOptions(s *Session) (ui.Options, error) {
	c := s.Config
	table, err := keys.New(c.Keys.Preset, bindings(c.Keys.Bind))
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
		Keys: table, Theme: c.Look.Theme, Measure: c.Read.Measure, Justify: c.Read.Justify, Hyphenate: c.Read.Hyphenate,
		NoMouse: !c.Look.Mouse, Demo: true,
	}
	if !slices.Contains(style.Names(), c.Look.Theme) {
		pair, err := ownTheme(filepath.Join(filepath.Dir(s.Paths.Config), "themes"), c.Look.Theme)
		if err != nil {
			return ui.Options{}, err
		}
		o.Themed = func(name string, dark bool) (style.Theme, bool) { return pair.Of(dark), name == c.Look.Theme }
	}
	if s.Linear {
		o.Linear = os.Stdout
	}
	if c.Look.ASCII {
		o.Marks = style.ASCII()
	}
	if c.Look.Background != "auto" {
		dark := c.Look.Background == "dark"
		o.Dark = &dark
	}
	return o, nil
}

// ownTheme reads a person's own theme; texts that would be hard to read are told on standard error.
func ownTheme(dir, name string) (style.Pair, error) {
	path := filepath.Join(dir, name+".toml")
	b, err := os.ReadFile(path)
	if err != nil {
		return style.Pair{}, fmt.Errorf("look.theme: %q is neither built in (%s) nor a theme of your own: %w", name, strings.Join(style.Names(), ", "), err)
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

// bindings are the config's own key bindings, in a fixed order.
func bindings(bind map[string]string) []keys.Binding {
	var out []keys.Binding
	for _, k := range slices.Sorted(maps.Keys(bind)) {
		out = append(out, keys.Binding{Keys: k, Action: bind[k]})
	}
	return out
}
