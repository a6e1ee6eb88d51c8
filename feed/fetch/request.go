package fetch

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/http/httpguts"
	"golang.org/x/net/idna"
)

// What a request says that it would like to get.
const (
	AcceptFeed    = "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.3"
	AcceptPage    = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"
	AcceptPicture = "image/png, image/jpeg, image/gif, image/webp, image/*;q=0.5"
)

// Request is what to get and how. Only URL is needed. It is sent with no Referer and no cookies but those of Cookies.
type Request struct {
	URL          string // http or https; a user and password in it are used as basic credentials
	Accept       string // AcceptFeed, AcceptPage …; empty for anything
	ETag         string // of the copy that the caller has, exactly as received
	LastModified string // likewise

	UserAgent  string            // in place of the client's own
	Headers    map[string]string // sent to the person's own address's server only: URL's, or with Chosen Origin's
	Cookies    string            // path of a Netscape cookies file; sent to URL's server only
	Credential string            // "env:NAME" or "cmd:PROGRAM ARG…" that gives "user:password" or "bearer TOKEN"; sent as Headers are
	Proxy      string            // http, https, socks5 or socks5h address; empty for the client's own
	MaxBytes   int64             // of the body, decompressed; 0 for the client's limit
	KeepErrors bool              // read the body that comes with a status of 400 or more too
	Post       []byte            // sent by POST, when not nil; a redirect is an error then: what was meant for one address goes nowhere else
	PostType   string            // the media type of Post

	// A private address (loopback, local network, metadata service) is asked when a person wrote it, and when a redirect
	// leads from it to the same server. Everything else, a public-looking name that resolves to one included, is refused.
	AllowPrivate bool   // the person allows private addresses wherever they come from
	Chosen       bool   // URL was chosen by a page or feed, not by the person
	Origin       string // with Chosen: the person's address that led here; its server may be private, and gets the secrets
}

// parse checks an address and makes it ready to be sent.
func parse(raw string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return nil, badURL("", "that is not a valid address")
	}
	if err := check(u); err != nil {
		return nil, err
	}
	return u, nil
}

// check makes u ready to be sent: scheme and host in lower case, the host in ASCII, no fragment.
func check(u *url.URL) error {
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" {
		return badURL("", "only http and https addresses can be asked")
	}
	host := u.Hostname()
	if host == "" {
		return badURL("", "the address names no server")
	}
	if ascii, err := idna.Lookup.ToASCII(host); err == nil {
		host = ascii
	} else if !isASCII(host) {
		return badURL("", "the address names no valid server")
	}
	host = strings.ToLower(host)
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if p := u.Port(); p != "" {
		host += ":" + p
	}
	u.Host, u.Fragment, u.RawFragment = host, "", ""
	return nil
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// own is what goes to one server only, never along a redirect, a link or a next page to another.
type own struct {
	asked   *url.URL // the request's address
	server  *url.URL // the person's address: asked, or what led there; nil when that is not known
	auth    string   // Authorization
	jar     cookies
	headers map[string]string
}

// own reads the request's credentials and cookies. person is the address that the person gave, or nil.
func (c *Client) own(ctx context.Context, r Request, u, person *url.URL) (own, error) {
	o := own{asked: u, server: person, headers: r.Headers}
	var err error
	if r.Cookies != "" {
		if o.jar, err = readCookies(r.Cookies); err != nil {
			return o, &Error{Kind: Credential, URL: show(u), Err: err, words: "the cookies file " + r.Cookies + " could not be read: " + reason(err)}
		}
	}
	switch {
	case r.Credential != "":
		if o.auth, err = c.credential(ctx, r.Credential); err != nil {
			return o, &Error{Kind: Credential, URL: show(u), Err: err, words: err.Error()}
		}
	case u.User != nil:
		password, _ := u.User.Password()
		o.auth = basic(u.User.Username(), password)
	}
	return o, nil
}

// goes reports whether the person's credentials and headers may go to u: the server that they were given for, and not from https
// down to http.
func (o own) goes(u *url.URL) bool {
	return o.server != nil && sameServer(o.server, u) && (u.Scheme == "https" || o.server.Scheme == "http")
}

// goesJar reports whether the cookies that are u's may go there: to the asked server, which may be another than the person's (a
// feed's articles often are), and over http only where the person and whoever chose the address both said http.
func (o own) goesJar(u *url.URL) bool {
	return sameServer(o.asked, u) && (u.Scheme == "https" || o.asked.Scheme == "http" && o.server != nil && o.server.Scheme == "http")
}

// header makes the header for one hop.
func (c *Client) header(r Request, o own, u *url.URL) http.Header {
	h := make(http.Header, 8)
	agent := c.agent
	if r.UserAgent != "" && httpguts.ValidHeaderFieldValue(r.UserAgent) {
		agent = r.UserAgent
	}
	h["User-Agent"] = []string{agent}
	accept := r.Accept
	if accept == "" {
		accept = "*/*"
	}
	h["Accept"] = []string{accept}
	h["Accept-Encoding"] = []string{"gzip, deflate, br"}
	if r.ETag != "" && httpguts.ValidHeaderFieldValue(r.ETag) {
		h["If-None-Match"] = []string{r.ETag}
	}
	if r.Post != nil && httpguts.ValidHeaderFieldValue(r.PostType) {
		h["Content-Type"] = []string{r.PostType}
	}
	if r.LastModified != "" && httpguts.ValidHeaderFieldValue(r.LastModified) {
		h["If-Modified-Since"] = []string{r.LastModified}
	}
	if o.goes(u) {
		for k, v := range o.headers {
			if httpguts.ValidHeaderFieldName(k) && httpguts.ValidHeaderFieldValue(v) && !kept(k) {
				h.Set(k, v)
			}
		}
		if o.auth != "" {
			h["Authorization"] = []string{o.auth}
		}
	}
	if o.goesJar(u) {
		if s := o.jar.header(u, c.now()); s != "" {
			h["Cookie"] = []string{s}
		}
	}
	return h
}

// kept reports whether a header is this package's own business.
func kept(name string) bool {
	switch http.CanonicalHeaderKey(name) {
	case "Accept-Encoding", "Connection", "Content-Length", "Host", "If-None-Match", "If-Modified-Since", "Range", "Te", "Trailer", "Transfer-Encoding", "Upgrade":
		return true
	}
	return false
}
