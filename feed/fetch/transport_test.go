package fetch

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// silent takes the servers' complaints about clients that do not trust them.
var silent = log.New(io.Discard, "", 0)

func TestTLS(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.Proto)
	}))
	s.EnableHTTP2 = true
	s.Config.ErrorLog = silent
	s.StartTLS()
	defer s.Close()
	_, err := New(Options{Limits: quick}).Get(t.Context(), Request{URL: s.URL})
	if e := wantKind(t, err, Certificate); !strings.Contains(e.Words(), "nobody this machine trusts") {
		t.Errorf("words %q", e.Words())
	}
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	c := New(Options{Limits: quick, Roots: roots})
	defer c.CloseIdle()
	r, err := c.Get(t.Context(), Request{URL: s.URL})
	if err != nil {
		t.Fatal(err)
	}
	if r.Protocol != "HTTP/2.0" || string(r.Body) != "HTTP/2.0" || r.TLS == nil || r.TLS.Version != "TLS 1.3" || r.TLS.Issuer == "" || r.TLS.Expires.IsZero() {
		t.Errorf("%+v, %+v", r, r.TLS)
	}
	_, err = c.Get(t.Context(), Request{URL: strings.Replace(s.URL, "127.0.0.1", "localhost", 1)})
	if e := wantKind(t, err, Certificate); !strings.Contains(e.Words(), "another name") {
		t.Errorf("words %q", e.Words())
	}
	_, err = c.Get(t.Context(), Request{URL: strings.Replace(s.URL, "https", "http", 1)})
	wantKind(t, err, Status) // Go's server answers 400
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	_, err = c.Get(t.Context(), Request{URL: strings.Replace(plain.URL, "http", "https", 1)})
	if e := wantKind(t, err, Certificate); !strings.Contains(e.Words(), "does not speak TLS") {
		t.Errorf("words %q", e.Words())
	}
}

func TestTLSExpired(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotBefore: time.Now().AddDate(-2, 0, 0), NotAfter: time.Now().AddDate(-1, 0, 0),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	s.Config.ErrorLog = silent
	s.StartTLS()
	defer s.Close()
	roots := x509.NewCertPool()
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots.AddCert(cert)
	_, err = New(Options{Limits: quick, Roots: roots}).Get(t.Context(), Request{URL: s.URL})
	if e := wantKind(t, err, Certificate); !strings.Contains(e.Words(), "expired on "+template.NotAfter.UTC().Format("2 January 2006")) {
		t.Errorf("words %q", e.Words())
	}
}

func TestDowngrade(t *testing.T) {
	plain, got := recorder(t, "")
	s := httptest.NewTLSServer(http.RedirectHandler(plain.URL+"/x", http.StatusMovedPermanently))
	defer s.Close()
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	c := New(Options{Limits: quick, Roots: roots})
	r, err := c.Get(t.Context(), Request{URL: strings.Replace(s.URL, "https://", "https://me:secret@", 1), AllowPrivate: true})
	if err != nil {
		t.Fatal(err)
	}
	if !r.Downgrade || r.Permanent() != "" {
		t.Errorf("downgrade %v, permanent %q", r.Downgrade, r.Permanent())
	}
	if (*got)[0].auth != "" {
		t.Error("the password went over http")
	}
}

func TestIPv6(t *testing.T) {
	l, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Skip("this machine has no IPv6 loopback")
	}
	s := &httptest.Server{Listener: l, Config: &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.Host) })}}
	s.Start()
	defer s.Close()
	r, err := New(Options{Limits: quick}).Get(t.Context(), Request{URL: "http://" + l.Addr().String()})
	if err != nil || string(r.Body) != l.Addr().String() {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestLocalhostNames(t *testing.T) {
	c, s := serve(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.Host) })
	u := strings.Replace(s.URL, "127.0.0.1", "h001.localhost", 1)
	r, err := c.Get(t.Context(), Request{URL: u})
	if err != nil || "http://"+string(r.Body) != u {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestProxies(t *testing.T) {
	target, got := recorder(t, "")
	var asked []string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Header.Get("Proxy-Authorization")+" "+r.URL.String())
		r.RequestURI = ""
		resp, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Error(err)
			return
		}
		resp.Body.Close()
	}))
	defer proxy.Close()
	c := New(Options{Limits: quick})
	if _, err := c.Get(t.Context(), Request{URL: target.URL + "/x", Proxy: strings.Replace(proxy.URL, "http://", "http://me:pw@", 1)}); err != nil {
		t.Fatal(err)
	}
	if len(asked) != 1 || asked[0] != "Basic bWU6cHc= "+target.URL+"/x" {
		t.Errorf("the proxy was asked %q", asked)
	}
	socks := socks5(t)
	if _, err := c.Get(t.Context(), Request{URL: target.URL + "/x", Proxy: "socks5://" + socks}); err != nil {
		t.Fatal(err)
	}
	if len(*got) != 2 {
		t.Errorf("the server was asked %d times", len(*got))
	}
	_, err := c.Get(t.Context(), Request{URL: target.URL, Proxy: "http://127.0.0.1:1"})
	wantKind(t, err, Proxy)
	_, err = c.Get(t.Context(), Request{URL: target.URL, Proxy: "socks5://127.0.0.1:1"})
	wantKind(t, err, Proxy)
	_, err = New(Options{Proxy: "gopher://x"}).Get(t.Context(), Request{URL: target.URL})
	wantKind(t, err, Proxy)
}

// socks5 serves RFC 1928 without authentication, for IPv4 addresses.
func socks5(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				r := bufio.NewReader(c)
				head := make([]byte, 2)
				if _, err := io.ReadFull(r, head); err != nil {
					return
				}
				_, _ = io.CopyN(io.Discard, r, int64(head[1]))
				_, _ = c.Write([]byte{5, 0})
				ask := make([]byte, 10)
				if _, err := io.ReadFull(r, ask); err != nil || ask[3] != 1 {
					return
				}
				to, err := net.DialTCP("tcp", nil, &net.TCPAddr{IP: ask[4:8], Port: int(ask[8])<<8 | int(ask[9])})
				if err != nil {
					return
				}
				defer to.Close()
				_, _ = c.Write([]byte{5, 0, 0, 1, 0, 0, 0, 0, 0, 0})
				go func() { _, _ = io.Copy(to, r) }()
				_, _ = io.Copy(c, to)
			}()
		}
	}()
	return l.Addr().String()
}

// TestConnectionsAreKept checks that one connection serves many requests, errors and redirects included.
func TestConnectionsAreKept(t *testing.T) {
	conns := map[net.Conn]bool{}
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/304":
			w.WriteHeader(304)
		case "/404":
			http.NotFound(w, r)
		case "/302":
			http.Redirect(w, r, "/", http.StatusFound)
		default:
			_, _ = io.WriteString(w, "x")
		}
	}))
	s.Config.ConnState = func(c net.Conn, st http.ConnState) {
		if st == http.StateNew {
			conns[c] = true
		}
	}
	s.Start()
	c := New(Options{Limits: quick})
	for _, path := range []string{"/", "/304", "/404", "/302", "/"} {
		_, _ = c.Get(t.Context(), Request{URL: s.URL + path, ETag: `"x"`})
	}
	c.CloseIdle()
	s.Close()
	if len(conns) != 1 {
		t.Errorf("%d connections", len(conns))
	}
}

func BenchmarkGet(b *testing.B) {
	for name, h := range map[string]http.HandlerFunc{
		"304":  func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(304) },
		"62kB": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 62<<10)) },
	} {
		b.Run(name, func(b *testing.B) {
			s := httptest.NewServer(h)
			defer s.Close()
			c := New(Options{Limits: Limits{HostGap: -1}})
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Get(b.Context(), Request{URL: s.URL, ETag: `"x"`}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
