package opml

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/unicode"
)

var created = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

func TestParse(t *testing.T) {
	one := []Outline{{URL: "http://a.example/f?x=1&y=2", Title: "A & B", Type: "rss"}}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(`<?xml version="1.0" encoding="utf-16"?><opml><body><outline type="rss" text="Zürich" xmlUrl="http://a.example/"/></body></opml>`)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, in string
		want     []Outline
		repairs  int
	}{
		{"2.0", `<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body><outline type="rss" text="A &amp; B" xmlUrl="http://a.example/f?x=1&amp;y=2"/></body></opml>`, one, 0},
		{"1.0, other case", `<OPML><BODY><OUTLINE TYPE="RSS" TEXT="A &amp; B" XMLURL="http://a.example/f?x=1&amp;y=2"/></BODY></OPML>`, one, 0},
		{"bare ampersands", `<opml><body><outline type="rss" text="A & B" xmlUrl="http://a.example/f?x=1&y=2"/></body></opml>`, one, 1},
		{"escaped twice", `<opml><body><outline type="rss" text="A &amp;amp; B" xmlUrl="http://a.example/f?x=1&amp;amp;y=2"/></body></opml>`, one, 0},
		{"breaks off", `<opml><body><outline type="rss" text="A &amp; B" xmlUrl="http://a.example/f?x=1&amp;y=2"/><outline type="rss" te`, one, 1},
		{"not closed", `<opml><body><outline text="F"><outline type="rss" text="A" xmlUrl="http://a.example/">`, []Outline{{URL: "http://a.example/", Title: "A", Type: "rss", Folder: "F"}}, 1},
		{"closed too often", `<opml><body></outline></outline><outline type="rss" text="A" xmlUrl="http://a.example/"/></body></opml>`, []Outline{{URL: "http://a.example/", Title: "A", Type: "rss"}}, 1},
		{"quotes within", `<opml><body><outline type="rss" text="The "A" <B> team" title="The "A" <B> team" xmlUrl="http://a.example/"/></body></opml>`, []Outline{{URL: "http://a.example/", Title: `The "A" <B> team`, Type: "rss"}}, 1},
		{"controls and escapes", "\x00\x1b<opml><body><outline type='rss' text='A\x1b]0;x\x07B &#27;[31m\u202e' xmlUrl='http://a.example/'/></body></opml>", []Outline{{URL: "http://a.example/", Title: "A]0;xB [31m", Type: "rss"}}, 2},
		{"folders", `<opml><body><outline text="News"><outline title="World/Asia"><outline type="atom" title="T" text="t" xmlUrl="http://a.example/" htmlUrl="http://b.example" description="d" language="en" category="/x/y, z,"/></outline></outline><outline type="rss" xmlUrl="http://c.example/"/></body></opml>`, []Outline{
			{URL: "http://a.example/", Title: "T", Site: "http://b.example", Type: "atom", Description: "d", Language: "en", Folder: "News/World∕Asia", Categories: []string{"x/y", "z"}},
			{URL: "http://c.example/", Type: "rss"},
		}, 0},
		{"a feed with outlines inside", `<opml><body><outline text="F"><outline type="rss" text="A" xmlUrl="http://a.example/"><outline type="rss" text="B" xmlUrl="http://b.example/"/></outline></outline></body></opml>`, []Outline{{URL: "http://a.example/", Title: "A", Type: "rss", Folder: "F"}, {URL: "http://b.example/", Title: "B", Type: "rss", Folder: "F"}}, 0},
		{"twice", `<opml><body><outline xmlUrl="http://a.example/"/><outline xmlUrl="http://a.example/"/><outline text="F"><outline xmlUrl="http://a.example/"/></outline></body></opml>`, []Outline{{URL: "http://a.example/"}, {URL: "http://a.example/", Folder: "F"}}, 1},
		{"without address, link, include", `<opml><body><outline type="rss" text="A"/><outline type="link" text="L" url="http://l.example/"/><outline type="include" text="L" url="http://l.example/"/><outline xmlUrl="http://a.example/"/></body></opml>`, []Outline{{URL: "http://a.example/"}}, 1},
		{"latin 1", "<?xml version=\"1.0\" encoding='ISO-8859-1'?><opml><body><outline text=\"Z\xfcrich\" xmlUrl=\"http://a.example/\"/></body></opml>", []Outline{{URL: "http://a.example/", Title: "Zürich"}}, 0},
		{"latin 1, not declared", "<opml><body><outline text=\"Z\xfcrich\" xmlUrl=\"http://a.example/\"/></body></opml>", []Outline{{URL: "http://a.example/", Title: "Zürich"}}, 1},
		{"utf-16", utf16, []Outline{{URL: "http://a.example/", Title: "Zürich", Type: "rss"}}, 0},
		{"BOM", "\xef\xbb\xbf<opml><body><outline xmlUrl=\"http://a.example/\"/></body></opml>", []Outline{{URL: "http://a.example/"}}, 0},
		{"junk before", "Your export:\n\n<?xml version=\"1.0\"?><opml><body><outline xmlUrl=\"http://a.example/\"/></body></opml>", []Outline{{URL: "http://a.example/"}}, 1},
		{"html entities", `<opml><body><outline text="caf&eacute;&nbsp;&hellip;" xmlUrl="http://a.example/"/></body></opml>`, []Outline{{URL: "http://a.example/", Title: "café …"}}, 0},
		{"comments and CDATA", `<opml><!-- <outline xmlUrl="http://no.example/"/> --><body><![CDATA[ & <x ]]><outline xmlUrl="http://a.example/"/></body></opml>`, []Outline{{URL: "http://a.example/"}}, 0},
		{"plain list", "# mine\nhttp://a.example/feed \"tag\" ~Title\n\nfeed://b.example/x\nc.example/rss\nhello world\nhttp://a.example/feed\n", []Outline{{URL: "http://a.example/feed"}, {URL: "feed://b.example/x"}, {URL: "c.example/rss"}}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l, err := Parse([]byte(tt.in))
			if err != nil {
				t.Fatal(err)
			}
			if unlined(l.Outlines); !reflect.DeepEqual(l.Outlines, tt.want) {
				t.Errorf("got  %+v\nwant %+v", l.Outlines, tt.want)
			}
			if len(l.Repairs) != tt.repairs {
				t.Errorf("repairs %q, want %d", l.Repairs, tt.repairs)
			}
		})
	}
}

// unlined forgets where outlines stood.
func unlined(list []Outline) {
	for i := range list {
		list[i].Line = 0
	}
}

func TestParseLinesAndMore(t *testing.T) {
	l, err := Parse([]byte("<opml xmlns:frss=\"x\">\n<body>\n<outline text=\"A\"\n xmlUrl=\"http://a.example/\" frss:cssFullContent=\"main\" xmlns:y=\"z\" odd=\"\x1b\"/>\n</body></opml>"))
	if err != nil {
		t.Fatal(err)
	}
	if o := l.Outlines[0]; o.Line != 4 || len(o.More) != 1 || o.More["frss:cssFullContent"] != "main" {
		t.Errorf("%+v", o)
	}
}

func TestParseNothing(t *testing.T) {
	for _, in := range []string{"", " \n", "<opml><body/></opml>", "<html><body>no</body></html>", "hello", "\x00\xff\xfe"} {
		if l, err := Parse([]byte(in)); err == nil {
			t.Errorf("Parse(%q) = %+v, want an error", in, l)
		} else if strings.ContainsAny(err.Error(), "\x00\x1b\n") {
			t.Errorf("Parse(%q): error %q", in, err)
		}
	}
	if _, err := Parse([]byte("<opml><body></body></opml>")); !errors.Is(err, ErrEmpty) {
		t.Errorf("err = %v, want ErrEmpty", err)
	}
}

// random makes a list as Parse gives it.
func random(r *rand.Rand, n int) List {
	words := []string{"News", "A & B", "«x»", `"quoted"`, "<b>", "日本語", "עברית", "it’s", "50 %", "a;b", "#1", "x=y"}
	word := func() string { return words[r.IntN(len(words))] }
	title := func() string { return strings.TrimSpace(word() + " " + word()) }
	l := List{Title: title()}
	seen := map[string]bool{}
	for i := range n {
		o := Outline{URL: fmt.Sprintf("https://h%d.example/f?a=%d&b=%s", r.IntN(9), i, "%20"), Title: title(), Type: []string{"rss", "atom", "json"}[r.IntN(3)]}
		for range r.IntN(4) {
			o.Folder = join(o.Folder, title())
		}
		if r.IntN(2) == 0 {
			o.Site, o.Description, o.Language = "https://site.example/?q=1&r=2", title(), "en"
			o.Categories = []string{"x", title()}
		}
		l.Outlines = append(l.Outlines, o)
		for at := o.Folder; at != ""; at = at[:max(strings.LastIndex(at, "/"), 0)] {
			seen[at] = true
		}
	}
	return l
}

// TestRoundTrip writes random lists and reads them back.
func TestRoundTrip(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1))
		l := random(r, r.IntN(30)+1)
		var b bytes.Buffer
		if err := Write(&b, l, created); err != nil {
			t.Fatal(err)
		}
		got, err := Parse(b.Bytes())
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, b.String())
		}
		if len(got.Repairs) > 0 || got.Title != l.Title {
			t.Errorf("seed %d: title %q, repairs %q", seed, got.Title, got.Repairs)
		}
		unlined(got.Outlines)
		byURL := map[string]Outline{}
		for _, o := range got.Outlines {
			byURL[o.URL] = o
		}
		for _, o := range l.Outlines {
			if !reflect.DeepEqual(byURL[o.URL], o) {
				t.Fatalf("seed %d: got %+v\nwant %+v", seed, byURL[o.URL], o)
			}
		}
		// What was written and read once does not change any more.
		var again bytes.Buffer
		if err := Write(&again, got, created); err != nil {
			t.Fatal(err)
		}
		if again.String() != b.String() {
			t.Fatalf("seed %d: second writing differs:\n%s\n%s", seed, b.String(), again.String())
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`<opml><body><outline text="F"><outline type="rss" text="A & B" xmlUrl="http://a.example/"/></outline></body></opml>`))
	f.Add([]byte("http://a.example/\nb.example\n"))
	f.Add([]byte("\xff\xfe<\x00o\x00"))
	f.Add([]byte(`<opml><outline text="a"b" xmlUrl='x' y <z`))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := Parse(data)
		if err != nil {
			return
		}
		for _, o := range l.Outlines {
			if o.URL == "" || strings.ContainsAny(o.URL+o.Title+o.Folder, "\x00\x1b\r\n") {
				t.Fatalf("%+v", o)
			}
		}
		var b bytes.Buffer
		if err := Write(&b, l, created); err != nil {
			t.Fatal(err)
		}
		again, err := Parse(b.Bytes())
		if err != nil || len(again.Outlines) == 0 {
			t.Fatalf("what was written cannot be read: %v\n%s", err, b.Bytes())
		}
	})
}

func BenchmarkParse5000(b *testing.B) {
	var buf bytes.Buffer
	if err := Write(&buf, random(rand.New(rand.NewPCG(1, 1)), 5000), created); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(buf.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(buf.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
}
