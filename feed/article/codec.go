package article

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"time"
)

// The stored form is one byte with the format's number, the length of the rest as a uvarint, and the rest compressed with DEFLATE
// (RFC 1951): the fields in a fixed order, strings and lists with their length in front, numbers as varints.
const (
	format = 4 // 1 had no place of what was removed, 2 no standfirst, 3 did not know what the reader brought back

	// maxStored bounds what a stored article may unpack to: no page that extract reads comes near it.
	maxStored = 64 << 20
)

// ErrFormat says that an article was stored by a newer version of the program.
var ErrFormat = errors.New("article is stored in a newer format")

// Encode returns the article in its stored form.
func Encode(a Article) []byte {
	w := &writer{}
	w.article(&a)
	var out bytes.Buffer
	out.WriteByte(format)
	out.Write(binary.AppendUvarint(nil, uint64(len(w.buf))))
	z, err := flate.NewWriter(&out, flate.DefaultCompression)
	if err != nil {
		panic(err) // only for a level that does not exist
	}
	z.Write(w.buf) // a bytes.Buffer takes everything
	z.Close()
	return out.Bytes()
}

// Decode reads what Encode wrote. Bytes of a newer format give an error that wraps [ErrFormat]; any bytes that Encode did not
// write give an error too, never a panic.
func Decode(data []byte) (Article, error) {
	if len(data) == 0 {
		return Article{}, errors.New("read stored article: it is empty")
	}
	if data[0] > format {
		return Article{}, fmt.Errorf("read stored article: %w: %d, and this version knows up to %d", ErrFormat, data[0], format)
	}
	if data[0] == 0 {
		return Article{}, fmt.Errorf("read stored article: there is no format %d", data[0])
	}
	size, n := binary.Uvarint(data[1:])
	if n <= 0 || size > maxStored {
		return Article{}, errors.New("read stored article: its length is damaged")
	}
	body := data[1+n:]
	if size > uint64(len(body))*1040 { // DEFLATE packs at most 1032 to 1
		return Article{}, errors.New("read stored article: its length is damaged")
	}
	buf := make([]byte, size)
	z := flate.NewReader(bytes.NewReader(body))
	if _, err := io.ReadFull(z, buf); err != nil {
		return Article{}, fmt.Errorf("read stored article: unpack: %w", err)
	}
	r := &reader{buf: buf, format: data[0]}
	a := r.article()
	if r.bad || len(r.buf) > 0 {
		return Article{}, errors.New("read stored article: its fields are damaged")
	}
	return a, nil
}

type writer struct{ buf []byte }

func (w *writer) num(n int64)   { w.buf = binary.AppendVarint(w.buf, n) }
func (w *writer) count(n int)   { w.buf = binary.AppendUvarint(w.buf, uint64(n)) }
func (w *writer) str(s string)  { w.count(len(s)); w.buf = append(w.buf, s...) }
func (w *writer) id(id uint64)  { w.buf = binary.LittleEndian.AppendUint64(w.buf, id) }
func (w *writer) byte_(b uint8) { w.buf = append(w.buf, b) }

func (w *writer) flag(b bool) {
	if b {
		w.byte_(1)
	} else {
		w.byte_(0)
	}
}

func (w *writer) article(a *Article) {
	for _, s := range []string{a.URL, a.Title, a.Byline, a.Site, a.Language, a.Image, a.Evidence, a.Next} {
		w.str(s)
	}
	w.str(a.Standfirst)
	w.flag(!a.Published.IsZero())
	if !a.Published.IsZero() {
		_, offset := a.Published.Zone()
		w.num(a.Published.Unix())
		w.num(int64(a.Published.Nanosecond()))
		w.num(int64(offset))
	}
	w.byte_(uint8(a.Completeness))
	w.num(int64(a.SaidWords))
	w.blocks(a.Blocks)
	w.count(len(a.Removed))
	for i := range a.Removed {
		r := &a.Removed[i]
		w.str(string(r.Kind))
		w.str(r.Reason)
		w.num(int64(r.At))
		w.byte_(uint8(r.Place))
		w.blocks(r.Blocks)
	}
	w.count(len(a.Kept))
	for _, id := range a.Kept {
		w.id(id)
	}
}

func (w *writer) blocks(blocks []Block) {
	w.count(len(blocks))
	for i := range blocks {
		b := &blocks[i]
		w.byte_(uint8(b.Kind))
		w.num(int64(b.Level))
		w.num(int64(b.Quote))
		w.num(int64(b.Ordinal))
		w.flag(b.RTL)
		for _, s := range []string{b.Label, b.Lang, b.URL, b.Alt} {
			w.str(s)
		}
		w.id(b.ID)
		w.spans(b.Spans)
		w.count(len(b.Rows))
		for _, r := range b.Rows {
			w.flag(r.Header)
			w.count(len(r.Cells))
			for _, c := range r.Cells {
				w.num(int64(c.Across))
				w.spans(c.Spans)
			}
		}
	}
}

func (w *writer) spans(spans []Span) {
	w.count(len(spans))
	for i := range spans {
		s := &spans[i]
		w.count(int(s.Style))
		w.str(s.Text)
		w.str(s.URL)
		w.str(s.Ruby)
	}
}

// reader takes fields from the front of buf; after the first that does not fit, bad is set and all further ones are zero.
type reader struct {
	buf    []byte
	bad    bool
	format byte
}

func (r *reader) fail() { r.bad, r.buf = true, nil }

func (r *reader) num() int64 {
	n, k := binary.Varint(r.buf)
	if k <= 0 {
		r.fail()
		return 0
	}
	r.buf = r.buf[k:]
	return n
}

// small reads a number that must fit an int of 32 bits.
func (r *reader) small() int {
	n := r.num()
	if n < math.MinInt32 || n > math.MaxInt32 {
		r.fail()
		return 0
	}
	return int(n)
}

// count reads the length of a list whose elements take at least size bytes each.
func (r *reader) count(size int) int {
	n, k := binary.Uvarint(r.buf)
	if k <= 0 || n > uint64(len(r.buf)-k)/uint64(size) {
		r.fail()
		return 0
	}
	r.buf = r.buf[k:]
	return int(n)
}

func (r *reader) str() string {
	n := r.count(1)
	s := string(r.buf[:n])
	r.buf = r.buf[n:]
	return s
}

func (r *reader) byte_() uint8 {
	if len(r.buf) == 0 {
		r.fail()
		return 0
	}
	b := r.buf[0]
	r.buf = r.buf[1:]
	return b
}

func (r *reader) flag() bool {
	b := r.byte_()
	if b > 1 {
		r.fail()
	}
	return b == 1
}

func (r *reader) id() uint64 {
	if len(r.buf) < 8 {
		r.fail()
		return 0
	}
	v := binary.LittleEndian.Uint64(r.buf)
	r.buf = r.buf[8:]
	return v
}

func (r *reader) article() Article {
	var a Article
	for _, s := range []*string{&a.URL, &a.Title, &a.Byline, &a.Site, &a.Language, &a.Image, &a.Evidence, &a.Next} {
		*s = r.str()
	}
	if r.format >= 3 {
		a.Standfirst = r.str()
	}
	if r.flag() {
		sec, nsec, offset := r.num(), r.num(), r.num()
		if nsec < 0 || nsec > 999_999_999 || offset < -24*3600 || offset > 24*3600 {
			r.fail()
			return a
		}
		zone := time.UTC
		if offset != 0 {
			zone = time.FixedZone("", int(offset))
		}
		a.Published = time.Unix(sec, nsec).In(zone)
	}
	if c := r.byte_(); c <= uint8(Blocked) {
		a.Completeness = Completeness(c)
	} else {
		r.fail()
	}
	a.SaidWords = r.small()
	a.Blocks = r.blocks()
	if n := r.count(4); n > 0 {
		a.Removed = make([]Removed, n)
		for i := range a.Removed {
			a.Removed[i] = Removed{Kind: RemovedKind(r.str()), Reason: r.str(), At: r.small()}
			a.Removed[i].Place = r.place(&a.Removed[i], len(a.Blocks))
			a.Removed[i].Blocks = r.blocks()
		}
	}
	if r.format >= 4 {
		for range r.count(8) {
			a.Kept = append(a.Kept, r.id())
		}
	}
	return a
}

// place reads a removed run's place; the first format had none, and what is stored in it is judged by what it has.
func (r *reader) place(run *Removed, blocks int) Place {
	if r.format == 1 {
		switch {
		case run.At > 0 && run.At < blocks:
			return Inside
		case run.Kind.SetInto():
			return Edge
		}
		return Around
	}
	p := r.byte_()
	if p > uint8(Around) {
		r.fail()
	}
	return Place(p)
}

func (r *reader) blocks() []Block {
	n := r.count(19)
	if n == 0 {
		return nil
	}
	blocks := make([]Block, n)
	for i := range blocks {
		b := &blocks[i]
		if k := r.byte_(); k <= uint8(Definition) {
			b.Kind = BlockKind(k)
		} else {
			r.fail()
		}
		b.Level, b.Quote, b.Ordinal, b.RTL = r.small(), r.small(), r.small(), r.flag()
		for _, s := range []*string{&b.Label, &b.Lang, &b.URL, &b.Alt} {
			*s = r.str()
		}
		b.ID = r.id()
		b.Spans = r.spans()
		if rows := r.count(2); rows > 0 {
			b.Rows = make([]Row, rows)
			for j := range b.Rows {
				b.Rows[j].Header = r.flag()
				if cells := r.count(2); cells > 0 {
					b.Rows[j].Cells = make([]Cell, cells)
					for k := range b.Rows[j].Cells {
						b.Rows[j].Cells[k] = Cell{Across: r.small(), Spans: r.spans()}
					}
				}
			}
		}
		if r.bad {
			return nil
		}
	}
	return blocks
}

func (r *reader) spans() []Span {
	n := r.count(4)
	if n == 0 {
		return nil
	}
	spans := make([]Span, n)
	for i := range spans {
		style := r.num16()
		spans[i] = Span{Style: Style(style), Text: r.str(), URL: r.str(), Ruby: r.str()}
	}
	return spans
}

// num16 reads an unsigned number of at most 16 bits.
func (r *reader) num16() uint16 {
	n, k := binary.Uvarint(r.buf)
	if k <= 0 || n > math.MaxUint16 {
		r.fail()
		return 0
	}
	r.buf = r.buf[k:]
	return uint16(n)
}
