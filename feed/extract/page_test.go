package extract

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"sync"
	"testing"
	"time"
)

// realPages returns up to n saved pages, or skips.
func realPages(t testing.TB, n int) [][]byte {
	t.Helper()
	files, _ := filepath.Glob("../../../shared/articles/pages/*.html.gz")
	if len(files) == 0 {
		t.Skip("no saved pages here")
	}
	var out [][]byte
	for i := 0; i < len(files) && len(out) < n; i += max(1, len(files)/n) {
		f, err := os.Open(files[i])
		if err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(z)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, b)
	}
	return out
}

func BenchmarkPage(b *testing.B) {
	pages := realPages(b, 50)
	size := 0
	for _, p := range pages {
		size += len(p)
	}
	b.SetBytes(int64(size / len(pages)))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, err := Page(Input{HTML: pages[i%len(pages)], URL: "https://example.org/a"}); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

// hostile are pages made to cost time or memory.
var hostile = map[string]func(size int) []byte{
	"nested divs":       func(n int) []byte { return []byte(strings.Repeat("<div>", n/5)) },
	"nested formatting": func(n int) []byte { return []byte(strings.Repeat("<b><i><font color=red>", n/22)) },
	"paragraphs":        func(n int) []byte { return []byte(strings.Repeat("<p>", n/3)) },
	"open links":        func(n int) []byte { return []byte(strings.Repeat("<a href=x>y ", n/12)) },
	"attributes":        func(n int) []byte { return []byte("<p " + strings.Repeat("a ", n/2)) },
	"tables":            func(n int) []byte { return []byte(strings.Repeat("<table><tr><td>x", n/16)) },
	"one word":          func(n int) []byte { return []byte("<p>" + strings.Repeat("x", n)) },
	"words":             func(n int) []byte { return []byte("<p>" + strings.Repeat("word and word. ", n/15)) },
	"list items":        func(n int) []byte { return []byte("<ul>" + strings.Repeat("<li>a ", n/6)) },
	"script":            func(n int) []byte { return []byte("<script>" + strings.Repeat(`{"a":"b c d. e`, n/14)) },
	"less-than signs":   func(n int) []byte { return []byte(strings.Repeat("<", n)) },
	"misnested":         func(n int) []byte { return []byte(strings.Repeat("<p><b><a href=x>y</p></b>z", n/25)) },
	"deep rows": func(n int) []byte {
		return []byte(strings.Repeat(strings.Repeat("<div>", 400)+"a b c"+strings.Repeat("</div>", 400), n/4405))
	},
	"many attributes": func(n int) []byte { return []byte(strings.Repeat("<p class=a id=b title=c>d", n/25)) },
	"entities": func(n int) []byte {
		return []byte("<p>" + strings.Repeat("&amp;&CounterClockwiseContourIntegral; ", n/39))
	},
	"foreign":        func(n int) []byte { return []byte(strings.Repeat("<svg><g><title>a</title><p>b", n/28)) },
	"comments":       func(n int) []byte { return []byte(strings.Repeat("<!--x-->", n/8)) },
	"unclosed quote": func(n int) []byte { return []byte(`<p title="` + strings.Repeat("<p class='", n/10)) },
}

func BenchmarkHostile(b *testing.B) {
	for name, f := range hostile {
		page := f(10 << 20)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(page)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Page(Input{HTML: page}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestHostilePagesEnd(t *testing.T) {
	for name, f := range hostile {
		if _, err := Page(Input{HTML: f(300_000)}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What a hostile page may cost: 10 MB of it never hold more than 64 MiB beside the page itself. The collector runs often here, so
// that what is counted is nearly what is in use; what it had no time to take away on a busy machine is allowed for. How long it
// takes is BenchmarkHostile's.
func TestHostilePagesCostLittle(t *testing.T) {
	const (
		size    = 10 << 20
		ceiling = (64 + 32) << 20
	)
	if testing.Short() {
		t.Skip("reads 250 MB of hostile pages")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(10))
	if _, err := Page(Input{HTML: []byte("<p>x")}); err != nil { // the model is read once
		t.Fatal(err)
	}
	for name, f := range hostile {
		page := f(size)
		runtime.GC()
		heap := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		metrics.Read(heap)
		before := heap[0].Value.Uint64()
		peak := before
		done, stopped := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(stopped)
			for {
				select {
				case <-done:
					return
				case <-time.After(200 * time.Microsecond):
					metrics.Read(heap)
					peak = max(peak, heap[0].Value.Uint64())
				}
			}
		}()
		start := time.Now()
		_, err := Page(Input{HTML: page})
		took := time.Since(start)
		close(done)
		<-stopped
		runtime.KeepAlive(page)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if used := peak - before; used > ceiling {
			t.Errorf("%s: %d MiB in use beside the page", name, used>>20)
		}
		t.Logf("%-18s %5d ms, %3d MiB", name, took.Milliseconds(), (peak-before)>>20)
	}
}

func TestSamePageSameArticle(t *testing.T) {
	page := []byte(readStories(t)[0].page(0))
	want, err := Page(Input{HTML: page, URL: "https://example.org/a"})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 5 {
				got, err := Page(Input{HTML: page, URL: "https://example.org/a"})
				if err != nil || !reflect.DeepEqual(got, want) {
					t.Errorf("a second reading differs: %v", err)
				}
			}
		})
	}
	wg.Wait()
}

// What stood on two earlier pages of a site is left out, unless the reader asked to keep it; a page that is read again is no
// repetition of itself.
func TestSiteLayer(t *testing.T) {
	const motto = "The lighthouse keeper sees further than the captain, as our founder used to say in his long speeches."
	s := readStories(t)[0]
	for i, st := range readStories(t) {
		if st.name == "orchard" {
			s = readStories(t)[i]
		}
	}
	s.lines = append(s.lines[:3:3], append([]string{"+" + motto}, s.lines[3:]...)...)
	page := []byte(s.page(0))
	read := func(site Site) (Result, string) {
		res, err := Page(Input{HTML: page, URL: "https://example.org/a", Site: site})
		if err != nil {
			t.Fatal(err)
		}
		return res, res.Article.Text()
	}
	first, text := read(Site{})
	if !strings.Contains(text, motto) {
		t.Fatal("the line is left out of an unknown site's page already")
	}
	site := Site{Pages: 5, Blocks: map[uint64]int{fingerprint(motto): 4}}
	res, text := read(site)
	if strings.Contains(text, motto) {
		t.Error("a line of four other pages stays")
	}
	found := false
	for _, r := range res.Article.Removed {
		for _, b := range r.Blocks {
			found = found || b.Text() == motto && strings.Contains(r.Reason, "other pages")
		}
	}
	if !found {
		t.Error("the line is not accounted for with its reason")
	}
	site.Keep = []uint64{fingerprint(motto)}
	if _, text = read(site); !strings.Contains(text, motto) {
		t.Error("a line that the reader keeps is left out")
	}
	again := Site{Pages: 4, Blocks: map[uint64]int{}}
	for _, k := range first.Blocks {
		again.Blocks[k] = 3
	}
	if _, text = read(again); !strings.Contains(text, motto) {
		t.Error("a page read again loses its own text")
	}
}

func FuzzPage(f *testing.F) {
	for _, s := range readStories(f) {
		f.Add([]byte(s.page(0)), "text/html")
	}
	for _, h := range hostile {
		f.Add(h(300), "")
	}
	f.Add([]byte("\xff\xfe<\x00p\x00>\x00a\x00"), "text/html; charset=shift_jis")
	f.Add([]byte(`<script type="application/ld+json">{"@graph":[{"@type":"Article","articleBody":"x`), "")
	f.Fuzz(func(t *testing.T, page []byte, contentType string) {
		res, err := Page(Input{HTML: page, ContentType: contentType, URL: "https://example.org/a"})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range res.Article.Removed {
			if r.At < 0 || r.At > len(res.Article.Blocks) || r.Reason == "" || r.Kind == "" {
				t.Fatalf("removed %q at %d of %d blocks, kind %q", r.Reason, r.At, len(res.Article.Blocks), r.Kind)
			}
		}
	})
}
