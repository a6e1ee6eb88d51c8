package ui

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"tidings/ui/list"
)

// shortName is the width below which a cut name ends as an abbreviation does: an ellipsis would take what tells one from another.
const shortName = 10

// joints stand between the words of a name; no name ends in one.
const joints = " &-–—·,:|/"

// sourceName brings a feed's name to at most w columns: an English article goes before letters do.
func (m *Model) sourceName(name string, w int) string {
	name = list.Fold(name)
	if m.measure.Width(name) > w {
		name = strings.TrimPrefix(name, "The ")
	}
	if m.measure.Width(name) <= w {
		return name
	}
	if w < shortName {
		return m.abbreviate(name, w)
	}
	head := m.measure.Clip(name, w-m.measure.Width(m.marks.Ellipsis), "")
	return strings.TrimRight(head, joints) + m.marks.Ellipsis
}

// abbreviate cuts a name that is wider than w: behind a word where that leaves enough of it, else within one.
func (m *Model) abbreviate(name string, w int) string {
	head := m.measure.Clip(name, w, "")
	end := len(head)
	if !strings.HasPrefix(name[end:], " ") {
		end = strings.LastIndexAny(head, joints)
	}
	if end > 0 {
		if words := strings.TrimRight(head[:end], joints); m.measure.Width(words) >= w*2/3 {
			return words
		}
	}
	head = strings.TrimRight(m.measure.Clip(name, w-1, ""), joints)
	last, _ := utf8.DecodeLastRuneInString(head)
	if unicode.IsLower(last) || unicode.IsUpper(last) { // scripts without case know no such point
		return head + "."
	}
	return strings.TrimRight(m.measure.Clip(name, w, ""), joints)
}
