package style

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestParse(t *testing.T) {
	p, warnings, err := Parse("mine", []byte(`
base = "paper"
link = { underline = true, italic = true }
quote = 245

[dark]
background = "#101010"
foreground = "#eee"
accent = "#ffcc00"
heading = { fg = "#ffffff", bg = "#303030", bold = true }
title.bold = true
title.fg = "#ffffff"

[light]
accent = "#804000"
dim = "#cccccc"
`))
	if err != nil {
		t.Fatal(err)
	}
	if p.Dark.Name != "mine" || p.Of(false).Name != "mine" || !p.Of(true).Dark || p.Of(false).Dark {
		t.Errorf("names: %q %q", p.Dark.Name, p.Light.Name)
	}
	for what, c := range map[string]struct{ got, want Look }{
		"link for both":  {p.Light.Look(Link), Look{Attr: Underline | Italic}},
		"quote":          {p.Dark.Look(Quote), Look{Fg: ansi.IndexedColor(245)}},
		"accent dark":    {p.Dark.Look(Accent), Look{Fg: rgb(0xffcc00), Attr: Bold}},
		"accent light":   {p.Light.Look(Accent), Look{Fg: rgb(0x804000), Attr: Bold}},
		"heading":        {p.Dark.Look(Heading), Look{Fg: rgb(0xffffff), Bg: rgb(0x303030), Attr: Bold}},
		"dotted":         {p.Dark.Look(Title), Look{Fg: rgb(0xffffff), Attr: Bold}},
		"text follows":   {p.Dark.Look(Text), Look{Fg: rgb(0xeeeeee)}},
		"background":     {Look{Bg: p.Dark.Background}, Look{Bg: rgb(0x101010)}},
		"light unharmed": {Look{Bg: p.Light.Background}, Look{Bg: rgb(0xf8f1e3)}},
	} {
		if c.got != c.want {
			t.Errorf("%s: %+v, want %+v", what, c.got, c.want)
		}
	}
	if !strings.Contains(strings.Join(warnings, "\n"), "light: dim: contrast 1.") {
		t.Errorf("no warning of faint text: %q", warnings)
	}
}

func TestParseErrors(t *testing.T) {
	for in, want := range map[string]string{
		"hedding = 3":                       `f:1: unknown key "hedding"; did you mean "heading"?`,
		"\n\n[drak]\nlink = 3":              `f:3: unknown table [drak]; did you mean [dark]?`,
		"[dark]\nlink = \"blue\"":           `f:2: link: "blue" is no colour: write "#rrggbb" or a number from 0 to 255`,
		"link = 256":                        `is no colour`,
		"[light]\nlink = { bald = true }":   `f:2: unknown key "bald"; did you mean "bold"?`,
		"link = { bold = 1 }":               `f:1: bold is true or false`,
		"base = \"papper\"":                 `f:1: base: no theme "papper"; did you mean "paper"?`,
		"link = ":                           `f:1: `,
		"link = 1\nlink = 2":                `f:2: `,
		"background = { fg = 1 }":           `f:1: background is a colour`,
		"hedding = 3\n[light]\nqoute = 3\n": `f:3: unknown key "qoute"; did you mean "quote"?`,
		"dark = { hedding = 1 }":            `f:1: unknown key "hedding"; did you mean "heading"?`,
		"[[dark]]\nlink = 1":                ``,
	} {
		_, _, err := Parse("f", []byte(in))
		if want == "" {
			continue
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", in, err, want)
		}
	}
}

// Every built-in theme is free of warnings, so that a file with nothing in it is.
func TestParseEmpty(t *testing.T) {
	for _, base := range Names() {
		p, warnings, err := Parse("x", []byte("base = \""+base+"\"\n"))
		if err != nil || len(warnings) > 0 {
			t.Errorf("%s: %v %q", base, err, warnings)
		}
		want, _ := Builtin(base, true)
		want.Name = "x"
		if p.Dark != want {
			t.Errorf("%s: not the base", base)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("base = \"paper\"\n[dark]\nlink = { fg = \"#fff\", bold = true }\n"))
	f.Add([]byte("link.fg = 3\ndark = { link = 1 }\n"))
	f.Add([]byte("hedding = 3\n[drak]\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, _, err := Parse("f", data)
		if err == nil && (p.Dark.Name != "f" || p.Light.Name != "f") {
			t.Errorf("%q: no theme and no error", data)
		}
		if err != nil && !strings.HasPrefix(err.Error(), "theme f") {
			t.Errorf("%q: %v", data, err)
		}
	})
}
