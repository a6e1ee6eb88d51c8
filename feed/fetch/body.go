package fetch

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
)

const (
	chunk     = 1 << 20 // a large body is read in pieces of this size
	bigBody   = 1 << 20 // a body beyond this size needs a place among bigBodies
	bigBodies = 2       // also bodies whose decompressor needs much; so that many hostile servers at once cost no more memory than two
)

// discard reads a body that nobody wants, if that is quick, so that the connection can be used again.
func discard(resp *http.Response) {
	if resp.ContentLength >= 0 && resp.ContentLength <= drain {
		_, _ = io.Copy(io.Discard, resp.Body)
	}
}

// wire reads the connection, counts, and restarts the stall timer with every byte.
type wire struct {
	r     io.Reader
	n     int64
	stall time.Duration
	timer *time.Timer
}

func (w *wire) Read(p []byte) (int, error) {
	w.timer.Reset(w.stall)
	n, err := w.r.Read(p)
	w.timer.Stop()
	w.n += int64(n)
	return n, err
}

// unzip is what decompressing needs, kept for the next body.
type unzip struct {
	buf  *bufio.Reader
	gzip *gzip.Reader
	br   *brotli.Reader
	wide bool // br's window is beyond 4 MiB
}

// read reads the body, decompressed, into out.
func (g *get) read(ctx context.Context, u *url.URL, resp *http.Response, out *Response) error {
	c := g.c
	w := &wire{r: resp.Body, stall: c.limits.Stall}
	w.timer = time.AfterFunc(c.limits.Stall, func() { g.cancel(errStalled) })
	defer w.timer.Stop()
	z, _ := c.zips.Get().(*unzip)
	if z == nil {
		z = &unzip{buf: bufio.NewReaderSize(nil, 16<<10)}
	}
	defer c.zips.Put(z)
	z.buf.Reset(w)

	body, name, err := z.decode(resp.Header.Values("Content-Encoding"))
	out.Encoding = name
	if err == nil && z.wide {
		defer func() { z.br, z.wide = nil, false }()
		var leave func()
		if leave, err = g.waitBig(ctx); err == nil {
			defer leave()
		}
	}
	if err == nil {
		hint := min(resp.ContentLength, chunk)
		if name != "" {
			hint *= 5 // about what markup shrinks by
		}
		out.Body, err = g.readAll(ctx, body, hint)
	}
	out.Wire = w.n
	switch {
	case err == nil, errors.Is(err, io.EOF):
		return nil
	case errors.Is(err, errTooBig):
		out.Body = nil
		return &Error{Kind: TooBig, URL: show(u), Err: err, words: "the answer is larger than the limit of " + size(g.limit)}
	}
	out.Cut = len(out.Body) > 0
	if broken(err) && context.Cause(ctx) == nil {
		return &Error{Kind: BadEncoding, URL: show(u), Err: err, words: "the answer’s compression is broken"}
	}
	e := c.fail(ctx, u, true, err)
	if e.URL == "" {
		e.URL = show(u)
	}
	if e.Kind == Reset {
		e.words = fmt.Sprintf("the answer was cut off after %s", size(int64(len(out.Body))))
	}
	return e
}

// decode returns a reader of the plain body. What the header says of the compression is checked against the first bytes:
// servers claim gzip and send none, and send gzip without saying so.
func (z *unzip) decode(encodings []string) (io.Reader, string, error) {
	var names []string
	for _, line := range encodings {
		for e := range strings.SplitSeq(line, ",") {
			e = strings.ToLower(strings.TrimSpace(e))
			if e != "" && e != "identity" {
				names = append(names, e)
			}
		}
	}
	if len(names) > 2 {
		return nil, "", &Error{Kind: BadEncoding, words: "the answer is compressed too many times"}
	}
	var r io.Reader = z.buf
	used := ""
	for i := len(names) - 1; i >= 0; i-- {
		if i < len(names)-1 {
			z.gzip, z.br = nil, nil // a decompressor that read from itself would never come back
		}
		peek, ok := r.(*bufio.Reader)
		if !ok {
			peek = bufio.NewReader(r)
		}
		first, err := peek.Peek(2)
		if len(first) == 0 {
			return peek, used, eofIsFine(err)
		}
		gzipped := len(first) == 2 && first[0] == 0x1f && first[1] == 0x8b
		switch name := strings.TrimPrefix(names[i], "x-"); {
		case gzipped:
			used = "gzip"
			if r, err = z.gunzip(peek); err != nil {
				return nil, used, err
			}
		case name == "br":
			used = "br"
			z.wide = z.wide || wideWindow(first[0])
			if z.br == nil {
				z.br = brotli.NewReader(peek)
			} else if err := z.br.Reset(peek); err != nil {
				return nil, used, err
			}
			r = z.br
		case name == "deflate" && len(first) == 2 && first[0]&0x0f == 8 && (uint(first[0])<<8|uint(first[1]))%31 == 0:
			used = "deflate" // RFC 9110 8.4.1.2: zlib …
			if r, err = zlib.NewReader(peek); err != nil {
				return nil, used, err
			}
		case name == "deflate" && first[0] != '<' && first[0] != '{':
			used = "deflate" // … but some servers send it raw
			r = flate.NewReader(peek)
		case plain(first[0]):
			r = peek
		default:
			return nil, "", &Error{Kind: BadEncoding, words: "the answer is compressed in a way that we do not know"}
		}
	}
	if len(names) == 0 {
		if first, _ := z.buf.Peek(2); len(first) == 2 && first[0] == 0x1f && first[1] == 0x8b {
			r, err := z.gunzip(z.buf)
			return r, "gzip", err
		}
	}
	return r, used, nil
}

func (z *unzip) gunzip(r io.Reader) (io.Reader, error) {
	if z.gzip == nil {
		z.gzip = new(gzip.Reader)
	}
	if err := z.gzip.Reset(r); err != nil {
		return nil, err
	}
	z.gzip.Multistream(false) // as browsers do: what stands behind the first stream is rubbish
	return z.gzip, nil
}

// wideWindow reports whether a brotli stream that begins with b may make its reader hold more than 4 MiB, which a body of a few
// bytes can (RFC 7932 9.1, WBITS of 23 and 24).
func wideWindow(b byte) bool { return b&1 == 1 && b>>1&7 >= 6 }

// plain reports whether b may begin a document that is not compressed: markup, JSON, white space or a byte order mark.
func plain(b byte) bool {
	return b >= ' ' && b < 0x7f || b == '\n' || b == '\r' || b == '\t' || b == 0xef
}

func eofIsFine(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// broken reports whether err is a decompressor's complaint rather than the connection's.
func broken(err error) bool {
	if errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader) || errors.Is(err, zlib.ErrHeader) || errors.Is(err, zlib.ErrChecksum) || errors.Is(err, zlib.ErrDictionary) {
		return true
	}
	_, corrupt := errors.AsType[flate.CorruptInputError](err)
	return corrupt || strings.HasPrefix(err.Error(), "brotli: ")
}

// readAll reads r to its end, in pieces, so that a body beyond the limit costs no more than the limit. hint is the expected
// size, not believed beyond one piece.
func (g *get) readAll(ctx context.Context, r io.Reader, hint int64) ([]byte, error) {
	next := int64(32 << 10)
	if hint > 0 {
		next = min(hint, chunk) + 512 // room to see the end in the same piece
	}
	var done [][]byte
	var total int64
	for {
		buf := make([]byte, 0, next)
		for len(buf) < cap(buf) {
			n, err := r.Read(buf[len(buf):cap(buf)])
			buf = buf[:len(buf)+n]
			total += int64(n)
			if total > g.limit {
				return nil, errTooBig
			}
			if err == io.EOF {
				return join(done, buf), nil
			}
			if err != nil {
				return join(done, buf), err
			}
		}
		done = append(done, buf)
		if total >= bigBody && total-int64(len(buf)) < bigBody {
			leave, err := g.waitBig(ctx)
			if err != nil {
				return nil, err
			}
			defer leave()
		}
		next = min(max(total, 32<<10), chunk)
	}
}

// waitBig waits for a place among the big bodies; the clock stands still. A body that has one needs no other.
func (g *get) waitBig(ctx context.Context) (func(), error) {
	if g.big {
		return func() {}, nil
	}
	g.rest()
	defer g.run()
	select {
	case g.c.big <- struct{}{}:
		g.big = true
		return func() { g.big = false; <-g.c.big }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

func join(done [][]byte, last []byte) []byte {
	if len(done) == 0 {
		return last
	}
	return bytes.Join(append(done, last), nil)
}

// size prints a number of bytes: "20 MiB", "34 kB".
func size(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	case n >= 1e3:
		return fmt.Sprintf("%d kB", n/1e3)
	}
	return fmt.Sprintf("%d bytes", n)
}
