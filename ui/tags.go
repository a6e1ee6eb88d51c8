package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/ui/keys"
)

// askTags asks for the tags of the item at hand.
func (m *Model) askTags() tea.Cmd {
	hs := m.chosen()
	if len(hs) == 0 {
		return nil
	}
	a := m.question("tags: ", joinTags(hs[0].Tags), func(m *Model, text string) tea.Cmd {
		tags := splitTags(text)
		for _, h := range hs {
			m.items.set(h.ID, func(x *feed.Headline) { x.Tags = tags })
		}
		back := func(m *Model) {
			for _, h := range hs {
				m.items.set(h.ID, func(x *feed.Headline) { x.Tags = h.Tags })
			}
		}
		ctx, lib := m.ctx, m.o.Library
		m.say("Tagged. " + m.keys.Key(keys.Undo) + " undoes it.")
		if len(tags) == 0 {
			m.say("Tags taken away. " + m.keys.Key(keys.Undo) + " undoes it.")
		}
		return func() tea.Msg {
			for _, h := range hs {
				if err := lib.SetTags(ctx, h.ID, tags); err != nil {
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
