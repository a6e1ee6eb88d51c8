package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// Kind is the sort of thing that went wrong.
type Kind uint8

// The kinds of failure.
const (
	BadAnswer        Kind = iota // what came is not HTTP, or a broken body
	BadURL                       // the address cannot be asked: no host, not http or https
	NameNotFound                 // the host's name does not exist
	Offline                      // no name server, no route: more likely this machine's network than the server
	Refused                      // nobody listens there
	ConnectTimeout               // no connection within Limits.Connect
	FirstByteTimeout             // no answer within Limits.FirstByte
	Stalled                      // the body stopped coming for Limits.Stall
	WholeTimeout                 // not finished within Limits.Whole
	Reset                        // the server broke the connection off
	Certificate                  // TLS failed
	TooBig                       // the body is larger than the limit
	RedirectLoop                 // redirects lead in a circle, or are too many
	Private                      // a redirect or a page leads to a private address
	Status                       // HTTP status 400 or more
	BadEncoding                  // the body's compression is broken or unknown
	Proxy                        // the proxy failed or is set up wrongly
	Credential                   // the credential or cookies could not be had
	Canceled                     // the caller's context ended
)

// Error is why a request failed. It never holds credentials, cookies or text that the server chose.
type Error struct {
	Kind   Kind
	URL    string // the address that failed, without user and password
	Status int    // Kind Status
	Err    error  // the cause, for errors.Is; its text may hold the server's bytes, so it is not shown
	words  string
	moved  string
}

// Moved returns the address that permanent redirects led to before the failure, as Response.Permanent does; empty when
// there were none.
func (e *Error) Moved() string { return e.moved }

// Words says what went wrong as a person would, without naming the host: "the server did not answer within 15 s".
func (e *Error) Words() string {
	switch {
	case e.words != "":
		return e.words
	case e.Kind == Status:
		return statusWords(e.Status)
	}
	return "the request failed"
}

// Error names the host and says what went wrong.
func (e *Error) Error() string {
	if u, err := url.Parse(e.URL); err == nil && u.Host != "" {
		return u.Host + ": " + e.Words()
	}
	return e.Words()
}

func (e *Error) Unwrap() error { return e.Err }

// Temporary reports whether the same request may succeed later without anybody changing anything.
func (e *Error) Temporary() bool {
	switch e.Kind {
	case BadURL, Private, Credential:
		return false
	case Status:
		return e.Status != http.StatusGone
	}
	return true
}

var (
	errStalled = errors.New("body stalled")
	errWhole   = errors.New("time is up")
	errTooBig  = errors.New("body too big")
)

// privateError is returned by the dialer for an address that may not be dialled.
type privateError struct{ addr string }

func (e *privateError) Error() string { return e.addr + " is a private address" }

// fail makes an Error of err, which came while u was asked. connected says whether a connection had been made.
func (c *Client) fail(ctx context.Context, u *url.URL, connected bool, err error) *Error {
	e := &Error{Kind: BadAnswer, URL: show(u), Err: err, words: "the server’s answer is not valid HTTP"}
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	set := func(k Kind, format string, a ...any) *Error {
		e.Kind, e.words = k, fmt.Sprintf(format, a...)
		return e
	}
	l := c.limits
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errStalled):
		return set(Stalled, "the server stopped sending for %s", seconds(l.Stall))
	case errors.Is(cause, errWhole):
		return set(WholeTimeout, "the answer was not complete within %s", seconds(l.Whole))
	case cause != nil:
		e.Err = cause
		return set(Canceled, "stopped")
	}
	if p, ok := errors.AsType[*privateError](err); ok {
		return c.private(u, p.addr)
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && (op.Op == "proxyconnect" || strings.HasPrefix(op.Op, "socks")) {
		return set(Proxy, "the proxy could not be reached or refused")
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		if dns.IsNotFound {
			return set(NameNotFound, "there is no server of the name %s", u.Hostname())
		}
		return set(Offline, "the name %s could not be looked up: is this machine online?", u.Hostname())
	}
	if words := tlsWords(err, u, c.now()); words != "" {
		return set(Certificate, "%s", words)
	}
	var timeout interface{ Timeout() bool }
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return set(Refused, "nothing answers at %s", u.Host)
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETDOWN):
		return set(Offline, "there is no way to %s: is this machine online?", u.Hostname())
	case errors.As(err, &timeout) && timeout.Timeout() && !connected:
		return set(ConnectTimeout, "no connection to the server within %s", seconds(l.Connect))
	case errors.As(err, &timeout) && timeout.Timeout():
		return set(FirstByteTimeout, "the server did not answer within %s", seconds(l.FirstByte))
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return set(Reset, "the server broke the connection off")
	case !connected:
		return set(Refused, "the server could not be reached")
	}
	if words := headerWords(err); words != "" {
		e.words = words
	}
	return e
}

// headerWords says what is wrong with an answer's header, or "" when it is something else. net/http has no values for these
// errors, and their text may hold the server's bytes.
func headerWords(err error) string {
	s := err.Error()
	switch {
	case strings.Contains(s, "response headers exceeded"), strings.Contains(s, "header list too large"):
		return "the answer’s header is larger than " + size(maxHeader)
	case strings.Contains(s, "malformed MIME header"), strings.Contains(s, "invalid header"):
		return "the answer’s header holds characters that no header may hold"
	}
	return ""
}

// tlsWords says why TLS failed, or "" when it was something else.
func tlsWords(err error, u *url.URL, now time.Time) string {
	if x, ok := errors.AsType[x509.CertificateInvalidError](err); ok && x.Reason == x509.Expired {
		if x.Cert != nil && now.Before(x.Cert.NotBefore) {
			return "the server’s certificate is not valid before " + x.Cert.NotBefore.Format("2 January 2006") + ": is this machine’s clock right?"
		}
		if x.Cert != nil {
			return "the server’s certificate expired on " + x.Cert.NotAfter.Format("2 January 2006")
		}
		return "the server’s certificate has expired"
	}
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return "the server’s certificate is for another name than " + u.Hostname()
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return "the server’s certificate is signed by nobody this machine trusts"
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "the server’s certificate is not valid"
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return "the server does not speak TLS (https) there"
	}
	if _, ok := errors.AsType[tls.AlertError](err); ok || strings.Contains(err.Error(), "tls: ") {
		return "no secure connection could be agreed on with the server"
	}
	return ""
}

func (c *Client) private(u *url.URL, addr string) *Error {
	return &Error{Kind: Private, URL: show(u), words: fmt.Sprintf("it leads to a private address (%s), which is only followed where allow_private is set for the feed", addr)}
}

func badURL(raw, words string) *Error {
	e := &Error{Kind: BadURL, words: words}
	if u, err := url.Parse(raw); err == nil {
		e.URL = show(u)
	}
	return e
}

// statusWords says what an HTTP status means. The server's own words are not used.
func statusWords(code int) string {
	switch code {
	case http.StatusUnauthorized:
		return "the server asks for a user name and password (401)"
	case http.StatusPaymentRequired:
		return "the server asks for payment (402)"
	case http.StatusForbidden:
		return "the server does not let us read this (403)"
	case http.StatusNotFound:
		return "there is nothing at this address (404)"
	case http.StatusGone:
		return "the publisher has taken it away for good (410)"
	case http.StatusTooManyRequests:
		return "the server asks us to come back later (429)"
	case http.StatusUnavailableForLegalReasons:
		return "the server may not show this for legal reasons (451)"
	case http.StatusServiceUnavailable:
		return "the server is out of service for now (503)"
	case http.StatusGatewayTimeout:
		return "the server behind this address does not answer (504)"
	}
	if text := http.StatusText(code); text != "" && code < 500 {
		return fmt.Sprintf("the server refused: %s (%d)", strings.ToLower(text), code)
	}
	if code >= 500 && code < 600 {
		return fmt.Sprintf("the server has a fault of its own (%d)", code)
	}
	return fmt.Sprintf("the server answered with an unknown status (%d)", code)
}

// seconds prints a limit: "15 s", "250 ms".
func seconds(d time.Duration) string {
	if d%time.Second == 0 {
		return fmt.Sprintf("%d s", d/time.Second)
	}
	return fmt.Sprintf("%d ms", d.Milliseconds())
}

// show prints an address without user, password and fragment.
func show(u *url.URL) string {
	v := *u
	v.User, v.Fragment, v.RawFragment = nil, "", ""
	return v.String()
}

// Shown returns an address fit for reports and logs: without user and password. What is no address becomes "".
func Shown(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return show(u)
}
