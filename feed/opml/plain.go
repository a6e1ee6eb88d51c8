package opml

import (
	"bytes"
	"strings"
)

// isPlain reports whether data is a list of addresses, one a line, although a "<" stands somewhere in it.
func isPlain(data []byte) bool {
	return data[0] != '<' && !bytes.Contains(bytes.ToLower(data[:min(len(data), 4096)]), []byte("<o"))
}

// parsePlain reads a list of addresses, one a line. What follows an address on its line is ignored, and so are lines that
// begin with "#" and those that hold no address.
func parsePlain(data []byte) (List, error) {
	var l List
	seen := map[string]bool{}
	left := 0
	for row := range bytes.Lines(data) {
		s := strings.TrimSpace(string(row))
		if s == "" || s[0] == '#' {
			continue
		}
		first, _, _ := strings.Cut(s, " ")
		first, _, _ = strings.Cut(first, "\t")
		first = strings.Trim(first, "<>\"',;")
		if !looksLikeAddress(first) {
			left++
			continue
		}
		if u := address(first); u != "" && !seen[u] && len(l.Outlines) < maxOutlines {
			seen[u] = true
			l.Outlines = append(l.Outlines, Outline{URL: u})
		}
	}
	if len(l.Outlines) == 0 {
		return List{}, ErrEmpty
	}
	if left > 0 {
		l.Repairs = append(l.Repairs, "lines that hold no address were left out")
	}
	return l, nil
}

func looksLikeAddress(s string) bool {
	scheme, rest, ok := strings.Cut(s, ":")
	switch strings.ToLower(scheme) {
	case "http", "https", "feed":
		return ok && len(rest) > 2
	}
	host, _, _ := strings.Cut(s, "/")
	return !ok && strings.Contains(strings.Trim(host, "."), ".") && !strings.ContainsAny(host, "<>\"@()")
}
