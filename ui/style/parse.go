package style

import (
	"errors"
	"fmt"
	"image/color"
	"slices"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"tidings/feed/text/nearest"
)

// Pair is a theme for dark terminals and the same for light ones.
type Pair struct{ Dark, Light Theme }

// Of returns the theme for a terminal.
func (p Pair) Of(dark bool) Theme {
	if dark {
		return p.Dark
	}
	return p.Light
}

// Parse reads a person's theme from TOML. name is the file's, for messages and as the themes' name.
//
//	base = "paper"                 # a built-in theme to start from; "tidings" if missing
//	link = { underline = true }    # for both
//
//	[dark]
//	background = "#101010"         # of the whole screen; foreground likewise
//	accent = "#ffcc00"             # a colour of text
//	quote = 245                    # one of the terminal's 256
//	heading = { fg = "#ffffff", bg = "#303030", bold = true }
//
//	[light]
//	accent = "#804000"
//
// Keys are the roles' names (Role.String). A table gives the whole look of its role, a colour alone leaves the rest as
// it was. The error names each line in trouble, with the nearest key; warnings say which texts would be hard to read.
func Parse(name string, data []byte) (Pair, []string, error) {
	f := themeFile{name: name, data: data}
	if err := toml.Unmarshal(data, &map[string]any{}); err != nil { // the whole grammar: keys set twice and the like
		var d *toml.DecodeError
		if errors.As(err, &d) {
			line, _ := d.Position()
			return Pair{}, nil, fmt.Errorf("theme %s:%d: %s", name, line, strings.TrimPrefix(d.Error(), "toml: "))
		}
		return Pair{}, nil, fmt.Errorf("theme %s: %w", name, err)
	}
	f.read()
	if len(f.wrong) > 0 {
		return Pair{}, nil, fmt.Errorf("theme %s", strings.Join(f.wrong, "; "))
	}
	base := f.base
	if base == "" {
		base = Names()[0]
	}
	dark, _ := Builtin(base, true)
	light, _ := Builtin(base, false)
	pair := Pair{f.apply(dark), f.apply(light)}
	pair.Dark.Name, pair.Light.Name = name, name
	return pair, append(unreadable("dark", pair.Dark), unreadable("light", pair.Light)...), nil
}

// setting is one line of a theme file.
type setting struct {
	where string // "", "dark" or "light"
	key   string
	look  Look
	whole bool // the look replaces the role's, else only its colour does
}

type themeFile struct {
	name     string
	data     []byte
	base     string
	settings []setting
	wrong    []string
	p        unstable.Parser
}

func (f *themeFile) fail(n *unstable.Node, format string, args ...any) {
	line := 1
	if n != nil {
		at := int(n.Raw.Offset)
		if n.Raw.Length == 0 && len(n.Data) > 0 {
			at = int(f.p.Range(n.Data).Offset)
		}
		line += strings.Count(string(f.data[:min(at, len(f.data))]), "\n")
	}
	f.wrong = append(f.wrong, fmt.Sprintf("%s:%d: %s", f.name, line, fmt.Sprintf(format, args...)))
}

// read walks through the file's lines.
func (f *themeFile) read() {
	where := ""
	f.p.Reset(f.data)
	for f.p.NextExpression() {
		e := f.p.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			key, node := path(e.Key())
			where = key
			if key != "dark" && key != "light" {
				f.fail(node, "unknown table [%s]; did you mean [%s]?", key, nearest.Word(key, []string{"dark", "light"}, nearest.Any))
			}
		case unstable.KeyValue:
			key, node := path(e.Key())
			f.keyValue(where, key, node, e.Value())
		}
	}
	if err := f.p.Error(); err != nil {
		f.wrong = append(f.wrong, f.name+": "+err.Error())
	}
}

func path(it unstable.Iterator) (string, *unstable.Node) {
	var parts []string
	var first *unstable.Node
	for it.Next() {
		if first == nil {
			first = it.Node()
		}
		parts = append(parts, string(it.Node().Data))
	}
	return strings.Join(parts, "."), first
}

func (f *themeFile) keyValue(where, key string, at, v *unstable.Node) {
	if where == "" {
		switch rest, dark := strings.CutPrefix(key, "dark."); {
		case dark:
			where, key = "dark", rest
		case strings.HasPrefix(key, "light."):
			where, key = "light", key[len("light."):]
		case (key == "dark" || key == "light") && v.Kind == unstable.InlineTable:
			it := v.Children()
			for it.Next() {
				k, node := path(it.Node().Key())
				f.keyValue(key, k, node, it.Node().Value())
			}
			return
		case key == "base":
			f.base = string(v.Data)
			if _, ok := Builtin(f.base, true); !ok || v.Kind != unstable.String {
				f.fail(at, "base: no theme %q; did you mean %q?", f.base, nearest.Word(f.base, Names(), nearest.Any))
			}
			return
		}
	}
	known := append(roleNames[:], "background", "foreground")
	if where != "" && where != "dark" && where != "light" {
		return // the table was named wrong already
	}
	role, attr, dotted := strings.Cut(key, ".")
	if !slices.Contains(known, role) {
		choices := known
		if where == "" {
			choices = append(append([]string(nil), known...), "base", "dark", "light")
		}
		f.fail(at, "unknown key %q; did you mean %q?", key, nearest.Word(role, choices, nearest.Any))
		return
	}
	s := setting{where: where, key: role}
	switch {
	case dotted: // heading.bold = true
		f.attribute(&s.look, attr, at, v)
		s.whole = true
	case v.Kind == unstable.InlineTable:
		s.whole = true
		it := v.Children()
		for it.Next() {
			k, node := path(it.Node().Key())
			f.attribute(&s.look, k, node, it.Node().Value())
		}
	default:
		s.look.Fg = f.color(role, at, v)
	}
	if s.whole && (role == "background" || role == "foreground") {
		f.fail(at, "%s is a colour", role)
		return
	}
	if n := len(f.settings) - 1; dotted && n >= 0 && f.settings[n].key == role && f.settings[n].where == where && f.settings[n].whole {
		l := &f.settings[n].look
		if s.look.Fg != nil {
			l.Fg = s.look.Fg
		}
		if s.look.Bg != nil {
			l.Bg = s.look.Bg
		}
		l.Attr |= s.look.Attr
		return
	}
	f.settings = append(f.settings, s)
}

var attributes = []string{"fg", "bg", "bold", "faint", "italic", "underline", "reverse", "strike"}

func (f *themeFile) attribute(l *Look, key string, at, v *unstable.Node) {
	bits := map[string]Attr{"bold": Bold, "faint": Faint, "italic": Italic, "underline": Underline, "reverse": Reverse, "strike": Strike}
	switch bit, ok := bits[key]; {
	case key == "fg":
		l.Fg = f.color(key, at, v)
	case key == "bg":
		l.Bg = f.color(key, at, v)
	case !ok:
		f.fail(at, "unknown key %q; did you mean %q?", key, nearest.Word(key, attributes, nearest.Any))
	case v.Kind != unstable.Bool:
		f.fail(at, "%s is true or false", key)
	case string(v.Data) == "true":
		l.Attr |= bit
	}
}

// color reads "#rrggbb", "#rgb" or a number of the terminal's palette, 0 to 255; "" is the terminal's own.
func (f *themeFile) color(key string, at, v *unstable.Node) color.Color {
	s := string(v.Data)
	switch v.Kind {
	case unstable.Integer:
		if n, err := strconv.Atoi(s); err == nil && n >= 0 && n <= 255 {
			return lipgloss.Color(s)
		}
	case unstable.String:
		if s == "" {
			return nil
		}
		if c := lipgloss.Color(s); s[0] == '#' && c != (lipgloss.NoColor{}) {
			return c
		}
	}
	f.fail(at, "%s: %q is no colour: write \"#rrggbb\" or a number from 0 to 255", key, s)
	return nil
}

func (f *themeFile) apply(t Theme) Theme {
	for _, s := range f.settings {
		if s.where == "dark" && !t.Dark || s.where == "light" && t.Dark {
			continue
		}
		switch s.key {
		case "background":
			t.Background = s.look.Fg
			continue
		case "foreground":
			t.Foreground = s.look.Fg
			for i := range t.looks { // what was set in the base's colour of text
				if base, _ := Builtin(f.base, t.Dark); t.looks[i].Fg == base.Foreground {
					t.looks[i].Fg = s.look.Fg
				}
			}
			continue
		}
		for i, n := range roleNames {
			if n != s.key {
				continue
			}
			if s.whole {
				t.looks[i] = s.look
			} else {
				t.looks[i].Fg = s.look.Fg
			}
		}
	}
	return t
}
