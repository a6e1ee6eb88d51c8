package fetch

import (
	"net/http"
	"net/url"
	"time"

	"golang.org/x/net/http/httpguts"
)

// Hop is one redirect on the way.
type Hop struct {
	From   string // without user and password
	To     string
	Status int // 301, 302, 303, 307 or 308
}

// Response is an answer, read to its end.
type Response struct {
	URL         string // where the body came from, after redirects, without user and password
	Status      int
	Hops        []Hop  // redirects in order
	ContentType string // as sent
	Body        []byte // decompressed
	Cut         bool   // the connection ended before the body did: Body is what came

	ETag         string // to be sent back exactly; empty when none, or unreasonable
	LastModified string // likewise

	Protocol  string // "HTTP/1.1", "HTTP/2.0"
	Encoding  string // gzip, deflate, br or ""
	Wire      int64  // bytes of the body as sent
	TLS       *TLS   // nil for http
	Downgrade bool   // a redirect led from https to http
	Took      time.Duration
	Asked     bool // validators were sent

	header http.Header
	first  *url.URL
}

// TLS is what is worth telling of a secure connection.
type TLS struct {
	Version string // "TLS 1.3"
	Issuer  string // as the certificate says: not sanitised
	Expires time.Time
}

// NotModified reports whether the server says that the caller's copy is still right.
func (r *Response) NotModified() bool { return r.Status == http.StatusNotModified }

// RetryAfter returns how long the server asks to be left alone; zero when it does not. At most a year.
func (r *Response) RetryAfter(now time.Time) time.Duration {
	return parseRetryAfter(r.header.Get("Retry-After"), now)
}

// MaxAge returns how long the answer stays fresh by Cache-Control or Expires; zero when it does not say. At most a year.
func (r *Response) MaxAge(now time.Time) time.Duration { return freshness(r.header, now) }

// Caching returns what the server says of caching, for a report: the Cache-Control and Expires headers, not sanitised.
func (r *Response) Caching() (cacheControl, expires string) {
	return r.header.Get("Cache-Control"), r.header.Get("Expires")
}

// Permanent returns the address that the server says is the right one from now on: where the chain of 301 and 308 from the
// first address leads, up to the first temporary redirect. Empty when it has not moved. A move from https down to http does
// not count.
func (r *Response) Permanent() string {
	to := ""
	for _, h := range r.Hops {
		if h.Status != http.StatusMovedPermanently && h.Status != http.StatusPermanentRedirect {
			break
		}
		to = h.To
	}
	if to == "" || r.first == nil {
		return to
	}
	u, err := url.Parse(to)
	if err != nil || r.first.Scheme == "https" && u.Scheme != "https" {
		return ""
	}
	if r.first.User != nil && sameServer(r.first, u) {
		u.User = r.first.User
	}
	return u.String()
}

// validator returns a header to be sent back later, or "" when it is too long or cannot be sent.
func validator(s string) string {
	if len(s) > maxValidator || !httpguts.ValidHeaderFieldValue(s) {
		return ""
	}
	return s
}
