package feed

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The reference corpus lies beside the project, not in it.
const corpus = "../../shared/feeds"

// corpusSeeds returns small files of the corpus to start fuzzing from.
func corpusSeeds() (out [][]byte) {
	files, _ := filepath.Glob(filepath.Join(corpus, "corpus", "*", "*.xml"))
	for i, f := range files {
		if st, err := os.Stat(f); i%5 == 0 && err == nil && st.Size() < 3000 {
			if b, err := os.ReadFile(f); err == nil {
				out = append(out, b)
			}
		}
	}
	return out
}

// Every file of the corpus is read or refused as its row says, cleanly; the values are scored elsewhere.
func TestParseCorpus(t *testing.T) {
	f, err := os.Open(filepath.Join(corpus, "expect.jsonl"))
	if err != nil {
		t.Skip("no corpus beside the project")
	}
	defer f.Close()
	rows := bufio.NewScanner(f)
	rows.Buffer(nil, 1<<20)
	n, right := 0, 0
	for rows.Scan() {
		var row struct {
			File        string
			Kind        string
			MustParse   any    `json:"must_parse"`
			ContentType string `json:"content_type"`
			URL         string
			Checks      []struct {
				Path, Op string
				Value    any
			}
		}
		if err := json.Unmarshal(rows.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		body, err := os.ReadFile(filepath.Join(corpus, row.File))
		if err != nil {
			t.Fatal(err)
		}
		n++
		doc, err := Parse(body, row.ContentType, row.URL, testNow)
		if err != nil && strings.Contains(err.Error(), "\n") || row.MustParse == true && err != nil || row.MustParse == false && err == nil {
			t.Errorf("%s: must parse: %v; error: %v", row.File, row.MustParse, err)
			continue
		}
		checkClean(t, doc)
		good := true
		for _, c := range row.Checks {
			if c.Path == "items.len" && row.MustParse == true && c.Value != float64(len(doc.Items)) {
				t.Logf("%s: %d items, want %v", row.File, len(doc.Items), c.Value)
				good = false
			}
		}
		if good {
			right++
		}
	}
	if n == 0 || right*100 < n*99 {
		t.Errorf("the number of items is right in %d of %d files", right, n)
	}
}
