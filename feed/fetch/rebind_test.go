package fetch

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// nameServer answers every question for an address with what answer returns, and makes this process ask it.
func nameServer(t *testing.T, answer func(name string, n int32) [4]byte) {
	t.Helper()
	c, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	before := net.DefaultResolver
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", c.LocalAddr().String())
	}}
	t.Cleanup(func() { net.DefaultResolver = before; _ = c.Close() })
	var n atomic.Int32
	go func() {
		buf := make([]byte, 1500)
		for {
			size, from, err := c.ReadFrom(buf)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buf[:size]) != nil || len(m.Questions) == 0 {
				continue
			}
			q := m.Questions[0]
			m.Header.Response, m.Header.RCode, m.Additionals = true, dnsmessage.RCodeSuccess, nil
			if q.Type == dnsmessage.TypeA {
				m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class}, Body: &dnsmessage.AResource{A: answer(q.Name.String(), n.Add(1))}}}
			}
			if b, err := m.Pack(); err == nil {
				_, _ = c.WriteTo(b, from)
			}
		}
	}()
}

// A name of the public Internet that resolves to a private address, at once or only when it is looked up again, leads nowhere: what is
// judged is the address that is dialled.
func TestRebinding(t *testing.T) {
	var asked atomic.Int32
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer inside.Close()
	_, port, _ := net.SplitHostPort(inside.Listener.Addr().String())
	private := [][4]byte{{127, 0, 0, 1}, {169, 254, 169, 254}, {10, 0, 0, 1}, {100, 100, 100, 200}, {0, 0, 0, 0}}
	nameServer(t, func(_ string, n int32) [4]byte { return private[int(n)%len(private)] })
	c := New(Options{Limits: Limits{HostGap: -1}})
	for range 2 * len(private) { // each lookup gives another address
		for name, r := range map[string]Request{
			"a page's choice":     {URL: "http://metadata.example.com:" + port + "/", Chosen: true, Origin: "https://news.example/"},
			"a person's own name": {URL: "http://metadata.example.com:" + port + "/"},
			"the same site":       {URL: "http://metadata.example.com:" + port + "/x", Chosen: true, Origin: "http://metadata.example.com:" + port + "/"},
		} {
			_, err := c.Get(t.Context(), r)
			if e, ok := errors.AsType[*Error](err); !ok || e.Kind != Private {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	// The same by a redirect from a server that the person chose.
	door := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		to := url.URL{Scheme: "http", Host: "metadata.example.com:" + port, Path: "/latest/meta-data"}
		http.Redirect(w, r, to.String(), http.StatusFound)
	}))
	defer door.Close()
	_, err := c.Get(t.Context(), Request{URL: door.URL})
	if e, ok := errors.AsType[*Error](err); !ok || e.Kind != Private {
		t.Errorf("a redirect: %v", err)
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("the private server was asked %d times", n)
	}
}
