package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/ui/keys"
)

// askTags asks for the tags of the item at hand, or for those that all selected ones have: what is added to these goes to all, what
// is taken out of them from all, and what some have beside them stays.
func (m *Model) askTags() tea.Cmd {
	hs := m.chosen()
	if len(hs) == 0 {
		return nil
	}
	label, common := "tags: ", slices.Clone(hs[0].Tags)
	if n := len(hs); n > 1 {
		label = fmt.Sprintf("tags that all %d have: ", n)
		common = slices.DeleteFunc(common, func(t string) bool {
			return slices.ContainsFunc(hs, func(h feed.Headline) bool { return !slices.Contains(h.Tags, t) })
		})
	}
	a := m.question(label, joinTags(common), func(m *Model, text string) tea.Cmd {
		typed := splitTags(text)
		tags := make(map[feed.ItemID][]string, len(hs))
		for _, h := range hs {
			own := slices.DeleteFunc(slices.Clone(h.Tags), func(t string) bool { return slices.Contains(common, t) || slices.Contains(typed, t) })
			tags[h.ID] = append(typed[:len(typed):len(typed)], own...)
			m.items.set(h.ID, func(x *feed.Headline) { x.Tags = tags[h.ID] })
		}
		back := func(m *Model) {
			for _, h := range hs {
				m.items.set(h.ID, func(x *feed.Headline) { x.Tags = h.Tags })
			}
		}
		ctx, lib := m.ctx, m.o.Library
		m.say("Tagged. " + m.keys.Key(keys.Undo) + " undoes it.")
		if len(typed) == 0 {
			m.say("Tags taken away. " + m.keys.Key(keys.Undo) + " undoes it.")
		}
		return func() tea.Msg {
			for _, h := range hs {
				if err := lib.SetTags(ctx, h.ID, tags[h.ID]); err != nil {
					return marked{back: back, what: "The tags", err: err}
				}
			}
			return marked{back: back}
		}
	})
	a.line.Hint = `words, separated by spaces; "several words" in quotes`
	known := m.feeds.tags
	a.line.Complete = func(text string) []string {
		from := lastTag(text)
		last := strings.TrimLeft(text[from:], `"`)
		var out []string
		for t := range known {
			if strings.HasPrefix(t, last) {
				out = append(out, text[:from]+quoteTag(t))
			}
		}
		return sorted(out)
	}
	return nil
}

// tagEnds are what stands between tags as one types them, outside of quotes.
const tagEnds = " ,#"

// joinTags writes tags as splitTags reads them.
func joinTags(tags []string) string {
	out := make([]string, len(tags))
	for i, t := range tags {
		out[i] = quoteTag(t)
	}
	return strings.Join(out, " ")
}

func quoteTag(tag string) string {
	if strings.ContainsAny(tag, tagEnds) {
		return `"` + tag + `"`
	}
	return tag
}

// splitTags reads tags as a person types them: words, or several words in quotes.
func splitTags(text string) []string {
	var out []string
	for text != "" {
		ends := tagEnds + `"`
		if text[0] == '"' {
			text, ends = text[1:], `"`
		}
		tag, rest := text, ""
		if i := strings.IndexAny(text, ends); i >= 0 {
			tag, rest = text[:i], text[i:]
			if ends == `"` || rest[0] != '"' {
				rest = rest[1:]
			}
		}
		if tag = strings.TrimSpace(tag); tag != "" {
			out = append(out, tag)
		}
		text = rest
	}
	return out
}

// lastTag is where the tag begins that is being typed.
func lastTag(text string) int {
	from, quoted := 0, false
	for i, r := range text {
		switch {
		case r == '"':
			if quoted = !quoted; quoted {
				from = i
			}
		case !quoted && strings.ContainsRune(tagEnds, r):
			from = i + 1
		}
	}
	return from
}
