package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A long article goes to PAGER on a terminal, in spite of the sandbox; one that cannot be started is done without.
func TestPager(t *testing.T) {
	dir := t.TempDir()
	page := filepath.Join(dir, "page.html")
	text := "<html><head><title>Long</title></head><body><article><h1>Long</h1>" +
		strings.Repeat("<p>The council of the harbour town voted on the bandstand in autumn, and the votes were counted twice.</p>", 40) + "</article></body></html>"
	pager := filepath.Join(dir, "my pager")
	for name, data := range map[string]string{page: text, pager: "#!/bin/sh\necho \"PAGED $1 $(wc -l) $LESS\"\n"} {
		if err := os.WriteFile(name, []byte(data), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for value, want := range map[string]string{"'" + pager + "' -x": "PAGED -x ", "no-such-pager": "bandstand in autumn", "": "bandstand in autumn", "'unclosed": "bandstand in autumn"} {
		tt := open(t, append(environment(t), "PAGER="+value), 80, 20, "read", page)
		if code := tt.end(); code != 0 {
			t.Errorf("PAGER=%s: exit code %d", value, code)
		}
		<-tt.read // all that was sent
		if got := tt.output(0); !strings.Contains(got, want) || strings.Contains(want, "PAGED") && strings.Contains(got, "bandstand") {
			t.Errorf("PAGER=%s: %q", value, tail(got))
		}
	}
}
