// Package hostile holds what no output of Tidings may let through: a corpus of strings that a feed or page may send, and a check
// that finds what is left of them. It is for tests, and shares nothing with the door that it tests.
package hostile

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed escapes.txt
var escapes string

// Text is one string of the corpus.
type Text struct {
	Name string
	Raw  string // may be broken UTF-8
}

// Corpus returns the strings in the file's order.
func Corpus() []Text {
	var all []Text
	for line := range strings.Lines(escapes) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		name, quoted, _ := strings.Cut(strings.TrimSpace(line), " ")
		raw, err := strconv.Unquote(quoted)
		if err != nil {
			panic(fmt.Sprintf("escapes.txt: %s: %v", name, err))
		}
		all = append(all, Text{name, raw})
	}
	return all
}

// Hosts are names that pass for others in a person's eyes: the letters that must not be shown, and what stands for them.
func Hosts() map[string]string {
	return map[string]string{
		"\u0430\u0440\u0440\u04cf\u0435.com": "xn--80ak6aa92e.com", // all Cyrillic
		"p\u0430ypal.com":                    "xn--pypal-4ve.com",  // one Cyrillic letter
		"\u03ba\u03bf\u03c1\u03c5.com":       "xn--vxakgq.com",     // all Greek
		"g\u043e\u043egle.com":               "xn--ggle-55da.com",  // two Cyrillic letters
		"\u0455\u0441\u043e\u0440\u0435.com": "xn--e1argc3h.com",   // all Cyrillic
		"exam\u0440le.com":                   "xn--examle-erf.com", // one Cyrillic letter
		"xn--80ak6aa92e.com":                 "xn--80ak6aa92e.com", // as it is sent
	}
}

// Harm says what in s must reach neither a terminal nor a reader, or "". "\n" and "\t" are the program's own business.
func Harm(s string) string {
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
	for shown := range Hosts() {
		if !strings.HasPrefix(shown, "xn--") && strings.Contains(s, shown) {
			return "the host " + shown + ", which passes for another"
		}
	}
	return ""
}
