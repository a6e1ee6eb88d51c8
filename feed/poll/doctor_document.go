package poll

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"tidings/feed"
	"tidings/feed/fetch"
)

func (r *Report) answer(resp *fetch.Response) {
	how := "not compressed"
	l := Fine
	if resp.Encoding != "" {
		how = fmt.Sprintf("%s sent, %s", kB(resp.Wire), resp.Encoding)
	} else if len(resp.Body) > 50_000 {
		l = Note
	}
	r.add(l, "answer", "%d after %d ms, %s (%s), type %s", resp.Status, resp.Took.Milliseconds(), kB(int64(len(resp.Body))), how, orNone(resp.ContentType))
	if len(resp.Body) > 2_000_000 {
		r.add(Note, "answer", "it is a large document: every change costs its whole size")
	}
}

func caching(r *Report, resp *fetch.Response, now time.Time) {
	switch {
	case resp.ETag != "" || resp.LastModified != "":
		r.add(Fine, "caching", "ETag %s, Last-Modified %s: unchanged feeds cost next to nothing", orNone(short(resp.ETag)), orNone(short(resp.LastModified)))
	default:
		r.add(Note, "caching", "neither ETag nor Last-Modified: every poll costs the whole document")
		r.advise("Tell the publisher that the server sends no ETag and no Last-Modified.")
	}
	control, expires := resp.Caching()
	if age := resp.MaxAge(now); age > 0 {
		r.add(Fine, "caching", "the server asks for %s between polls (%s)", span(age), orNone(short(strings.TrimSpace(control+" "+expires))))
	}
}

// document tells of the format, of what was mended, and of trouble with dates and ids.
func (r *Report) document(doc feed.Document) {
	l := Fine
	if len(doc.Items) == 0 {
		l = Trouble
	}
	r.add(l, "format", "%s with %s, “%s”", doc.Kind, count(len(doc.Items), "item", "items"), doc.Title)
	for _, s := range doc.Repairs {
		r.add(Note, "repair", "%s", s)
	}
	if len(doc.Repairs) > 0 {
		r.advise("Tell the publisher what is wrong with the document (a feed validator names the lines).")
	}
	r.dates(doc.Items)
	r.ids(doc.Items)
	var short, full int
	for _, it := range doc.Items {
		if len(it.Content) > 1500 || len(it.Summary) > 1500 {
			full++
		} else {
			short++
		}
	}
	if len(doc.Items) > 0 && full*2 < len(doc.Items) {
		r.add(Note, "content", "most items bring a summary only (%d of %d)", short, len(doc.Items))
		r.advise("Let whole articles be fetched in the background (full_text) to read them without a network.")
	}
}

func (r *Report) dates(items []feed.Item) {
	var without int
	var dates []time.Time
	for _, it := range items {
		if it.Published.IsZero() {
			without++
		} else {
			dates = append(dates, it.Published)
		}
	}
	switch {
	case len(items) == 0:
	case without == len(items):
		r.add(Note, "dates", "no item has a date that can be read: the time of the first poll is used")
	case without > 0:
		r.add(Note, "dates", "%d of %d items have no date that can be read", without, len(items))
	case len(dates) > 2 && slices.MinFunc(dates, time.Time.Compare).Equal(slices.MaxFunc(dates, time.Time.Compare)):
		r.add(Note, "dates", "all items have the same date: it is the document’s, not theirs")
	default:
		r.add(Fine, "dates", "all items have a date")
	}
}

func (r *Report) ids(items []feed.Item) {
	var without int
	seen := map[string]int{}
	for _, it := range items {
		if it.GUID == "" {
			without++
			continue
		}
		seen[it.GUID]++
	}
	twice := 0
	for _, n := range seen {
		twice += n - 1
	}
	switch {
	case len(items) == 0:
	case len(seen) == 1 && twice > 0:
		r.add(Trouble, "ids", "all items have the same id: they are told apart by link, title and text")
	case twice > 0:
		r.add(Note, "ids", "%s used more than once: those items are told apart by link, title and text", count(twice, "id is", "ids are"))
	case without > 0:
		r.add(Note, "ids", "%d of %d items have no id: they are recognised by link, title and text", without, len(items))
	default:
		r.add(Fine, "ids", "every item has an id of its own")
	}
}

// schedule tells how often the feed publishes and when it is polled next.
func (r *Report) schedule(f feed.Feed, doc feed.Document, resp *fetch.Response, now time.Time) {
	var times []time.Time
	for _, it := range doc.Items {
		if !it.Published.IsZero() {
			times = append(times, it.Published)
		}
	}
	var newest time.Time
	if len(times) > 0 {
		newest = slices.MaxFunc(times, time.Time.Compare)
	}
	st := f.State
	st.PerDay = perDay(times, now)
	st.Hints = doc.Hints
	st.Hints.MaxAge = resp.MaxAge(now)
	if !newest.IsZero() {
		r.add(Fine, "pace", "%s; the newest is from %s", paceWords(st.PerDay, newest, now), newest.Local().Format("2 January 2006, 15:04"))
	}
	plan := after(f.Settings, st, newest, now, 0)
	r.add(Fine, "pace", "%s", plan.Why)
	if n := f.State.Next; n.After(now) {
		r.add(Fine, "next poll", "in %s", span(n.Sub(now)))
	}
	if s := f.Settings.Interval; s > 0 && s < max(st.Hints.TTL, st.Hints.MaxAge) {
		r.add(Note, "next poll", "you set every %s, but the server asks for %s, which is kept", span(s), span(max(st.Hints.TTL, st.Hints.MaxAge)))
	}
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// short cuts a header for a report.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

func kB(n int64) string {
	if n < 1000 {
		return fmt.Sprintf("%d bytes", n)
	}
	return fmt.Sprintf("%d kB", n/1000)
}
