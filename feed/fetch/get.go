package fetch

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

// get is one call of Get on its way through the redirects.
type get struct {
	c      *Client
	r      Request
	own    own
	base   *url.URL // the person's address, whose server may be private; nil when there is none
	limit  int64
	big    bool // it has a place among bigBodies
	cancel context.CancelCauseFunc

	left  time.Duration // of Limits.Whole
	since time.Time
	timer *time.Timer
}

// run starts the clock of Limits.Whole, rest stops it while the request waits for a turn.
func (g *get) run() {
	g.since = time.Now()
	g.timer = time.AfterFunc(g.left, func() { g.cancel(errWhole) })
}

func (g *get) rest() {
	g.timer.Stop()
	g.left -= time.Since(g.since)
}

func (g *get) follow(ctx context.Context, u *url.URL) (*Response, error) {
	out := &Response{first: u, Asked: g.r.ETag != "" || g.r.LastModified != ""}
	been := map[string]bool{show(u): true}
	for {
		next, err := g.hop(ctx, u, out)
		if next == nil {
			if e, ok := err.(*Error); ok {
				e.moved = out.Permanent()
			}
			if err != nil && !out.Cut && out.Status < 400 {
				return nil, err
			}
			return out, err
		}
		out.Hops = append(out.Hops, Hop{From: show(u), To: show(next), Status: out.Status})
		out.Downgrade = out.Downgrade || u.Scheme == "https" && next.Scheme == "http"
		out.Status = 0
		switch {
		case been[show(next)]:
			return nil, &Error{Kind: RedirectLoop, URL: show(g.own.asked), words: "its redirects lead in a circle"}
		case len(out.Hops) > g.c.limits.Redirects:
			return nil, &Error{Kind: RedirectLoop, URL: show(g.own.asked), words: fmt.Sprintf("it redirects more than %d times", g.c.limits.Redirects)}
		}
		been[show(next)] = true
		u = next
	}
}

// hop asks u. It returns where a redirect leads, or fills out.
func (g *get) hop(ctx context.Context, u *url.URL, out *Response) (next *url.URL, err error) {
	c := g.c
	t, ctx, err := g.route(ctx, u)
	if err != nil {
		return nil, err
	}
	leave, err := c.gate.enter(ctx, u.Host)
	if err != nil {
		return nil, c.fail(ctx, u, false, err)
	}
	defer leave()
	g.run()
	defer g.rest()

	var connected atomic.Bool
	req := (&http.Request{Method: http.MethodGet, URL: bare(u), Host: u.Host, Header: c.header(g.r, g.own, u), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}).
		WithContext(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected.Store(true) }}))
	if p := g.r.Post; p != nil {
		req.Method, req.ContentLength = http.MethodPost, int64(len(p))
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(p)), nil }
		req.Body, _ = req.GetBody()
	}
	resp, err := t.RoundTrip(req)
	if err != nil {
		return nil, c.fail(ctx, u, connected.Load(), err)
	}
	defer resp.Body.Close()
	out.Status = resp.StatusCode
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		discard(resp)
		next, err := target(u, resp.Header.Get("Location"))
		if err != nil {
			out.Status = 0
		} else if g.r.Post != nil {
			return nil, &Error{Kind: BadAnswer, URL: show(u), words: "it redirects to " + next.Scheme + "://" + next.Host + ": use the address that it leads to"}
		}
		return next, err
	}
	g.describe(out, u, resp)
	return nil, g.finish(ctx, u, resp, out)
}

// target is where a redirect from u leads.
func target(u *url.URL, location string) (*url.URL, error) {
	if location == "" {
		return nil, &Error{Kind: BadAnswer, URL: show(u), words: "it redirects without saying where"}
	}
	next, err := u.Parse(plainBytes(location))
	if err != nil {
		return nil, &Error{Kind: BadAnswer, URL: show(u), words: "it redirects to something that is no address"}
	}
	next.User = nil // a redirect's user and password are nobody's that we know
	if check(next) != nil {
		return nil, &Error{Kind: BadURL, URL: show(u), words: "it redirects to something that is neither http nor https"}
	}
	return next, nil
}

// plainBytes percent-encodes the bytes that stand in no address (RFC 3986 2.1), as browsers do: the header is the server's, and
// the address may be kept and shown. Control characters stay, and make the address invalid.
func plainBytes(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c == ' ' || c >= 0x7f {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// describe fills in what the header says.
func (g *get) describe(out *Response, u *url.URL, resp *http.Response) {
	h := resp.Header
	out.URL, out.header, out.Protocol = show(u), h, resp.Proto
	out.ContentType = h.Get("Content-Type")
	out.ETag, out.LastModified = validator(h.Get("Etag")), validator(h.Get("Last-Modified"))
	if s := resp.TLS; s != nil {
		out.TLS = &TLS{Version: tlsVersion(s.Version)}
		if len(s.PeerCertificates) > 0 {
			cert := s.PeerCertificates[0]
			out.TLS.Expires = cert.NotAfter
			out.TLS.Issuer = cert.Issuer.CommonName
			if len(cert.Issuer.Organization) > 0 {
				out.TLS.Issuer = cert.Issuer.Organization[0]
			}
		}
	}
}

// finish reads the body and judges the status.
func (g *get) finish(ctx context.Context, u *url.URL, resp *http.Response, out *Response) error {
	code := resp.StatusCode
	switch {
	case code == http.StatusNotModified && out.Asked:
		out.Took = time.Since(g.since)
		return nil
	case code == http.StatusNotModified:
		return &Error{Kind: BadAnswer, URL: show(u), words: "the server says that nothing has changed, but there was nothing before"}
	case code >= 200 && code < 300:
		err := g.read(ctx, u, resp, out)
		out.Took = time.Since(g.since)
		return err
	}
	if g.r.KeepErrors {
		g.limit = min(g.limit, maxErrorBody)
		_ = g.read(ctx, u, resp, out) // what came is enough, the status is the news
	} else {
		discard(resp)
	}
	out.Took = time.Since(g.since)
	return &Error{Kind: Status, URL: show(u), Status: code, words: statusWords(code)}
}

// bare is u as it is sent: user and password go into a header, or nowhere.
func bare(u *url.URL) *url.URL {
	if u.User == nil {
		return u
	}
	v := *u
	v.User = nil
	return &v
}
