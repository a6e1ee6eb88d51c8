package article

import (
	"errors"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/quick"
	"time"
)

// sample has every field set.
func sample() Article {
	return Article{
		URL: "https://example.org/a", Title: "Title", Standfirst: "In short", Byline: "A B, C D", Site: "Paper", Language: "pt-BR",
		Published: time.Date(2025, 8, 16, 9, 30, 1, 5, time.FixedZone("", 3600)), Image: "https://example.org/i.jpg",
		Blocks: []Block{
			{Kind: Heading, Level: 2, Spans: []Span{{Text: "Über"}}, ID: 1},
			{Kind: ListItem, Level: 1, Ordinal: -1, Quote: 2, RTL: true, Lang: "he", Spans: []Span{{Text: "x", Style: Bold | Note, URL: "#1", Ruby: "y"}}, ID: 1<<64 - 1},
			{Kind: Table, Rows: []Row{{Header: true, Cells: []Cell{{Across: 2, Spans: []Span{{Text: "c"}}}}}, {Cells: []Cell{{Across: 1}, {Across: 1}}}}},
			{Kind: Figure, URL: "https://example.org/p.png", Alt: "alt", Label: "l"},
		},
		Removed:      []Removed{{Kind: Donation, Reason: "asks for money", At: 1, Place: Around, Blocks: []Block{{Spans: []Span{{Text: "Give"}}}}}},
		Kept:         []uint64{1, 1<<64 - 1},
		Completeness: Preview, Evidence: "stops", SaidWords: 1205, Next: "https://example.org/a?page=2",
	}
}

func same(a, b Article) bool {
	_, x := a.Published.Zone()
	_, y := b.Published.Zone()
	ok := a.Published.Equal(b.Published) && x == y
	a.Published, b.Published = time.Time{}, time.Time{}
	return ok && reflect.DeepEqual(a, b)
}

func TestCodecRoundTrip(t *testing.T) {
	for _, a := range []Article{{}, sample()} {
		got, err := Decode(Encode(a))
		if err != nil || !same(a, got) {
			t.Errorf("%v\n%+v\n%+v", err, a, got)
		}
	}
}

// randomArticle draws lists that are nil or not empty, as extract makes them.
func randomArticle(r *rand.Rand) Article {
	str := func() string {
		b := make([]byte, r.IntN(12))
		for i := range b {
			b[i] = byte(r.IntN(256))
		}
		return string(b)
	}
	spans := func() []Span {
		var s []Span
		for range r.IntN(4) {
			s = append(s, Span{Text: str(), Style: Style(r.IntN(1 << 16)), URL: str(), Ruby: str()})
		}
		return s
	}
	blocks := func() []Block {
		var out []Block
		for range r.IntN(5) {
			b := Block{Kind: BlockKind(r.IntN(int(Definition) + 1)), Level: r.IntN(9) - 2, Quote: r.IntN(3), Ordinal: r.IntN(100) - 1, Label: str(), Lang: str(), RTL: r.IntN(2) == 0, Spans: spans(), URL: str(), Alt: str(), ID: r.Uint64()}
			for range r.IntN(3) {
				row := Row{Header: r.IntN(2) == 0}
				for range r.IntN(3) {
					row.Cells = append(row.Cells, Cell{Spans: spans(), Across: r.IntN(5)})
				}
				b.Rows = append(b.Rows, row)
			}
			out = append(out, b)
		}
		return out
	}
	a := Article{URL: str(), Title: str(), Standfirst: str(), Byline: str(), Site: str(), Language: str(), Image: str(), Blocks: blocks(), Completeness: Completeness(r.IntN(4)), Evidence: str(), SaidWords: r.IntN(1 << 20), Next: str()}
	if r.IntN(3) > 0 {
		a.Published = time.Unix(r.Int64N(1<<34), r.Int64N(1e9)).In(time.FixedZone("", r.IntN(24*3600)-12*3600))
	}
	for range r.IntN(3) {
		a.Removed = append(a.Removed, Removed{Kind: RemovedKind(str()), Reason: str(), At: r.IntN(9), Place: Place(r.IntN(3)), Blocks: blocks()})
	}
	for range r.IntN(3) {
		a.Kept = append(a.Kept, r.Uint64())
	}
	return a
}

func TestCodecRoundTripOfAnyArticle(t *testing.T) {
	f := func(seed uint64) bool {
		a := randomArticle(rand.New(rand.NewPCG(seed, 1)))
		got, err := Decode(Encode(a))
		return err == nil && same(a, got)
	}
	if err := quick.Check(f, &quick.Config{MaxCount: 200}); err != nil {
		t.Error(err)
	}
}

// TestDecodeReadsEarlierFormats: what an earlier version stored still opens; the first had no place of what was left out, the
// first two had no standfirst, and none knew what the reader brought back.
func TestDecodeReadsEarlierFormats(t *testing.T) {
	for _, file := range []string{"testdata/format1", "testdata/format2", "testdata/format3"} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Decode(data)
		want := sample()
		want.Kept = nil
		if file != "testdata/format3" {
			want.Standfirst = ""
		}
		if file == "testdata/format1" {
			want.Removed[0].Place = Inside
			want.Removed = append(want.Removed, Removed{Kind: Newsletter, Reason: "offers a newsletter", At: 4, Place: Edge}, Removed{Kind: Related, Reason: "points away", At: 4, Place: Around})
		}
		if err != nil || !same(got, want) {
			t.Errorf("%s: %v\n%+v\n%+v", file, err, got, want)
		}
	}
}

func TestDecodeRefusesWhatItDoesNotKnow(t *testing.T) {
	good := Encode(sample())
	if _, err := Decode(append([]byte{format + 1}, good[1:]...)); !errors.Is(err, ErrFormat) {
		t.Errorf("a newer format: %v", err)
	}
	for name, data := range map[string][]byte{
		"nothing": {}, "format 0": {0, 1}, "no length": {format}, "a huge length": {format, 0xff, 0xff, 0xff, 0xff, 0x0f, 1}, "cut off": good[:len(good)/2],
		"more than was packed": append([]byte{format, good[1], good[2] + 1}, good[3:]...),
	} {
		if _, err := Decode(data); err == nil || errors.Is(err, ErrFormat) || !strings.HasPrefix(err.Error(), "read stored article: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEncodeIsCompact(t *testing.T) {
	a := Article{}
	for i := range 200 {
		a.Blocks = append(a.Blocks, Block{ID: uint64(i), Spans: []Span{{Text: "The committee met on Tuesday to discuss the budget of the next year, as it does every autumn in the town."}}})
	}
	if n, text := len(Encode(a)), len(a.Text()); n > text/4 {
		t.Errorf("%d bytes for %d of text", n, text)
	}
}

// FuzzDecode: any bytes give an article or an error, and what decodes encodes to the same article.
func FuzzDecode(f *testing.F) {
	f.Add(Encode(Article{}))
	f.Add(Encode(sample()))
	f.Add([]byte{format, 3, 1, 2, 3})
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := Decode(data)
		if err != nil {
			return
		}
		b, err := Decode(Encode(a))
		if err != nil || !same(a, b) {
			t.Fatalf("%v\n%+v\n%+v", err, a, b)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	a := sample()
	for range 100 {
		a.Blocks = append(a.Blocks, Block{Spans: []Span{{Text: strings.Repeat("Some words of a paragraph. ", 12)}}})
	}
	data := Encode(a)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(data); err != nil {
			b.Fatal(err)
		}
	}
}
