package fetch

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
)

// quick are limits that let a test of a fault end soon.
var quick = Limits{Connect: time.Second, FirstByte: 500 * time.Millisecond, Stall: 500 * time.Millisecond, Whole: 1500 * time.Millisecond, Body: 1 << 20, HostGap: -1}

// serve starts a server of one handler and a client with quick limits.
func serve(t *testing.T, h http.HandlerFunc) (*Client, *httptest.Server) {
	t.Helper()
	s := httptest.NewServer(h)
	c := New(Options{Limits: quick})
	t.Cleanup(func() { c.CloseIdle(); s.CloseClientConnections(); s.Close() })
	return c, s
}

// raw answers with bytes of the test's own.
func raw(t *testing.T, fn func(c net.Conn)) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		c, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer c.Close()
		fn(c)
	}
}

// wantKind checks that err is an *Error of the kind and returns it.
func wantKind(t *testing.T, err error, k Kind) *Error {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) || e.Kind != k {
		t.Fatalf("err = %v, kind %v, want kind %v", err, kindOf(err), k)
	}
	return e
}

func kindOf(err error) any {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return nil
}

func TestGet(t *testing.T) {
	c, s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `W/"1"` && r.Header.Get("If-Modified-Since") == "yesterday, more or less" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		if r.Referer() != "" || r.Header.Get("Cookie") != "" {
			t.Errorf("Referer %q, Cookie %q", r.Referer(), r.Header.Get("Cookie"))
		}
		if r.UserAgent() != UserAgent {
			t.Errorf("User-Agent %q", r.UserAgent())
		}
		w.Header().Set("ETag", `W/"1"`)
		w.Header().Set("Last-Modified", "yesterday, more or less")
		w.Header().Set("Set-Cookie", "a=b")
		w.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(w, "hello")
	})
	r, err := c.Get(t.Context(), Request{URL: s.URL + "/feed#frag"})
	if err != nil {
		t.Fatal(err)
	}
	if string(r.Body) != "hello" || r.URL != s.URL+"/feed" || r.ContentType != "text/plain" || r.Cut {
		t.Errorf("got %+v", r)
	}
	r, err = c.Get(t.Context(), Request{URL: s.URL, ETag: r.ETag, LastModified: r.LastModified})
	if err != nil || !r.NotModified() {
		t.Errorf("second: %+v, %v", r, err)
	}
}

func TestEncodings(t *testing.T) {
	want := strings.Repeat("<p>long live the text</p>", 9000)
	pack := map[string]func(io.Writer) io.WriteCloser{
		"gzip": func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
		"br":   func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) },
		"wide": func(w io.Writer) io.WriteCloser {
			return brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: 5, LGWin: 24})
		},
		"deflate": func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) },
		"raw": func(w io.Writer) io.WriteCloser {
			f, _ := flate.NewWriter(w, 6)
			return f
		},
	}
	packed := func(names ...string) []byte {
		data := []byte(want)
		for _, n := range names {
			var b bytes.Buffer
			w := pack[n](&b)
			_, _ = w.Write(data)
			_ = w.Close()
			data = b.Bytes()
		}
		return data
	}
	for _, tt := range []struct {
		name, header string
		body         []byte
		used         string
	}{
		{"gzip", "gzip", packed("gzip"), "gzip"},
		{"x-gzip", "X-GZIP", packed("gzip"), "gzip"},
		{"br", "br", packed("br"), "br"},
		{"zlib", "deflate", packed("deflate"), "deflate"},
		{"raw deflate", "deflate", packed("raw"), "deflate"},
		{"twice", "br, gzip", packed("br", "gzip"), "gzip"},
		{"gzip in gzip", "gzip, gzip", packed("gzip", "gzip"), "gzip"},
		{"br, wide window", "br", packed("wide"), "br"},
		{"br in br, wide windows", "br, br", packed("wide", "wide"), "br"},
		{"br in br", "br, br", packed("br", "br"), "br"},
		{"zlib in zlib", "deflate, deflate", packed("deflate", "deflate"), "deflate"},
		{"gzip not declared", "", packed("gzip"), "gzip"},
		{"gzip a lie", "gzip", []byte(want), ""},
		{"deflate a lie", "deflate", []byte(want), ""},
		{"unknown but plain", "snappy-9000", []byte(want), ""},
		{"identity", "identity", []byte(want), ""},
		{"rubbish behind", "gzip", append(packed("gzip"), "\nrubbish"...), "gzip"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				if tt.header != "" {
					w.Header().Set("Content-Encoding", tt.header)
				}
				_, _ = w.Write(tt.body)
			})
			for range 2 { // the second time with used decompressors
				r, err := c.Get(t.Context(), Request{URL: s.URL})
				if err != nil {
					t.Fatal(err)
				}
				if string(r.Body) != want {
					t.Errorf("body of %d bytes, want %d", len(r.Body), len(want))
				}
				if tt.name != "twice" && r.Encoding != tt.used || r.Wire != int64(len(tt.body)) && tt.name != "rubbish behind" {
					t.Errorf("encoding %q, %d bytes, want %q, %d", r.Encoding, r.Wire, tt.used, len(tt.body))
				}
			}
		})
	}
}

// bomb compresses 16 MiB of nothing.
func bomb(pack func(io.Writer) io.WriteCloser) []byte {
	var b bytes.Buffer
	w := pack(&b)
	_, _ = w.Write(make([]byte, 16<<20))
	_ = w.Close()
	return b.Bytes()
}

// packed answers with a body that is compressed already.
func packed(encoding string, body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", encoding)
		_, _ = w.Write(body)
	}
}

// TestWideWindows checks that a body of a few bytes whose decompressor needs 16 MiB takes one of the few places for such.
func TestWideWindows(t *testing.T) {
	packed := func(window int) []byte {
		var b bytes.Buffer
		w := brotli.NewWriterOptions(&b, brotli.WriterOptions{Quality: 5, LGWin: window})
		_, _ = w.Write([]byte("<p>short</p>"))
		_ = w.Close()
		return b.Bytes()
	}
	c, s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "br")
		body := packed(22)
		if r.URL.Path == "/wide" {
			body = packed(24)
		}
		_, _ = w.Write(body)
	})
	for range bigBodies {
		c.big <- struct{}{}
	}
	if _, err := c.Get(t.Context(), Request{URL: s.URL}); err != nil {
		t.Errorf("an ordinary body: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err := c.Get(ctx, Request{URL: s.URL + "/wide"})
	wantKind(t, err, Canceled)
	<-c.big
	if _, err := c.Get(t.Context(), Request{URL: s.URL + "/wide"}); err != nil || len(c.big) != bigBodies-1 {
		t.Errorf("%v, %d places taken", err, len(c.big))
	}
}

func TestFaults(t *testing.T) {
	hold := func(r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-time.After(5 * time.Second):
		}
	}
	head := "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n"
	for _, tt := range []struct {
		name  string
		h     http.HandlerFunc
		kind  Kind
		words string
	}{
		{"hangs before the header", func(_ http.ResponseWriter, r *http.Request) { hold(r) }, FirstByteTimeout, "the server did not answer within 500 ms"},
		{"header byte by byte", raw(t, func(c net.Conn) {
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\n")
			for range 60 {
				if _, err := io.WriteString(c, "X-Slow: 1\r\n"); err != nil {
					return
				}
				time.Sleep(50 * time.Millisecond)
			}
		}), FirstByteTimeout, "500 ms"},
		{"stalls in the body", func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "some")
			w.(http.Flusher).Flush()
			hold(r)
		}, Stalled, "the server stopped sending for 500 ms"},
		{"drips for ever", func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				_, _ = io.WriteString(w, ".")
				w.(http.Flusher).Flush()
				time.Sleep(50 * time.Millisecond)
			}
		}, WholeTimeout, "the answer was not complete within 1500 ms"},
		{"endless", func(w http.ResponseWriter, _ *http.Request) {
			b := bytes.Repeat([]byte("x"), 1<<16)
			for {
				if _, err := w.Write(b); err != nil {
					return
				}
			}
		}, TooBig, "larger than the limit of 1 MiB"},
		{"zip bomb", packed("gzip", bomb(func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })), TooBig, "1 MiB"},
		{"brotli bomb", packed("br", bomb(func(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, 1) })), TooBig, "1 MiB"},
		{"404", http.NotFound, Status, "(404)"},
		{"410", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(410) }, Status, "(410)"},
		{"escapes in the status", raw(t, func(c net.Conn) {
			_, _ = io.WriteString(c, "HTTP/1.1 500 \x1b]0;owned\x07Oops\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
		}), Status, "the server has a fault of its own (500)"},
		{"999", raw(t, func(c net.Conn) { _, _ = io.WriteString(c, "HTTP/1.1 999 Nope\r\nContent-Length: 0\r\n\r\n") }), Status, "(999)"},
		{"304 to a first question", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(304) }, BadAnswer, "nothing before"},
		{"closes at once", raw(t, func(net.Conn) {}), Reset, "broke the connection off"},
		{"reset in the header", raw(t, func(c net.Conn) {
			_ = c.(*net.TCPConn).SetLinger(0)
		}), Reset, "broke the connection off"},
		{"cut off", raw(t, func(c net.Conn) {
			_, _ = io.WriteString(c, head+"Content-Length: 5000\r\n\r\nonly this")
		}), Reset, "the answer was cut off after 9 bytes"},
		{"length huge", raw(t, func(c net.Conn) {
			_, _ = io.WriteString(c, head+"Content-Length: 9223372036854775807\r\n\r\nonly this")
		}), Reset, "cut off"},
		{"length negative", raw(t, func(c net.Conn) { _, _ = io.WriteString(c, head+"Content-Length: -5\r\n\r\nx") }), BadAnswer, "not valid HTTP"},
		{"chunks of rubbish", raw(t, func(c net.Conn) {
			_, _ = io.WriteString(c, head+"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n<rss>")
		}), BadAnswer, "not valid HTTP"},
		{"not HTTP", raw(t, func(c net.Conn) { _, _ = io.WriteString(c, "\x1b[31mSSH-2.0-nothing\r\n\r\n") }), BadAnswer, "not valid HTTP"},
		{"header flood", raw(t, func(c net.Conn) {
			_, _ = io.WriteString(c, head)
			for range 5000 {
				if _, err := io.WriteString(c, "X-Flood: "+strings.Repeat("a", 4000)+"\r\n"); err != nil {
					return
				}
			}
		}), BadAnswer, "header is larger than 1 MiB"},
		{"escapes in the header", raw(t, func(c net.Conn) {
			_, _ = io.WriteString(c, head+"ETag: \"a\x1b]0;owned\x07\"\r\nContent-Length: 2\r\n\r\nok")
		}), BadAnswer, "characters that no header may hold"},
		{"gzip broken", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			_, _ = z.Write(bytes.Repeat([]byte("abc def "), 5000))
			_ = z.Close()
			d := b.Bytes()
			copy(d[len(d)/2:], "garbage garbage")
			_, _ = w.Write(d)
		}, BadEncoding, "compression is broken"},
		{"gzip truncated", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			for i := range 5000 {
				fmt.Fprintf(z, "line %d\n", i*i)
			}
			_ = z.Close()
			_, _ = w.Write(b.Bytes()[:b.Len()/2])
		}, Reset, "cut off"},
		{"unknown compression", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "snappy")
			_, _ = w.Write([]byte{0xff, 0x06, 0, 0, 1, 2, 3})
		}, BadEncoding, "do not know"},
		{"redirect to itself", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path, http.StatusMovedPermanently)
		}, RedirectLoop, "circle"},
		{"redirects for ever", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path+"x", http.StatusFound) }, RedirectLoop, "more than 10 times"},
		{"redirect to a file", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(302)
		}, BadURL, "neither http nor https"},
		{"redirect to nowhere", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(302) }, BadAnswer, "without saying where"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, s := serve(t, tt.h)
			start := time.Now()
			r, err := c.Get(t.Context(), Request{URL: s.URL + "/"})
			e := wantKind(t, err, tt.kind)
			if !strings.Contains(e.Words(), tt.words) {
				t.Errorf("words %q, want %q in them", e.Words(), tt.words)
			}
			if strings.ContainsAny(err.Error(), "\x1b\x07\n") {
				t.Errorf("control characters in %q", err)
			}
			if d := time.Since(start); d > 5*time.Second {
				t.Errorf("took %v", d)
			}
			if r != nil && r.Status < 400 && !r.Cut {
				t.Errorf("an answer beside the error is not marked as cut: %+v", r)
			}
		})
	}
}

func TestUnreachable(t *testing.T) {
	c := New(Options{Limits: quick})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	_, err = c.Get(t.Context(), Request{URL: "http://" + addr})
	wantKind(t, err, Refused)
	for _, u := range []string{"", "feed", "file:///etc/passwd", "http://", "ftp://example.org/", "http://[::1", "http://exa mple.org/", "javascript:alert(1)"} {
		_, err := c.Get(t.Context(), Request{URL: u})
		wantKind(t, err, BadURL)
	}
}

func TestCancel(t *testing.T) {
	c, s := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	_, err := c.Get(ctx, Request{URL: s.URL})
	wantKind(t, err, Canceled)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v does not wrap context.Canceled", err)
	}
}

func TestPartOfABody(t *testing.T) {
	c, s := serve(t, raw(t, func(c net.Conn) {
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: 5000\r\n\r\nthe beginning")
	}))
	r, err := c.Get(t.Context(), Request{URL: s.URL})
	wantKind(t, err, Reset)
	if r == nil || !r.Cut || string(r.Body) != "the beginning" {
		t.Fatalf("response = %+v", r)
	}
}

func TestCookieSites(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cookies.txt")
	line := func(domain string) string { return domain + "\tTRUE\t/\tTRUE\t0\tsid\tx\n" }
	for content, want := range map[string]int{
		"": 0,
		line(".news.example") + line("www.news.example") + "#HttpOnly_" + line("news.example"): 1,
		line("a.co.uk") + line("b.co.uk") + line("x.b.co.uk") + line("127.0.0.1"):              3,
	} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if n, err := CookieSites(path); err != nil || n != want {
			t.Errorf("%q: %d, %v; want %d", content, n, err, want)
		}
	}
	if _, err := CookieSites(path + "x"); err == nil {
		t.Error("no file, and no error")
	}
}
