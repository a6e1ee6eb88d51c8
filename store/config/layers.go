package config

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// Origin is where a setting's value comes from; the zero value is the default.
type Origin struct {
	File string
	Line int
	Env  string // a TIDINGS_* variable
	Flag bool   // --set
}

// String is the origin in words: "config.toml:3", "TIDINGS_LOOK_THEME", "--set" or "default".
func (o Origin) String() string {
	switch {
	case o.Flag:
		return "--set"
	case o.Env != "":
		return o.Env
	case o.File != "":
		return fmt.Sprintf("%s:%d", o.File, o.Line)
	}
	return "default"
}

// Layers are the settings with all that was laid over the defaults: config.toml, keys.toml and rules.d/*.toml beside it, the
// TIDINGS_* variables, and what the command line says, each over those before it.
type Layers struct {
	Config
	Origins map[string]Origin // by the setting's name: "look.theme", and "keys.bind.ctrl+n"
	Files   []string          // that were read, or would be if they were there
}

// Gather reads all layers. env are the variables as os.Environ gives them, set the words of --set: "look.theme=paper". An error
// names file and line, variable or word, and the nearest key; nothing is read of a layer with an error.
func Gather(paths Paths, env, set []string) (Layers, error) {
	l := Layers{Config: Default(), Origins: map[string]Origin{}}
	if paths.Config != "" {
		if err := l.files(paths.Config); err != nil {
			return Layers{Config: Default()}, err
		}
	}
	if err := l.variables(env); err != nil {
		return Layers{Config: Default()}, err
	}
	for _, s := range set {
		key, value, ok := strings.Cut(s, "=")
		if !ok {
			return Layers{Config: Default()}, fmt.Errorf("--set %s: write it as look.theme=paper", s)
		}
		if err := l.put(strings.TrimSpace(key), strings.TrimSpace(value), Origin{Flag: true}); err != nil {
			return Layers{Config: Default()}, fmt.Errorf("--set %w", err)
		}
	}
	if key, why := l.check(); why != "" {
		return Layers{Config: Default()}, fmt.Errorf("%s: %s: %s", l.Origins[key], key, why)
	}
	return l, nil
}

// files reads config.toml and what stands beside it.
func (l *Layers) files(main string) error {
	dir := filepath.Dir(main)
	b, err := l.read(main)
	if err != nil {
		return err
	}
	if b != nil {
		if l.Config, err = parse(b); err != nil {
			return fmt.Errorf("config: %s:%w", main, err)
		}
		maps.Copy(l.Origins, places(b, main))
	}
	if err := l.keys(filepath.Join(dir, "keys.toml")); err != nil {
		return err
	}
	rules := filepath.Join(dir, "rules.d")
	l.Files = append(l.Files, rules)
	entries, err := os.ReadDir(rules) // in the order of their names
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("config: %w", err)
	}
	for _, e := range entries {
		if filepath.Ext(e.Name()) != ".toml" || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if err := l.rules(filepath.Join(rules, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// read reads a file of settings; nil when there is none.
func (l *Layers) read(path string) ([]byte, error) {
	l.Files = append(l.Files, path)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("config: %w", err)
	}
	return append([]byte{}, b...), nil
}

// keys reads keys.toml: a line for each binding, "ctrl+n" = "next-unread", and preset = "vim".
func (l *Layers) keys(path string) error {
	b, err := l.read(path)
	if b == nil || err != nil {
		return err
	}
	var table map[string]string
	if err := toml.Unmarshal(b, &table); err != nil {
		return fmt.Errorf("config: %s:%w", path, explain(err))
	}
	at := places(b, path)
	l.Keys.Bind = maps.Clone(l.Keys.Bind)
	if l.Keys.Bind == nil && len(table) > 0 {
		l.Keys.Bind = map[string]string{}
	}
	for k, v := range table {
		if k == "preset" {
			l.Keys.Preset, l.Origins["keys.preset"] = v, at[k]
			continue
		}
		l.Keys.Bind[k], l.Origins["keys.bind."+k] = v, at[k]
		l.Origins["keys.bind"] = at[k]
	}
	return nil
}

// rules reads one file of rules.d: [[hook]] tables, as they may stand in config.toml.
func (l *Layers) rules(path string) error {
	b, err := l.read(path)
	if b == nil || err != nil {
		return err
	}
	c, err := parse(b)
	if err != nil {
		return fmt.Errorf("config: %s:%w", path, err)
	}
	at := places(b, path)
	for key, o := range at {
		if key != "hook" && !strings.HasPrefix(key, "hook.") {
			return fmt.Errorf("config: %s: %s belongs into config.toml; rules.d holds [[hook]] tables only", o, key)
		}
	}
	l.Hooks = append(slices.Clone(l.Hooks), c.Hooks...)
	if len(c.Hooks) > 0 {
		l.Origins["hook"] = at["hook"]
	}
	return nil
}

// places finds out on which line each setting of a file stands. The file has been decoded before, so it has no errors.
func places(b []byte, path string) map[string]Origin {
	out := map[string]Origin{}
	var p unstable.Parser
	p.Reset(b)
	section := ""
	for p.NextExpression() {
		e := p.Expression()
		key, line := "", 0
		for it := e.Key(); it.Next(); {
			n := it.Node()
			if key != "" {
				key += "."
			}
			key += string(n.Data)
			if line == 0 {
				line = p.Shape(n.Raw).Start.Line
			}
		}
		if e.Kind == unstable.Table || e.Kind == unstable.ArrayTable {
			section = key
			if e.Kind == unstable.ArrayTable {
				out[section] = Origin{File: path, Line: line}
			}
			continue
		}
		if section != "" {
			key = section + "." + key
		}
		out[key] = Origin{File: path, Line: line}
		if e.Kind == unstable.KeyValue && e.Value().Kind == unstable.InlineTable {
			for it := e.Value().Children(); it.Next(); {
				for k := it.Node().Key(); k.Next(); {
					out[key+"."+string(k.Node().Data)] = Origin{File: path, Line: p.Shape(k.Node().Raw).Start.Line}
				}
			}
		}
		if section == "keys.bind" {
			out["keys.bind"] = out[key]
		}
	}
	return out
}

// Stamp is a text that differs when any of the files has changed, come or gone: their sizes and times, and those of what is
// in the folders among them. A look at a few files every few seconds was chosen over the system's notices of changes: it
// needs no library and no watcher a file system, sees what editors put in a file's place, and works on every file system.
func (l Layers) Stamp() string {
	var b strings.Builder
	for _, path := range l.Files {
		stamp(&b, path)
		if entries, err := os.ReadDir(path); err == nil {
			for _, e := range entries {
				stamp(&b, filepath.Join(path, e.Name()))
			}
		}
	}
	return b.String()
}

func stamp(b *strings.Builder, path string) {
	if st, err := os.Stat(path); err == nil {
		fmt.Fprintf(b, "%s %d %d\n", path, st.Size(), st.ModTime().UnixNano())
	}
}
