package fetch

import (
	"context"
	"crypto/x509"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/http/httpguts"
)

// UserAgent is sent where Options name no other.
const UserAgent = "Tidings (terminal news reader for one person)"

// Agent returns the User-Agent of a version (empty: not known) of Tidings (RFC 9110 10.1.5: a product and a comment). contact, a
// web or mail address of the person who runs it, tells a server's owner whom to ask; it is left out when a header may not hold
// it.
func Agent(version, contact string) string {
	product := "Tidings"
	if version = strings.Trim(strings.ReplaceAll(version, " ", "-"), "()-"); version != "" && httpguts.ValidHeaderFieldValue(version) {
		product += "/" + version
	}
	about := "terminal news reader for one person"
	if contact != "" && httpguts.ValidHeaderFieldValue(contact) && !strings.ContainsAny(contact, "()\\") {
		about += "; +" + contact
	}
	return product + " (" + about + ")"
}

// Options sets a Client up. The zero value is right for use.
type Options struct {
	UserAgent string // who asks and where the publisher may read about it
	Limits    Limits
	Proxy     string           // http, https, socks5 or socks5h address for all requests; empty for the environment's (HTTP_PROXY …)
	Roots     *x509.CertPool   // whom TLS trusts; nil for the system's
	Now       func() time.Time // for dates in headers and cookies; nil for time.Now
	// Dial opens connections in place of the network, for tests: it looks no name up, and which addresses are private is its
	// own business.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Client gets documents. It may be used by many goroutines; one is enough for a program, since the limits on requests at a
// time are kept by each client on its own.
type Client struct {
	agent  string
	limits Limits
	proxy  string
	now    func() time.Time
	gate   *gate
	big    chan struct{} // places for bodies beyond bigBody

	open    *http.Transport // dials any address
	guarded *http.Transport // dials public addresses only; its connections are never shared with open's
	proxied *http.Transport // dials proxies

	zips sync.Pool // of *unzip

	mu      sync.Mutex
	secrets map[string]secret
}

// New makes a client.
func New(o Options) *Client {
	c := &Client{agent: o.UserAgent, limits: o.Limits.withDefaults(), proxy: o.Proxy, now: o.Now, secrets: map[string]secret{}}
	if c.agent == "" {
		c.agent = UserAgent
	}
	if c.now == nil {
		c.now = time.Now
	}
	c.gate = newGate(c.limits)
	c.big = make(chan struct{}, bigBodies)
	c.open = c.transport(o.Roots, nil)
	c.guarded = c.transport(o.Roots, refusePrivate)
	c.proxied = c.transport(o.Roots, nil)
	c.proxied.Proxy = proxyOf
	if o.Dial != nil {
		c.open.DialContext, c.guarded.DialContext, c.proxied.DialContext = o.Dial, o.Dial, o.Dial
	}
	return c
}

// CloseIdle closes connections that nobody uses: after the machine slept they are dead without knowing it.
func (c *Client) CloseIdle() {
	c.open.CloseIdleConnections()
	c.guarded.CloseIdleConnections()
	c.proxied.CloseIdleConnections()
}

// Get asks for r.URL and reads the answer. Errors are *Error. Beside an error there is a Response where the server gave one:
// with Kind Status (its Retry-After, its Body only if r.KeepErrors), and with Response.Cut, when Body holds what came before
// the connection ended.
func (c *Client) Get(ctx context.Context, r Request) (*Response, error) {
	u, err := parse(r.URL)
	if err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, c.fail(ctx, u, false, ctx.Err())
	}
	base := u
	if r.Chosen {
		if base, err = parse(r.Origin); err != nil {
			base = nil
		}
	}
	o, err := c.own(ctx, r, u, base)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	g := &get{c: c, r: r, own: o, base: base, cancel: cancel, left: c.limits.Whole, limit: c.limits.Body}
	if r.MaxBytes > 0 {
		g.limit = r.MaxBytes
	}
	resp, err := g.follow(ctx, u)
	if e, ok := err.(*Error); ok && e.Kind == Status && e.Status == http.StatusUnauthorized {
		c.forgetSecret(r.Credential)
	}
	return resp, err
}
