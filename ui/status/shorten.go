package status

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"tidings/ui/list"
	"tidings/ui/style"
)

// address is a web address in a message, up to what may close it.
var address = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:https?://|www\.)[^\s"“”’»<>()]*[^\s"“”’»<>().,:;!?]`)
})

// path is an absolute path of two and more names.
var path = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:~|\b[A-Za-z]:)?(?:[/\\][^\s/\\:"“”’»<>()]+){2,}`)
})

// place is the end of a part that names a line of a file: what is wrong there belongs to it.
var place = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`:\d+$`) })

// leastHead is how many columns what happened keeps before the reason is cut.
const leastHead = 12

// shorten brings a message to room columns so that it still tells what happened, why, and the way out: addresses shrink to
// their hosts and paths to their last names, then what stands between the first and the last part of a chain of reasons goes, then
// the end of the reason. The last sentence, which is the way out, stays while it takes no more than half.
func shorten(text string, marks style.Marks, m list.Measure, room int) string {
	fits := func(s string) bool { return m.Width(list.Fold(s)) <= room }
	if fits(text) {
		return m.Clip(text, room, marks.Ellipsis)
	}
	text = address().ReplaceAllStringFunc(text, func(s string) string { return host(s, marks.Ellipsis) })
	if fits(text) {
		return m.Clip(text, room, marks.Ellipsis)
	}
	text = path().ReplaceAllStringFunc(text, func(s string) string { return marks.Ellipsis + s[strings.LastIndexAny(s, `/\`):] })
	if fits(text) {
		return m.Clip(text, room, marks.Ellipsis)
	}
	body, way := text, ""
	if i := strings.LastIndex(strings.TrimSuffix(text, "."), ". "); i >= 0 && m.Width(text[i+2:]) < room/2 {
		body, way = text[:i], " "+text[i+2:]
	}
	if way != "" {
		room -= m.Width(list.Fold(way))
	}
	parts := strings.Split(body, ": ")
	for i := len(parts) - 2; i > 0; i-- {
		if place().MatchString(parts[i]) {
			parts = slices.Replace(parts, i, i+2, parts[i]+": "+parts[i+1])
		}
	}
	for drop := 1; drop < len(parts)-1; drop++ { // from the outside in: the last part is why
		why := strings.Join(parts[1+drop:], ": ")
		if !strings.HasPrefix(why, marks.Ellipsis) {
			why = marks.Ellipsis + " " + why
		}
		s := parts[0] + ": " + why
		if way != "" {
			s += "."
		}
		body = s
		if fits(s) {
			return m.Clip(s, room, marks.Ellipsis) + way
		}
	}
	if head, why, ok := strings.Cut(body, ": "); ok { // who it is about may be long: a feed's name
		why = strings.TrimPrefix(why, marks.Ellipsis+" ")
		if left := room - m.Width(list.Fold(why)) - 2; left >= leastHead && left < m.Width(list.Fold(head)) {
			return m.Clip(head, left, marks.Ellipsis) + ": " + m.Clip(why, room-left-2, marks.Ellipsis) + way
		}
	}
	return m.Clip(body, room, marks.Ellipsis) + way
}

// host shortens an address to its host, with an ellipsis for the rest.
func host(s, ellipsis string) string {
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	s = strings.TrimPrefix(s, "www.")
	if i := strings.IndexAny(s, "/?#"); i >= 0 {
		if strings.Trim(s[i:], "/") == "" {
			return s[:i]
		}
		return s[:i] + "/" + ellipsis
	}
	return s
}
