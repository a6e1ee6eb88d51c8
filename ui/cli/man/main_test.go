package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEachCommandHasItsPage(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "man")
	if err := write(dir, "1.2.3"); err != nil {
		t.Fatal(err)
	}
	for name, words := range map[string]string{"tidings.1": "tidings-import", "tidings-import.1": "Tidings 1.2.3", "tidings-sync-login.1": "tidings sync login"} {
		page, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Error(err)
		} else if !strings.Contains(strings.ReplaceAll(string(page), `\-`, "-"), words) {
			t.Errorf("%s does not say %q:\n%s", name, words, page)
		}
	}
}
