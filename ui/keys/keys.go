package keys

import (
	"fmt"
	"slices"
	"strings"

	"tidings/feed/text/nearest"
)

// Binding is a person's own binding, as read from keys.toml.
type Binding struct {
	Keys   string // a sequence: "g g", "ctrl+d"
	Action string // an action's name; "" takes the key away
	File   string // where it stands, for messages
	Line   int
}

func (b Binding) place() string {
	if b.File == "" && b.Line == 0 {
		return fmt.Sprintf("%q", b.Keys)
	}
	return fmt.Sprintf("%s:%d", b.File, b.Line)
}

// Table holds the bindings in force. It does not change after New.
type Table struct {
	rows   []Row
	by     map[Where]map[string]Action // one pane → sequence → action
	starts map[Where]map[string]bool   // proper beginnings of sequences
}

// New makes the table of a preset ("" is vim) with a person's own bindings over it. The error names every line in
// trouble: unknown actions (with the nearest name), and keys bound twice, or bound although they begin another
// sequence, with both lines.
func New(preset string, own []Binding) (*Table, error) {
	if preset == "" {
		preset = "vim"
	}
	changes, ok := presets()[preset]
	if !ok {
		return nil, fmt.Errorf("keys: no preset %q: there are %s", preset, strings.Join(Presets(), ", "))
	}
	all := rows()
	taken := map[string]Action{}
	for a, ks := range changes {
		for _, k := range ks {
			taken[k] = a
		}
	}
	for i := range all {
		if ks, ok := changes[all[i].Action]; ok {
			all[i].Keys = slices.Clone(ks)
			continue
		}
		all[i].Keys = slices.DeleteFunc(slices.Clone(all[i].Keys), func(k string) bool {
			for t := range taken {
				if k == t || strings.HasPrefix(k, t+" ") || strings.HasPrefix(t, k+" ") {
					return true
				}
			}
			return false
		})
	}
	if err := apply(all, own); err != nil {
		return nil, err
	}
	t := &Table{rows: all, by: map[Where]map[string]Action{}, starts: map[Where]map[string]bool{}}
	for _, w := range []Where{InFeeds, InItems, InArticle} {
		t.by[w], t.starts[w] = map[string]Action{}, map[string]bool{}
		for _, r := range all {
			if r.Where&w == 0 {
				continue
			}
			for _, k := range r.Keys {
				t.by[w][k] = r.Action
				parts := strings.Split(k, " ")
				for n := 1; n < len(parts); n++ {
					t.starts[w][strings.Join(parts[:n], " ")] = true
				}
			}
		}
	}
	return t, nil
}

// apply sets a person's bindings over the table's.
func apply(all []Row, own []Binding) error {
	var wrong []string
	index := map[Action]int{}
	for i, r := range all {
		index[r.Action] = i
	}
	type mine struct {
		Binding
		where Where
	}
	var seen []mine
	for _, b := range own {
		b.Keys = strings.Join(strings.Fields(b.Keys), " ")
		if b.Keys == "" {
			wrong = append(wrong, fmt.Sprintf("%s: no key is named", b.place()))
			continue
		}
		where := Everywhere
		if b.Action != "" {
			i, ok := index[Action(b.Action)]
			if !ok {
				words := fmt.Sprintf("%s: no action %q", b.place(), b.Action)
				if near := Nearest(b.Action); near != "" {
					words += fmt.Sprintf("; did you mean %q?", near)
				}
				wrong = append(wrong, words)
				continue
			}
			where = all[i].Where
		}
		clash := false
		for _, s := range seen {
			if s.where&where != 0 && overlap(s.Keys, b.Keys) {
				wrong = append(wrong, fmt.Sprintf("%s: %q for %q conflicts with %s: %q for %q", b.place(), b.Keys, b.Action, s.place(), s.Keys, s.Action))
				clash = true
			}
		}
		if clash {
			continue
		}
		seen = append(seen, mine{b, where})
		for i := range all {
			if all[i].Where&where != 0 {
				all[i].Keys = slices.DeleteFunc(all[i].Keys, func(k string) bool { return overlap(k, b.Keys) })
			}
		}
		if b.Action != "" {
			i := index[Action(b.Action)]
			all[i].Keys = append([]string{b.Keys}, all[i].Keys...)
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("keys: %s", strings.Join(wrong, "; "))
	}
	return nil
}

// overlap reports whether one sequence is the other or begins it.
func overlap(a, b string) bool {
	return a == b || strings.HasPrefix(a, b+" ") || strings.HasPrefix(b, a+" ")
}

// Rows returns the table in the order of the help.
func (t *Table) Rows() []Row {
	out := make([]Row, 0, len(t.rows))
	for _, g := range Groups() {
		for _, r := range t.rows {
			if r.Group == g {
				out = append(out, r)
			}
		}
	}
	return out
}

// Key returns the first key of an action as a person writes it, or "" when it has none.
func (t *Table) Key(a Action) string {
	for _, r := range t.rows {
		if r.Action == a && len(r.Keys) > 0 {
			return Shown(r.Keys[0])
		}
	}
	return ""
}

// Elsewhere returns the row of a key that does nothing in a pane, but in others.
func (t *Table) Elsewhere(w Where, key string) (Row, bool) {
	for _, r := range t.rows {
		if r.Where&w == 0 && slices.Contains(r.Keys, key) {
			return r, true
		}
	}
	return Row{}, false
}

// Find returns the row of an action by its name.
func (t *Table) Find(name string) (Row, bool) {
	for _, r := range t.rows {
		if string(r.Action) == name {
			return r, true
		}
	}
	return Row{}, false
}

// shownNames are the names of keys as they stand on keyboards and in help.
func shownName(k string) string {
	switch k {
	case "space":
		return "Space"
	case "enter":
		return "Enter"
	case "esc":
		return "Esc"
	case "tab":
		return "Tab"
	case "shift+tab":
		return "Shift-Tab"
	case "up":
		return "↑"
	case "down":
		return "↓"
	case "left":
		return "←"
	case "right":
		return "→"
	case "pgup":
		return "PgUp"
	case "pgdown":
		return "PgDn"
	case "home":
		return "Home"
	case "end":
		return "End"
	case "f1":
		return "F1"
	}
	if c, ok := strings.CutPrefix(k, "ctrl+"); ok {
		return "^" + strings.ToUpper(c)
	}
	if c, ok := strings.CutPrefix(k, "alt+"); ok {
		return "Alt-" + c
	}
	return k
}

// Shown returns a sequence as a person writes it: "gg", "^D", "Space".
func Shown(seq string) string {
	parts := strings.Split(seq, " ")
	for i, p := range parts {
		parts[i] = shownName(p)
	}
	for _, p := range parts {
		if len([]rune(p)) > 1 {
			return strings.Join(parts, " ")
		}
	}
	return strings.Join(parts, "")
}

// Markdown returns the table as the README's list of keys.
func (t *Table) Markdown() string {
	var b strings.Builder
	for _, g := range Groups() {
		fmt.Fprintf(&b, "**%s**\n\n| key | does | `:` name |\n|---|---|---|\n", g)
		for _, r := range t.rows {
			if r.Group != g {
				continue
			}
			var ks []string
			for _, k := range r.Keys {
				ks = append(ks, "`"+strings.ReplaceAll(Shown(k), "|", "\\|")+"`")
			}
			fmt.Fprintf(&b, "| %s | %s | `%s` |\n", strings.Join(ks, " "), r.Does, r.Action)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// Nearest returns the name closest to the given one among the actions' and those of more, for messages; "" where none is near.
func Nearest(name string, more ...string) string {
	for _, r := range rows() {
		more = append(more, string(r.Action))
	}
	return nearest.Word(name, more, max(2, len(name)/3))
}
