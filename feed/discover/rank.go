package discover

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"tidings/feed"
	"tidings/feed/text"
)

// ranked is a found feed with what decides its place.
type ranked struct {
	Found
	place    int  // the page's order
	comments bool // a feed of comments
	age      int  // 0 fresh … 3 empty
	same     bool // the same items as one before it
}

// describe makes a Found of a document.
func describe(doc feed.Document, address, title string, place int) ranked {
	items := slices.Clone(doc.Items)
	slices.SortStableFunc(items, func(a, b feed.Item) int { return date(b).Compare(date(a)) })
	r := ranked{Found: Found{URL: address, Title: doc.Title, Kind: doc.Kind, Items: len(items)}, place: place}
	if r.Title == "" {
		r.Title = title
	}
	if r.Title == "" {
		if u, err := url.Parse(address); err == nil {
			r.Title = u.Hostname()
		}
	}
	for i, it := range items {
		if i == 0 {
			r.Newest = date(it)
		}
		if i < 3 {
			r.Newests = append(r.Newests, it.Title)
		}
	}
	low := strings.ToLower(address + " " + doc.Title + " " + title)
	r.comments = strings.Contains(low, "comment") || strings.Contains(low, "kommentar") || strings.Contains(low, "comentario") || strings.Contains(low, "commentaire")
	return r
}

func date(it feed.Item) time.Time {
	if it.Published.IsZero() {
		return it.Updated
	}
	return it.Published
}

// bucket sorts freshness roughly, so that the page's own order decides between feeds that are alive.
func (r ranked) bucket(newest time.Time) int {
	switch {
	case r.Items == 0:
		return 3
	case r.Newest.IsZero():
		return 1
	case newest.Sub(r.Newest) < 60*24*time.Hour:
		return 0
	case newest.Sub(r.Newest) < 400*24*time.Hour:
		return 1
	}
	return 2
}

// rank orders feeds: comments last, then what repeats another, then by freshness, then as the page names them.
func rank(all []ranked) []Found {
	var newest time.Time
	seen := map[string]bool{}
	var list []ranked
	for _, r := range all {
		if seen[r.URL] {
			continue
		}
		seen[r.URL] = true
		if r.Newest.After(newest) {
			newest = r.Newest
		}
		list = append(list, r)
	}
	for i := range list {
		list[i].age = list[i].bucket(newest)
		for j := range i {
			if len(list[i].Newests) > 0 && slices.Equal(list[i].Newests, list[j].Newests) {
				list[i].same = true
			}
		}
	}
	slices.SortStableFunc(list, func(a, b ranked) int {
		for _, d := range []int{truth(a.comments) - truth(b.comments), truth(a.same) - truth(b.same), a.age - b.age, a.place - b.place} {
			if d != 0 {
				return d
			}
		}
		return 0
	})
	out := make([]Found, len(list))
	for i, r := range list {
		out[i] = r.Found
	}
	return out
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// clean and shown make an address fit to be shown: one line, no user and password.
func clean(s string) string {
	if u, err := url.Parse(s); err == nil && u.User != nil {
		return shown(u)
	}
	return text.Line(s)
}

func shown(u *url.URL) string {
	v := *u
	v.User = nil
	return text.Line(v.String())
}
