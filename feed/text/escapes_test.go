package text

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// escapes reads the corpus that the whole program is tested with, too.
func escapes(t *testing.T) map[string]string {
	t.Helper()
	b, err := os.ReadFile("testdata/escapes.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for line := range strings.Lines(string(b)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		name, quoted, _ := strings.Cut(strings.TrimSpace(line), " ")
		s, err := strconv.Unquote(quoted)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all[name] = s
	}
	if len(all) < 60 {
		t.Fatalf("only %d strings in the corpus", len(all))
	}
	return all
}

// harm says what in s a terminal or a reader must not get, or "". It states the rules anew and shares nothing with the door.
func harm(s string) string {
	if !utf8.ValidString(s) {
		return "broken UTF-8"
	}
	marks, hidden := 0, 0
	for _, r := range s {
		switch {
		case r < 0x20 && r != '\n' && r != '\t', r >= 0x7f && r < 0xa0:
			return strconv.QuoteRuneToASCII(r) + ", a control character"
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x2028, r == 0x2029:
			return strconv.QuoteRuneToASCII(r) + ", which turns or breaks lines"
		case r >= 0xe0000 && r <= 0xe007f, unicode.Is(unicode.Co, r), r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe, r >= 0xfff9 && r <= 0xfffc, r >= 0x2060 && r <= 0x206f:
			return strconv.QuoteRuneToASCII(r) + ", which nobody sees"
		}
		if unicode.Is(unicode.M, r) {
			marks++
		} else {
			marks = 0
		}
		if unicode.Is(unicode.Cf, r) {
			hidden++
		} else if marks == 0 {
			hidden = 0
		}
		switch {
		case marks > 6:
			return "a flood of marks"
		case hidden > 1:
			return "a flood of invisible characters"
		}
	}
	return ""
}

func TestEscapeCorpus(t *testing.T) {
	for name, s := range escapes(t) {
		if harm(s) == "" && name != "zero-width-word" && name != "tab-newline" && name != "combining-first" && name != "fillers" && name != "split-escape" && name != "zwj-flood" {
			t.Errorf("%s: the check finds nothing wrong with %q", name, s)
		}
		for _, got := range []string{Line(s), Lines(s), Line(s + s), URL("https://example.org/"+s, ""), URL(s, "https://example.org/"), Canonical("https://example.org/?q=" + s), Host("https://" + s + "/"), Clip(Line(s), 12)} {
			if h := harm(got); h != "" {
				t.Errorf("%s: %q became %q: %s", name, s, got, h)
			}
		}
		if got := Line(s); strings.ContainsAny(got, "\n\t") || Line(got) != got {
			t.Errorf("%s: Line gives %q", name, got)
		}
	}
}
