package extract

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/html/atom"
)

// readPublished returns when the article was published: as JSON-LD, the head, a marked element, the address or a line near
// the title say. A time without a zone counts as UTC.
func (s *said) readPublished(in Input, title string) time.Time {
	if d := s.dateDeclared(in); !d.IsZero() {
		return s.asShown(d, in, title)
	}
	if d := s.dateSpots(title); !d.IsZero() {
		return d
	}
	for _, raw := range []string{in.URL, s.canonical, s.first("og:url")} {
		if d := dateOfURL(raw); !d.IsZero() {
			return d
		}
	}
	if d := s.dateByTheWay(); !d.IsZero() {
		return d
	}
	if d := s.dateNear(title); !d.IsZero() {
		return d
	}
	return s.dateModified()
}

// dateDeclared returns the day of publication that JSON-LD or the head states.
func (s *said) dateDeclared(in Input) time.Time {
	if t := s.main(in.URL); t != nil {
		if d := parseDate(t.published); !d.IsZero() {
			return d
		}
	}
	for _, k := range []string{
		"article:published_time", "og:published_time", "datepublished", "article:published", "og:article:published_time", "parsely-pub-date", "sailthru.date",
		"dc.date.issued", "dcterms.created", "dcterms.date", "dc.date.created", "dc.date", "dc.date.published", "citation_publication_date", "citation_date", "citation_online_date",
		"cxenseparse:recs:publishtime", "cxenseparse:publishtime", "publish-date", "publish_date", "publishdate", "pubdate", "published_at", "date_published", "published", "publication_date", "rnews:datepublished",
		"originalpublicationdate", "article.published", "article.created", "displaydate", "date", "last-modified-date", "iso-8601-publish-date", "release_date", "datecreated", "article:create_time", "og:pubdate", "og:release_date", "weibo:article:create_at", "apub:time",
	} {
		for _, v := range s.meta[k] {
			if d := parseDate(v); !d.IsZero() {
				return d
			}
		}
	}
	return time.Time{}
}

// dateByTheWay returns the day of publication that is stated of the page in general, or under a name of the publisher's own.
func (s *said) dateByTheWay() time.Time {
	if d := parseDate(s.ld.dated); !d.IsZero() {
		return d
	}
	for _, k := range slices.Sorted(maps.Keys(s.meta)) {
		if !namesPublication(k) {
			continue
		}
		if d := parseDate(s.first(k)); !d.IsZero() {
			return d
		}
	}
	return time.Time{}
}

// namesPublication says whether a <meta> name of a publisher's own holds when the page was published.
func namesPublication(name string) bool {
	return strings.Contains(name, "publi") && !strings.Contains(name, "last") && !strings.Contains(name, "expir") && !strings.Contains(name, "updat") && !strings.Contains(name, "modif")
}

// dateModified returns when the head says that the page was last changed.
func (s *said) dateModified() time.Time {
	for _, k := range []string{"article:modified_time", "og:updated_time", "datemodified", "last-modified"} {
		if d := parseDate(s.first(k)); !d.IsZero() {
			return d
		}
	}
	return time.Time{}
}

// asShown returns a declared date as the page itself shows it: the same moment in the zone that is written there, and an earlier
// day where the declared one is that of the last change too. Programs that publish a page anew state its date so.
func (s *said) asShown(d time.Time, in Input, title string) time.Time {
	shown := s.dateSpots(title)
	if shown.IsZero() {
		return d
	}
	if _, off := shown.Zone(); off != 0 && d.Location() == time.UTC && shown.Sub(d).Abs() < time.Minute {
		return d.In(shown.Location())
	}
	changed := s.dateModified()
	if t := s.main(in.URL); t != nil && t.modified != "" {
		changed = parseDate(t.modified)
	}
	if changed.Equal(d) && d.Sub(shown) > 24*time.Hour {
		return shown
	}
	return d
}

// dateSpots looks at the elements that may hold the date: microdata first, then <time>, then what has a class for it;
// of each sort the first at or below the title.
func (s *said) dateSpots(title string) time.Time {
	top := s.titleSpot(title).at
	for _, how := range []spotKind{byProperty, byTag, byClass} {
		var above time.Time
		for _, p := range s.dates {
			if p.how != how || how != byProperty && inClutter(p.node) {
				continue
			}
			var d time.Time
			for _, k := range []string{"datetime", "content", "date-time", "data-datetime", "data-time", "data-timestamp", "title"} {
				if v, ok := attr(p.node, k); ok && d.IsZero() && (k != "title" || how != byProperty) {
					d = parseDate(v)
				}
			}
			if d.IsZero() && p.node.DataAtom != atom.Meta {
				if t := textOf(p.node, 200); len(t) < 160 {
					d = findDate(t, s.lang)
				}
			}
			if d.IsZero() {
				continue
			}
			if p.at >= top-60 || how == byProperty {
				return d
			}
			if above.IsZero() {
				above = d
			}
		}
		if !above.IsZero() && how != byClass {
			return above
		}
	}
	return time.Time{}
}

// dateLayouts are the forms of dates in metadata, the most common first.
var dateLayouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05.999999999Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04:05.999999999", "2006-01-02T15:04", "2006-01-02T15:04Z0700",
	"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05 -0700 MST", "2006-01-02 15:04:05 MST", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02",
	time.RFC1123Z, time.RFC1123, time.RFC850, time.ANSIC, time.UnixDate, "Mon, 2 Jan 2006 15:04:05 MST", "Mon, 2 Jan 2006 15:04:05 -0700", "Mon Jan 2 15:04:05 MST 2006",
	"Mon Jan 02 2006 15:04:05 GMT-0700", "2006/01/02 15:04:05", "2006/01/02 15:04", "2006/01/02", "20060102T150405Z0700", "20060102T150405", "20060102", "2006-01-02T", "2006-1-2", "2006-1-2 15:04:05",
}

// zones are the abbreviations that Go cannot know; offsets from UTC in hours. Ambiguous ones take their commonest meaning in news.
var zones = map[string]float64{
	"UTC": 0, "GMT": 0, "Z": 0, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MEZ": 1, "MESZ": 2, "WET": 0, "WEST": 1, "MSK": 3, "EST": -5, "EDT": -4, "ET": -5, "CST": -6, "CDT": -5,
	"MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "PT": -8, "IST": 5.5, "JST": 9, "KST": 9, "SGT": 8, "HKT": 8, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "SAST": 2, "WIB": 7, "PKT": 5, "TRT": 3,
}

// parseDate reads one date in a form made for machines, or in words; zero when it is none or not plausible.
func parseDate(s string) time.Time {
	s = strings.TrimSpace(s)
	if len(s) < 6 || len(s) > 100 {
		return time.Time{}
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && len(s) >= 10 && len(s) <= 13 {
		if len(s) == 13 {
			n /= 1000
		}
		return plausible(time.Unix(n, 0).UTC())
	}
	if s[0] >= '0' && s[0] <= '9' || unicode.IsLetter(rune(s[0])) {
		for _, l := range dateLayouts {
			if d, err := time.Parse(l, s); err == nil {
				if _, off := d.Zone(); off == 0 && d.Location() != time.UTC {
					if h, ok := zones[d.Location().String()]; ok && h != 0 {
						z := time.FixedZone("", int(h*3600))
						d = time.Date(d.Year(), d.Month(), d.Day(), d.Hour(), d.Minute(), d.Second(), d.Nanosecond(), z)
					}
				}
				return plausible(d)
			}
		}
	}
	return findDate(s, "")
}

// plausible returns d, or zero where no news article can be that old or that new.
func plausible(d time.Time) time.Time {
	if d.Year() < 1900 || d.Year() > 2100 {
		return time.Time{}
	}
	if _, off := d.Zone(); off == 0 {
		return d.UTC()
	}
	return d
}

// dateOfURL reads the day from an address like /2023/12/22/, /2023-12-22- or /20231222.
func dateOfURL(raw string) time.Time {
	if d := dashedDate(raw); !d.IsZero() {
		return d
	}
	for i := 0; i < len(raw); i++ {
		if raw[i] < '0' || raw[i] > '9' {
			continue
		}
		j := i
		for j < len(raw) && raw[j] >= '0' && raw[j] <= '9' {
			j++
		}
		// A run of eight digits is a day, one of twelve and more mostly begins with one: the time follows.
		if n := j - i; (n == 8 || n >= 12) && raw[i] == '2' {
			if d, err := time.Parse("20060102", raw[i:i+8]); err == nil && d.Year() >= 1995 && d.Year() < 2100 {
				return plausible(d)
			}
		}
		i = j
	}
	return time.Time{}
}

func dashedDate(raw string) time.Time {
	for i := 0; i+10 <= len(raw); i++ {
		if i > 0 && raw[i-1] != '/' && raw[i-1] != '-' && raw[i-1] != '_' {
			continue
		}
		c := raw[i+4]
		if c != '/' && c != '-' || raw[i+7] != c {
			continue
		}
		if i+10 < len(raw) && raw[i+10] >= '0' && raw[i+10] <= '9' {
			continue
		}
		if d, err := time.Parse("2006"+string(c)+"01"+string(c)+"02", raw[i:i+10]); err == nil {
			return plausible(d)
		}
	}
	return time.Time{}
}
