// Package config holds what a person may set: the optional config.toml, the TIDINGS_* variables over it, and where
// Tidings keeps its files. Only main and ui/cli read it; it never writes a config file.
package config

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"sort"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"tidings/feed/text/nearest"
)

// Config is every setting. Each field's doc tag is what "tidings config show --all" prints beside it.
type Config struct {
	Refresh  Refresh  `toml:"refresh"`
	Read     Read     `toml:"read"`
	Look     Look     `toml:"look"`
	Keys     Keys     `toml:"keys"`
	Keep     Keep     `toml:"keep"`
	Programs Programs `toml:"programs"`
	Safety   Safety   `toml:"safety"`
	Sync     Sync     `toml:"sync"`
	Hooks    []Hook   `toml:"hook" doc:"what to do with new items, one [[hook]] each: query, command (arguments with {url} and {title}; gets the item as JSON), notify, per_minute, timeout"`
}

// Refresh says how feeds are polled.
type Refresh struct {
	Workers     int      `toml:"workers" doc:"feeds fetched at a time, over all hosts (1 to 100)"`
	PerHost     int      `toml:"per_host" doc:"requests at a time to one host (1 to 10)"`
	HostPause   Duration `toml:"host_pause" doc:"least time between two starts at one host"`
	Connect     Duration `toml:"connect_timeout" doc:"time limit for a connection"`
	FirstByte   Duration `toml:"first_byte_timeout" doc:"time limit for the first byte of an answer"`
	Whole       Duration `toml:"timeout" doc:"time limit for a whole answer"`
	Stall       Duration `toml:"stall_timeout" doc:"time limit between two pieces of an answer"`
	MaxMegabyte int      `toml:"max_megabytes" doc:"largest document read, after decompression, in MiB"`
	Contact     string   `toml:"contact" doc:"your web or mail address, told to servers beside Tidings' name so that their owners can ask; empty for none"`
	UserAgent   string   `toml:"user_agent" doc:"what Tidings calls itself to servers; empty for its own name"`
	Proxy       string   `toml:"proxy" doc:"http://, https:// or socks5:// address; empty for the environment's"`
}

// Read says how articles are set.
type Read struct {
	Measure   int  `toml:"measure" doc:"characters in a line of an article (30 to 200)"`
	Justify   bool `toml:"justify" doc:"fill lines to both edges"`
	Hyphenate bool `toml:"hyphenate" doc:"divide words at line ends"`
	Pictures  bool `toml:"pictures" doc:"load the pictures of every article, but not over ssh; otherwise P shows those of one"`
}

// Look says how the interface looks.
type Look struct {
	Theme      string `toml:"theme" doc:"tidings, paper, slate, moss, contrast, sixteen, plain, or NAME for themes/NAME.toml beside the config"`
	Background string `toml:"background" doc:"auto, light or dark"`
	ASCII      bool   `toml:"ascii" doc:"draw with ASCII characters only"`
	Mouse      bool   `toml:"mouse" doc:"use the mouse"`
}

// Keys says which keys do what.
type Keys struct {
	Preset string            `toml:"preset" doc:"vim, newsboat or emacs"`
	Bind   map[string]string `toml:"bind" doc:"own bindings: key = \"action\""`
}

// Keep says what is pruned.
type Keep struct {
	Days  int `toml:"days" doc:"days that a read item is kept; 0 for ever"`
	Items int `toml:"items" doc:"newest items that each feed keeps whatever their age"`
}

// Safety says what Tidings denies itself.
type Safety struct {
	Sandbox bool `toml:"sandbox" doc:"commands that need neither give up writing outside of the store's folder and starting programs (Linux, OpenBSD)"`
}

// Programs are the programs that Tidings starts; each is a list of arguments in which {url} and {title} are replaced.
type Programs struct {
	Browser []string `toml:"browser" doc:"opens an address; empty for $BROWSER or the system's"`
	Player  []string `toml:"player" doc:"plays an enclosure"`
}

// Duration is a time.Duration written as in "250ms" or "15s".
type Duration time.Duration

// UnmarshalText reads the form of time.ParseDuration.
func (d *Duration) UnmarshalText(b []byte) error {
	v, err := time.ParseDuration(string(b))
	if err != nil || v < 0 {
		return fmt.Errorf("%q is no duration: write it as in \"250ms\", \"15s\" or \"1h\"", b)
	}
	*d = Duration(v)
	return nil
}

// MarshalText writes the form that UnmarshalText reads.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// Default returns the settings of a person who set nothing.
func Default() Config {
	return Config{
		Refresh: Refresh{
			Workers: 20, PerHost: 2, HostPause: Duration(250 * time.Millisecond),
			Connect: Duration(10 * time.Second), FirstByte: Duration(15 * time.Second), Whole: Duration(60 * time.Second),
			Stall: Duration(20 * time.Second), MaxMegabyte: 20,
		},
		Read:   Read{Measure: 72},
		Look:   Look{Theme: "tidings", Background: "auto", Mouse: true},
		Keys:   Keys{Preset: "vim"},
		Keep:   Keep{Days: 365, Items: 100},
		Safety: Safety{Sandbox: true},
		Sync:   Sync{Password: "keyring", Every: Duration(10 * time.Minute)},
	}
}

// parse reads a config.toml over the defaults. Its errors begin with the line.
func parse(b []byte) (Config, error) {
	c := Default()
	dec := toml.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&c); err != nil {
		return Default(), explain(err)
	}
	if key, why := c.check(); why != "" {
		return Default(), fmt.Errorf("%d: %s: %s", lineOf(b, key), key, why)
	}
	return c, nil
}

// check names the first key whose value is out of its range.
func (c Config) check() (key, why string) {
	r := c.Refresh
	for _, v := range []struct {
		key       string
		n, lo, hi int
	}{
		{"refresh.workers", r.Workers, 1, 100},
		{"refresh.per_host", r.PerHost, 1, 10},
		{"refresh.max_megabytes", r.MaxMegabyte, 1, 1024},
		{"read.measure", c.Read.Measure, 30, 200},
		{"keep.days", c.Keep.Days, 0, 100_000},
		{"keep.items", c.Keep.Items, 0, 1_000_000},
	} {
		if v.n < v.lo || v.n > v.hi {
			return v.key, fmt.Sprintf("%d is out of range: %d to %d", v.n, v.lo, v.hi)
		}
	}
	for _, v := range []struct {
		key string
		d   Duration
	}{{"refresh.connect_timeout", r.Connect}, {"refresh.first_byte_timeout", r.FirstByte}, {"refresh.timeout", r.Whole}, {"refresh.stall_timeout", r.Stall}} {
		if v.d < Duration(10*time.Millisecond) || v.d > Duration(time.Hour) {
			return v.key, "out of range: 10ms to 1h"
		}
	}
	for _, ch := range r.Contact {
		if ch <= ' ' || ch >= 0x7f || strings.ContainsRune(`()\`, ch) {
			return "refresh.contact", "give a web or mail address, without spaces"
		}
	}
	for _, ch := range r.UserAgent {
		if ch < ' ' || ch == 0x7f {
			return "refresh.user_agent", "it holds characters that no header may hold"
		}
	}
	if key, why := c.Sync.check(); why != "" {
		return key, why
	}
	if key, why := checkHooks(c.Hooks); why != "" {
		return key, why
	}
	for key, command := range map[string][]string{"programs.browser": c.Programs.Browser, "programs.player": c.Programs.Player} {
		if shellText(command) {
			return key, shellWords
		}
	}
	switch c.Look.Background {
	case "auto", "light", "dark":
	default:
		return "look.background", fmt.Sprintf("%q is not one of auto, light, dark", c.Look.Background)
	}
	switch c.Keys.Preset {
	case "vim", "newsboat", "emacs":
	default:
		return "keys.preset", fmt.Sprintf("%q is not one of vim, newsboat, emacs", c.Keys.Preset)
	}
	return "", ""
}

func explain(err error) error {
	var strict *toml.StrictMissingError
	if errors.As(err, &strict) && len(strict.Errors) > 0 {
		e := strict.Errors[0]
		row, _ := e.Position()
		key := strings.Join(e.Key(), ".")
		return fmt.Errorf("%d: unknown key %q%s", row, key, suggest(key))
	}
	var de *toml.DecodeError
	if errors.As(err, &de) {
		row, _ := de.Position()
		if key := strings.Join(de.Key(), "."); key != "" {
			return fmt.Errorf("%d: %s: %s", row, key, due(strings.TrimPrefix(de.Error(), "toml: ")))
		}
		return fmt.Errorf("%d: %s", row, strings.TrimPrefix(de.Error(), "toml: "))
	}
	return fmt.Errorf(" %w", err)
}

// due says what has to stand where the file has something else; the library speaks of Go's types.
func due(words string) string {
	got, of, ok := strings.Cut(strings.TrimPrefix(words, "cannot decode TOML "), " into ")
	_, kind, typed := strings.Cut(of, " of type ")
	if !ok || !typed {
		return words
	}
	want := map[string]string{"bool": "true or false", "string": "text in quotes", "[]string": "a list of texts", "float64": "a number"}[kind]
	if strings.HasPrefix(kind, "int") || strings.HasPrefix(kind, "uint") {
		want = "a whole number"
	}
	switch {
	case strings.HasPrefix(kind, "[]config."):
		want = "a list of tables"
	case strings.HasPrefix(kind, "config."), strings.HasPrefix(kind, "map["):
		want = "a table"
	}
	if want == "" {
		return words
	}
	return fmt.Sprintf("%s is due here, not a value of type %s", want, got)
}

// suggest names the known key nearest to an unknown one, when one is near.
func suggest(key string) string {
	if near := nearest.Word(key, keyNames(), 3); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

// keyNames returns the name of every setting, sorted: "look.theme".
func keyNames() []string {
	var names []string
	t := reflect.TypeFor[Config]()
	for section := range t.Fields() {
		if section.Type.Kind() == reflect.Slice { // a table for each
			names = append(names, section.Tag.Get("toml"))
			continue
		}
		for field := range section.Type.Fields() {
			names = append(names, section.Tag.Get("toml")+"."+field.Tag.Get("toml"))
		}
	}
	sort.Strings(names)
	return names
}

// lineOf finds the line of "section.key" by its text, or 1.
func lineOf(b []byte, key string) int {
	section, name, _ := strings.Cut(key, ".")
	in := ""
	for i, l := range strings.Split(string(b), "\n") {
		l = strings.TrimSpace(l)
		if strings.HasPrefix(l, "[") {
			in = strings.Trim(l, "[] ")
		}
		k, _, ok := strings.Cut(l, "=")
		if name == "" && in == section {
			return i + 1
		}
		if k = strings.TrimSpace(k); ok && (in == section && k == name || k == key) {
			return i + 1
		}
	}
	return 1
}
