package feed

import (
	"os"
	"path/filepath"
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
