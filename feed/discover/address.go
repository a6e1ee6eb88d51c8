package discover

import (
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"sync"

	"tidings/feed"
	"tidings/feed/text"
)

// handle is a person's name as Mastodon and its kin write it: @name@host, whose page is https://host/@name.
var handle = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^@([\w.-]+)@([\w-]+(?:\.[\w-]+)+)$`) })

// addresses turns what a person typed or pasted into the addresses to ask, best first: the scheme "feed" is taken off
// (feed:https://…, feed://…), a missing scheme becomes https and then http. They are clean; what is no address of the web stays
// as it is, for the words of an error.
func addresses(s string) []string {
	list := spellings(s)
	out := list[:0]
	for _, a := range list {
		if plain := feed.Address(a); plain != "" {
			out = append(out, plain)
		} else if text.Line(a) == a {
			out = append(out, a)
		}
	}
	return out
}

func spellings(s string) []string {
	s = strings.TrimSpace(s)
	s = strings.Trim(s, "<>\"'“”«»")
	s = strings.TrimSpace(s)
	for _, scheme := range []string{"feed:", "feeds:", "rss:", "podcast:", "itpc:", "pcast:", "view-source:"} {
		if len(s) > len(scheme) && strings.EqualFold(s[:len(scheme)], scheme) {
			s = strings.TrimPrefix(s[len(scheme):], "//")
		}
	}
	s = strings.TrimPrefix(s, "//")
	if s == "" {
		return nil
	}
	if scheme, _, ok := strings.Cut(s, "://"); ok && !strings.ContainsAny(scheme, "./?#@") {
		return []string{s}
	}
	if strings.ContainsAny(s, " \t\r\n") || strings.HasPrefix(strings.ToLower(s), "mailto:") {
		return nil
	}
	if h := handle().FindStringSubmatch(s); h != nil {
		return []string{"https://" + h[2] + "/@" + h[1]}
	}
	if u, err := url.Parse("http://" + s); err != nil || u.Hostname() == "" {
		return nil
	} else if bare(u.Hostname()) {
		return []string{"http://" + s, "https://" + s}
	}
	return []string{"https://" + s, "http://" + s}
}

// bare reports whether a host is more likely to speak http than https: an address, or a name within this network.
func bare(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	return !strings.Contains(host, ".") || strings.HasSuffix(host, ".localhost") || strings.HasSuffix(host, ".local")
}
