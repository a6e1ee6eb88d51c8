package moving

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"tidings/feed"
	"tidings/feed/text"
)

// lineError is an error with the line where it is.
func lineError(line int, format string, args ...any) error {
	return fmt.Errorf("line %d: %s", line, text.Bare(fmt.Sprintf(format, args...)))
}

// maxAddress is the longest address taken: beyond what any server accepts.
const maxAddress = 8 << 10

// webAddress cleans an address of the web: "feed:" in front of it goes, a host without a scheme gets https, one in other scripts
// becomes punycode. User and password stay. false when it is none.
func webAddress(s string) (string, bool) {
	s = text.Line(s)
	if len(s) > maxAddress {
		return "", false
	}
	lower := strings.ToLower(s)
	if strings.HasPrefix(lower, "feed://") {
		s = "http" + s[len("feed"):]
	} else if strings.HasPrefix(lower, "feed:") {
		s = s[len("feed:"):]
	}
	if host, _, _ := strings.Cut(s, "/"); !strings.Contains(s, ":") && strings.Contains(strings.Trim(host, "."), ".") {
		s = "https://" + s
	}
	s = strings.ReplaceAll(s, " ", "%20")
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || !strings.EqualFold(u.Scheme, "http") && !strings.EqualFold(u.Scheme, "https") {
		return "", false
	}
	s = feed.Address(s) // escaped, and longer for it
	return s, s != "" && len(s) <= maxAddress
}

// pageAddress is an address of the web as an item has it, or "".
func pageAddress(s string) string {
	if len(s) > maxAddress {
		return ""
	}
	if s = text.URL(s, ""); strings.HasPrefix(s, "mailto:") || len(s) > maxAddress {
		return ""
	}
	return s
}

// line cleans a short text: one line of at most 2,000 bytes.
func line(s string) string { return text.Clip(text.Line(s), maxLine) }

const maxLine = 2000

// maxLabels is the most tags that an item gets.
const maxLabels = 1000

// labels cleans tags: no empty ones, none twice.
func labels(list []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range list {
		if s = line(s); s != "" && !seen[s] && len(out) < maxLabels {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// folderName is one level of a folder: "/" would part levels.
func folderName(s string) string { return strings.ReplaceAll(line(s), "/", "∕") }

// unixTime is a moment in Unix seconds, or none for what cannot be one.
func unixTime(n int64) time.Time {
	if n <= 0 || n > 1<<36 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}

// outside makes the texts of an item from another program's store fit to be stored: lines are cleaned, fragments sanitised,
// addresses that lead nowhere dropped.
func outside(it feed.Item) feed.Item {
	if it.GUID = text.Line(it.GUID); len(it.GUID) > maxAddress {
		it.GUID = ""
	}
	it.Title = line(feed.TextOf(it.Title))
	it.Link = pageAddress(it.Link)
	it.Authors = labels(it.Authors)
	it.Tags = labels(it.Tags)
	it.Summary = feed.Fragment(it.Summary, it.Link)
	it.Content = feed.Fragment(it.Content, it.Link)
	kept := it.Enclosures[:0:0]
	for _, e := range it.Enclosures {
		if u := pageAddress(e.URL); u != "" {
			kept = append(kept, feed.Enclosure{URL: u, Type: line(e.Type), Length: max(e.Length, 0), Title: line(e.Title)})
		}
	}
	it.Enclosures = kept
	it.Image, it.Comments = pageAddress(it.Image), pageAddress(it.Comments)
	it.Source = line(it.Source)
	it.Language = line(it.Language)
	if it.Title == "" && (it.Content != "" || it.Summary != "") {
		it.Title = titleOf(it)
	}
	return it
}

// titleOf makes a title for an item that has none: its first words, or its address.
func titleOf(it feed.Item) string {
	words := feed.TextOf(it.Summary)
	if words == "" {
		words = feed.TextOf(it.Content)
	}
	if words == "" {
		words = it.Link
	}
	if cut := text.Clip(words, 80); cut != words {
		if i := strings.LastIndexByte(cut, ' '); i > 20 {
			cut = cut[:i]
		}
		return cut + "…"
	}
	return words
}
