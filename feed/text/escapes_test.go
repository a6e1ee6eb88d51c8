package text

import (
	"strings"
	"testing"

	"tidings/feed/text/hostile"
)

func TestEscapeCorpus(t *testing.T) {
	// What is bad of these is where they stand, not a character by itself.
	mild := map[string]bool{"zero-width-word": true, "tab-newline": true, "combining-first": true, "fillers": true, "zwj-flood": true, "esc-bare": false}
	corpus := hostile.Corpus()
	if len(corpus) < 60 {
		t.Fatalf("only %d strings in the corpus", len(corpus))
	}
	for _, h := range corpus {
		s := h.Raw
		if hostile.Harm(s) == "" && !mild[h.Name] {
			t.Errorf("%s: the check finds nothing wrong with %q", h.Name, s)
		}
		for _, got := range []string{
			Line(s), Lines(s), Line(s + s), Clip(Line(s), 12),
			URL("https://example.org/"+s, ""), URL(s, "https://example.org/"), Canonical("https://example.org/?q=" + s), Host("https://" + s + "/"),
		} {
			if w := hostile.Harm(got); w != "" {
				t.Errorf("%s: %q became %q: %s", h.Name, s, got, w)
			}
		}
		if got := Line(s); strings.ContainsAny(got, "\n\t") || Line(got) != got {
			t.Errorf("%s: Line gives %q", h.Name, got)
		}
	}
}

func TestHostsInDisguise(t *testing.T) {
	for host, want := range hostile.Hosts() {
		if got := Host("https://" + host + "/x"); got != want {
			t.Errorf("Host(%s) = %q, want %q", host, got, want)
		}
		if got := URL("https://"+host+"/x", ""); got != "https://"+want+"/x" {
			t.Errorf("URL(%s) = %q", host, got)
		}
	}
}
