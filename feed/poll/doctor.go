package poll

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"tidings/feed"
	"tidings/feed/fetch"
	"tidings/feed/text"
)

// Level is how bad a finding is.
type Level uint8

// The levels.
const (
	Fine    Level = iota
	Note          // worth knowing
	Trouble       // something does not work as it should
)

// String returns fine, note or trouble.
func (l Level) String() string { return [...]string{"fine", "note", "trouble"}[min(l, Trouble)] }

// MarshalText makes JSON use the level's name.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// Finding is one thing that the clinic found. All strings are one clean line.
type Finding struct {
	Level Level
	About string // "redirect", "connection", "answer", "caching", "format", "repair", "dates", "ids", "content", "pace", "next poll", "history"
	Words string
}

// Report is what the clinic found of one feed. It never holds passwords, tokens or cookies.
type Report struct {
	Title    string
	URL      string // without user and password
	Findings []Finding
	Advice   []string
	Checked  time.Time
}

func (r *Report) add(l Level, about, format string, a ...any) {
	r.Findings = append(r.Findings, Finding{l, about, text.Line(fmt.Sprintf(format, a...))})
}

func (r *Report) advise(format string, a ...any) {
	r.Advice = append(r.Advice, text.Line(fmt.Sprintf(format, a...)))
}

// Examine asks for a feed once, without validators, and reports how it does. It changes nothing in the store. A server that
// asked to be left alone is not asked.
func (p *Poller) Examine(ctx context.Context, f feed.Feed) Report {
	now := p.now()
	r := Report{Title: text.Line(f.Title), URL: cmp.Or(text.URL(f.URL, ""), text.Line(fetch.Shown(f.URL))), Checked: now}
	r.history(f, now)
	if until := f.State.Hints.NotBefore; until.After(now) {
		r.add(Note, "answer", "not asked: the server wants to be left alone until %s", until.Local().Format("15:04"))
		return r
	}
	req := request(f)
	req.URL, req.Chosen, req.Origin, req.ETag, req.LastModified = f.URL, false, "", "", ""
	resp, err := p.fetcher.Get(ctx, req)
	if resp != nil {
		r.way(f, resp, now)
	}
	if err != nil {
		r.failure(f, err)
	}
	if resp == nil || err != nil && !resp.Cut {
		return r
	}
	r.answer(resp)
	caching(&r, resp, now)
	doc, err := p.parse(resp.Body, resp.ContentType, resp.URL, now)
	if err != nil {
		r.add(Trouble, "format", "%s", failureWords(err))
		if strings.Contains(strings.ToLower(resp.ContentType), "html") {
			r.advise("The address gives a web page: give it to “tidings add”, which looks for the page’s feeds.")
		}
		return r
	}
	r.document(doc)
	r.schedule(f, doc, resp, now)
	return r
}

// history tells how polling went so far.
func (r *Report) history(f feed.Feed, now time.Time) {
	st := f.State
	switch {
	case f.Settings.Paused:
		r.add(Note, "history", "paused: it is not polled by itself")
	case st.Gone:
		r.add(Trouble, "history", "the publisher took it away for good (410) on %s", st.Polled.Local().Format("2 January 2006"))
	}
	switch {
	case st.Polled.IsZero():
		r.add(Note, "history", "never polled yet")
	case st.Failures > 0 && st.Succeeded.IsZero():
		r.add(Trouble, "history", "failed %s in a row and never succeeded: %s", count(st.Failures, "time", "times"), st.Error)
	case st.Failures > 0:
		r.add(Trouble, "history", "failed %s in a row, last succeeded %s ago: %s", count(st.Failures, "time", "times"), span(now.Sub(st.Succeeded)), st.Error)
	default:
		r.add(Fine, "history", "polled %s ago, with success; %s kept", span(now.Sub(st.Polled)), count(f.Total, "item", "items"))
	}
	if s := f.Settings; s.Credential != "" || s.Cookies != "" || len(s.Headers) > 0 || s.Proxy != "" {
		var with []string
		if s.Credential != "" {
			with = append(with, "a credential")
		}
		if s.Cookies != "" {
			with = append(with, "a cookies file")
		}
		if len(s.Headers) > 0 {
			with = append(with, count(len(s.Headers), "header", "headers")+" of its own")
		}
		if s.Proxy != "" {
			with = append(with, "a proxy")
		}
		r.add(Note, "history", "asked with %s", strings.Join(with, ", "))
	}
}

// way tells of redirects and the connection.
func (r *Report) way(f feed.Feed, resp *fetch.Response, now time.Time) {
	for _, h := range resp.Hops {
		kind := "for now"
		if h.Status == http.StatusMovedPermanently || h.Status == http.StatusPermanentRedirect {
			kind = "for good"
		}
		r.add(Note, "redirect", "%d, %s: %s → %s", h.Status, kind, h.From, h.To)
	}
	if to := resp.Permanent(); to != "" {
		r.add(Note, "redirect", "the feed has moved to %s", fetch.Shown(to))
		if !trial(feed.Feed{URL: f.URL, Settings: f.Settings, State: feed.State{MovedTo: to, MovedSeen: 1}}) {
			r.advise("Change the feed’s address to %s yourself: it is another server, and its credentials are not sent there unasked.", fetch.Shown(to))
		}
	}
	if resp.Downgrade {
		r.add(Trouble, "redirect", "a redirect leads from https down to http: what is read can be read and changed on the way")
	}
	switch {
	case resp.TLS != nil:
		l := Fine
		left := resp.TLS.Expires.Sub(now)
		if left < 7*24*time.Hour {
			l = Note
		}
		r.add(l, "connection", "%s, %s, certificate by %s, valid for %s", resp.Protocol, resp.TLS.Version, resp.TLS.Issuer, span(max(left, 0)))
	case resp.Status != 0:
		r.add(Note, "connection", "%s, not encrypted", resp.Protocol)
		if strings.HasPrefix(f.URL, "http://") {
			r.advise("See whether the same address works with https.")
		}
	}
}

func (r *Report) failure(f feed.Feed, err error) {
	r.add(Trouble, "answer", "%s", failureWords(err))
	e, ok := errors.AsType[*fetch.Error](err)
	if !ok {
		return
	}
	switch e.Kind {
	case fetch.NameNotFound:
		r.advise("Check the address for a slip; if the site has moved, give its page to “tidings add”.")
	case fetch.TooBig:
		r.advise("Raise the feed’s limit if it is worth it: “tidings set FEED max_megabytes 50”.")
	case fetch.Private:
		r.advise("If that server is yours: “tidings set FEED allow_private true”.")
	case fetch.Certificate:
		r.advise("Nothing to do here but to tell the publisher, or to check this machine’s clock.")
	case fetch.FirstByteTimeout, fetch.WholeTimeout, fetch.Stalled, fetch.ConnectTimeout:
		r.advise("The server is slow or overloaded; Tidings goes on trying, less often each time.")
	case fetch.Status:
		switch e.Status {
		case http.StatusNotFound, http.StatusGone:
			r.advise("Give the site’s address to “tidings add” to see whether the feed has a new place.")
		case http.StatusUnauthorized, http.StatusForbidden:
			if f.Settings.Credential == "" && f.Settings.Cookies == "" {
				r.advise("If you have an account there, give the feed a credential or a cookies file: “tidings set FEED”.")
			} else {
				r.advise("The credential or cookies of this feed were not accepted: they may have expired.")
			}
		case http.StatusTooManyRequests:
			r.advise("The server counts requests from this machine’s address; set a longer interval for its feeds.")
		}
	}
}
