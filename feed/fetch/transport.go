package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"
)

type proxyKey struct{}

// proxyOf hands the transport the proxy that route chose.
func proxyOf(r *http.Request) (*url.URL, error) {
	u, _ := r.Context().Value(proxyKey{}).(*url.URL)
	return u, nil
}

// transport makes a transport that keeps connections alive for as long as a refresh of many hosts may come back to them. All
// limits on requests at a time are the gate's.
func (c *Client) transport(roots *x509.CertPool, control func(network, address string, _ syscall.RawConn) error) *http.Transport {
	d := &net.Dialer{Timeout: c.limits.Connect, KeepAlive: 30 * time.Second, Control: control}
	return &http.Transport{
		DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			// RFC 6761 6.3: names under localhost are this machine, whatever a name server says.
			if host, port, err := net.SplitHostPort(addr); err == nil && strings.HasSuffix(strings.ToLower(host), ".localhost") {
				addr = net.JoinHostPort("localhost", port)
			}
			return d.DialContext(ctx, network, addr)
		},
		TLSClientConfig:        &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12, ClientSessionCache: tls.NewLRUClientSessionCache(512)},
		TLSHandshakeTimeout:    c.limits.Connect,
		ResponseHeaderTimeout:  c.limits.FirstByte,
		MaxResponseHeaderBytes: maxHeader,
		DisableCompression:     true, // done here, so that the limit counts what comes out
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           256,
		MaxIdleConnsPerHost:    c.limits.PerHost,
		IdleConnTimeout:        30 * time.Second,
		ReadBufferSize:         16 << 10,
		HTTP2:                  &http.HTTP2Config{SendPingTimeout: 15 * time.Second, PingTimeout: 10 * time.Second},
	}
}

// route chooses the transport for u: through a proxy if one is set, else one that refuses private addresses unless the
// person put u there.
func (g *get) route(ctx context.Context, u *url.URL) (*http.Transport, context.Context, error) {
	c := g.c
	allowed := g.r.AllowPrivate || g.base != nil && sameServer(g.base, u) && localName(u.Hostname())
	p, err := c.proxyFor(g.r, u)
	if err != nil {
		return nil, ctx, err
	}
	switch {
	case p != nil:
		// The proxy looks the name up, so only the address itself can be judged.
		if !allowed && localName(u.Hostname()) {
			return nil, ctx, c.private(u, u.Hostname())
		}
		return c.proxied, context.WithValue(ctx, proxyKey{}, p), nil
	case allowed:
		return c.open, ctx, nil
	}
	return c.guarded, ctx, nil
}

func (c *Client) proxyFor(r Request, u *url.URL) (*url.URL, error) {
	raw := r.Proxy
	if raw == "" {
		raw = c.proxy
	}
	if raw == "" {
		p, err := http.ProxyFromEnvironment(&http.Request{URL: u})
		if err != nil {
			return nil, &Error{Kind: Proxy, words: "the proxy that the environment names is not valid"}
		}
		return p, nil
	}
	p, err := url.Parse(raw)
	if err != nil || p.Host == "" {
		return nil, &Error{Kind: Proxy, words: "the proxy’s address is not valid"}
	}
	switch p.Scheme {
	case "http", "https", "socks5", "socks5h":
		return p, nil
	}
	return nil, &Error{Kind: Proxy, words: "a proxy’s address begins with http, https or socks5"}
}

func tlsVersion(v uint16) string { return tls.VersionName(v) }
