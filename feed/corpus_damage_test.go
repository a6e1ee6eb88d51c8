package feed

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// A real document that lost one end tag, or its end, keeps its items.
func TestParseDamagedCorpus(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(corpus, "corpus", "netnewswire", "*.xml"))
	if len(files) == 0 {
		t.Skip("no corpus beside the project")
	}
	end := regexp.MustCompile(`(?i)</(title|link|description|pubDate|category|guid|name|summary|id|updated|published|dc:creator|author|item|entry)>`)
	rng := rand.New(rand.NewPCG(1, 2))
	tried, kept := 0, 0
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if len(b) > 100<<10 {
			continue
		}
		whole, err := Parse(b, "", "https://example.org/f", testNow)
		if err != nil || len(whole.Items) == 0 {
			continue
		}
		tags := end.FindAllIndex(b, -1)
		for range 3 {
			tag := tags[rng.IntN(len(tags))]
			doc, err := Parse(bytes.Join([][]byte{b[:tag[0]], b[tag[1]:]}, nil), "", "https://example.org/f", testNow)
			tried++
			if err == nil && len(doc.Items) == len(whole.Items) {
				kept++
			} else {
				t.Logf("%s without %s at %d: %d of %d items, %v", filepath.Base(f), b[tag[0]:tag[1]], tag[0], len(doc.Items), len(whole.Items), err)
			}
			cut, err := Parse(b[:len(b)/2+rng.IntN(len(b)/2)], "", "https://example.org/f", testNow)
			if err != nil || len(cut.Items) > len(whole.Items) {
				t.Errorf("%s cut off: %d items, %v", filepath.Base(f), len(cut.Items), err)
			}
			for i, it := range cut.Items {
				if it.Title != whole.Items[i].Title {
					t.Errorf("%s cut off: item %d is %q, was %q", filepath.Base(f), i, it.Title, whole.Items[i].Title)
				}
			}
		}
	}
	if kept*100 < tried*97 {
		t.Errorf("items kept in %d of %d documents", kept, tried)
	}
}
