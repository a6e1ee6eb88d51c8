package layout

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"tidings/ui/style"
)

// Cut divides a line of a layout before the columns from and to: the parts before and behind keep their looks and links,
// each closed within itself; the part between is plain text. A character that lies across a border goes to the part that
// it begins in. graphemes is as in Options.
func Cut(line string, from, to int, graphemes bool) (head, mid, tail string) {
	var parts [3]strings.Builder
	part, col := 0, 0
	sgr, link := "", "" // in force
	next := func() {
		if part != 1 {
			if sgr != "" {
				parts[part].WriteString(style.Reset)
			}
			if link != "" {
				parts[part].WriteString(closeHyperlink)
			}
		}
		part++
		if part == 2 {
			parts[2].WriteString(link)
			parts[2].WriteString(sgr)
		}
	}
	for i := 0; i < len(line); {
		if line[i] == 0x1b {
			n := sequence(line[i:])
			seq := line[i : i+n]
			switch {
			case seq == style.Reset:
				sgr = ""
			case seq == closeHyperlink:
				link = ""
			case strings.HasPrefix(seq, "\x1b]8;"):
				link = seq
			default:
				sgr += seq
			}
			if part != 1 {
				parts[part].WriteString(seq)
			}
			i += n
			continue
		}
		for part == 0 && col >= from || part == 1 && col >= to {
			next()
		}
		n, w := 1, 1
		if line[i] >= 0x80 || i+1 < len(line) && line[i+1] >= 0x80 {
			var cluster string
			cluster, w = ansi.FirstGraphemeCluster(line[i:], ansi.GraphemeWidth)
			n = len(cluster)
			if !graphemes {
				w = max(w, ansi.StringWidthWc(cluster))
			}
		}
		parts[part].WriteString(line[i : i+n])
		i += n
		col += w
	}
	return parts[0].String(), parts[1].String(), parts[2].String()
}

// sequence returns the length of the escape sequence that s begins with: one that ends in a letter, or an OSC that ends
// in ST.
func sequence(s string) int {
	if strings.HasPrefix(s, "\x1b]") {
		if i := strings.Index(s[2:], "\x1b\\"); i >= 0 {
			return i + 4
		}
		return len(s)
	}
	for i := 1; i < len(s); i++ {
		if s[i] >= 0x40 && s[i] < 0x7f && s[i] != '[' {
			return i + 1
		}
	}
	return len(s)
}
