package moving

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"tidings/feed"
	"tidings/feed/opml"
)

// feedOf is an outline's feed. A folder-less one takes its first category, as OPML 2.0 has them.
func feedOf(o opml.Outline, address string) feed.Feed {
	f := feed.Feed{
		URL: address, Title: o.Title, Site: pageAddress(o.Site), Description: o.Description, Language: o.Language, Folder: o.Folder,
		Settings: feed.Settings{Title: o.Title},
	}
	if o.Title == o.URL {
		f.Title, f.Settings.Title = "", ""
	}
	if f.Folder == "" && len(o.Categories) > 0 {
		f.Folder = strings.Trim(o.Categories[0], "/")
	}
	switch kind := feed.Kind(strings.ToLower(o.Type)); kind {
	case feed.Atom, feed.RDF, feed.JSON:
		f.Kind = kind
	}
	for name, v := range o.More {
		switch name {
		case "frss:CURLOPT_USERAGENT", "userAgent", "user_agent":
			f.Settings.UserAgent = line(v)
		case "frss:cssFullContent", "crawler", "scraperRules":
			f.Settings.FullText = v != "" && v != "false" && v != "0"
		case "frss:filtersActionRead":
			f.Settings.Filter, _ = freshFilter(v)
		case "frss:ttl": // seconds; below 0 the feed is muted
			n, err := strconv.ParseInt(v, 10, 32)
			if err == nil {
				f.Settings.Paused = n < 0
				f.Settings.Interval = time.Duration(max(n, -n)) * time.Second
			}
		case "disabled":
			f.Settings.Paused = v == "true" || v == "1"
		}
	}
	return f
}

// scraped notes what the other reader did for a feed that Tidings does otherwise, or not.
func (m *Moving) scraped(o opml.Outline, address string) {
	if t := strings.ToLower(o.Type); strings.Contains(t, "xpath") || strings.Contains(t, "dotnotation") || strings.Contains(t, "dotpath") {
		m.note(o.Line, "%s: FreshRSS made a feed of this page by rules of its own (%s); Tidings follows real feeds only, and will look for one there", address, o.Type)
	}
	var left []string
	for _, a := range []struct{ name, words string }{
		{"frss:filtersActionRead", "a filter that marks new items read"},
		{"frss:CURLOPT_COOKIE", "cookies"},
		{"frss:CURLOPT_HTTPHEADER", "headers"},
		{"frss:CURLOPT_PROXY", "a proxy"},
		{"frss:opmlUrl", "a list that is loaded from elsewhere"},
		{"blocklistRules", "block rules"},
		{"keeplistRules", "keep rules"},
		{"rewriteRules", "rewrite rules"},
	} {
		if _, ok := freshFilter(o.More[a.name]); ok && a.name == "frss:filtersActionRead" {
			continue
		}
		if o.More[a.name] != "" {
			left = append(left, a.words)
		}
	}
	if len(left) > 0 {
		m.note(o.Line, "%s: %s were not taken over; 'tidings set' shows the settings that a feed may have here", line(cmp.Or(o.Title, address)), strings.Join(left, " and "))
	}
}
