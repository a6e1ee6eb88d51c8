package feed

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// BenchmarkParseFiles parses the documents of a folder named by FEED_DOCS, for example those of a feed server.
func BenchmarkParseFiles(b *testing.B) {
	dir := os.Getenv("FEED_DOCS")
	if dir == "" {
		b.Skip("FEED_DOCS names no folder of documents")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	var docs [][]byte
	size := 0
	for _, f := range files {
		if d, err := os.ReadFile(f); err == nil {
			docs = append(docs, d)
			size += len(d)
		}
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, d := range docs {
			if _, err := Parse(d, "", "https://example.org/feed", time.Time{}); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// TestParseAllocations bounds the memory that a usual feed of 50 items takes and mostly throws away. The ceilings are a
// quarter above what was measured; two thirds of the allocations are those of gofeed and its decoder of XML.
func TestParseAllocations(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>News</title>`)
	text := strings.Repeat(`&lt;p&gt;The &lt;em&gt;council&lt;/em&gt; votes on &lt;a href=&#34;https://example.org/a?b=1&amp;amp;c=2&#34;&gt;the bandstand&lt;/a&gt; once more.&lt;/p&gt;`, 20)
	const items = 50
	for i := range items {
		fmt.Fprintf(&b, `<item><title>Number %d</title><link>https://example.org/%d</link><guid isPermaLink="false">tag:example.org,2026:%d</guid>`+
			`<pubDate>Thu, 26 Nov 2026 10:%02d:00 +0000</pubDate><description>%s</description></item>`, i, i, i, i, text)
	}
	b.WriteString(`</channel></rss>`)
	doc := []byte(b.String())
	parse := func() {
		if d, err := Parse(doc, "", "https://example.org/feed", time.Time{}); err != nil || len(d.Items) != items {
			t.Fatal(err, len(d.Items))
		}
	}
	allocs := testing.AllocsPerRun(5, parse) / items
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	parse()
	runtime.ReadMemStats(&after)
	size := float64(after.TotalAlloc-before.TotalAlloc) / float64(len(doc))
	t.Logf("%.1f allocations an item, %.2f bytes for a byte of the document", allocs, size)
	if allocs > 150 {
		t.Errorf("%.1f allocations an item", allocs)
	}
	if size > 4.5 {
		t.Errorf("%.2f bytes for a byte of the document", size)
	}
}
