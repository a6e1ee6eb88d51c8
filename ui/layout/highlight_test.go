package layout

import (
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
	all "github.com/alecthomas/chroma/v2/lexers"

	"tidings/ui/style"
)

var samples = map[string]string{
	"go":         "package main\n\n// main greets.\nfunc main() {\n\tfmt.Println(\"hello\", 42)\n}\n",
	"python":     "def f(x):\n    # twice\n    return x * 2\nprint(f(21))\n",
	"javascript": "const f = (x) => `${x}`; // text\nclass A extends B {}\n",
	"bash":       "for f in *.txt; do echo \"$f\"; done # all\n",
	"c":          "#include <stdio.h>\nint main(void) { return 0; } /* end */\n",
	"rust":       "fn main() { let x: u32 = 1; println!(\"{}\", x); }\n",
	"html":       "<p class=\"a\">text <script>let x = 1;</script></p>\n",
	"json":       "{\"a\": [1, true, null]}\n",
	"sql":        "SELECT a FROM b WHERE c = 'd'; -- e\n",
	"yaml":       "a: 1\nb: [c, d] # e\n",
	"diff":       "--- a\n+++ b\n@@ -1 +1 @@\n-old\n+new\n",
}

// The definitions that are built in give the tokens that chroma's own do: they are chroma's, and stay so when it is
// updated.
func TestLexersAreChromas(t *testing.T) {
	for lang, code := range samples {
		own, theirs := lexers().Get(lang), all.Get(lang)
		if own == nil || theirs == nil {
			t.Fatalf("no lexer for %s", lang)
		}
		if got, want := tokens(t, own, code), tokens(t, theirs, code); got != want {
			t.Errorf("%s:\n got %s\nwant %s", lang, got, want)
		}
	}
}

func tokens(t *testing.T, l chroma.Lexer, code string) string {
	t.Helper()
	it, err := l.Tokenise(nil, code)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, tok := range it.Tokens() {
		b.WriteString(tok.Type.String() + " " + tok.Value + "|")
	}
	return b.String()
}

// Every definition compiles, and those that use another find it.
func TestEveryLexer(t *testing.T) {
	n := 0
	for _, l := range lexers().Lexers {
		n++
		for _, code := range samples {
			if _, err := l.Tokenise(nil, code); err != nil {
				t.Errorf("%s: %v", l.Config().Name, err)
			}
		}
	}
	if n < 50 {
		t.Errorf("%d lexers", n)
	}
}

func TestHighlight(t *testing.T) {
	code := samples["go"]
	got := map[style.Role]string{}
	at := 0
	for _, tok := range highlight("Go", code) {
		got[tok.role] += code[at:tok.end]
		at = tok.end
	}
	if at != len(code) {
		t.Errorf("ends at %d of %d", at, len(code))
	}
	for role, want := range map[style.Role]string{style.SyntaxKeyword: "package", style.SyntaxComment: "main greets", style.SyntaxString: `"hello"`, style.SyntaxNumber: "42"} {
		if !strings.Contains(got[role], want) {
			t.Errorf("%v is %q, want %q in it", role, got[role], want)
		}
	}
	for _, plain := range [][2]string{{"", code}, {"nosuch", code}, {"go", strings.Repeat(code, 1000)}} {
		if n := len(highlight(plain[0], plain[1])); n != 1 {
			t.Errorf("%q, %d bytes: %d tokens", plain[0], len(plain[1]), n)
		}
	}
}

func FuzzHighlight(f *testing.F) {
	for lang, code := range samples {
		f.Add(lang, code)
	}
	f.Fuzz(func(t *testing.T, lang, code string) {
		at := 0
		for _, tok := range highlight(lang, code) {
			if tok.end < at {
				t.Fatalf("token ends at %d before %d", tok.end, at)
			}
			at = tok.end
		}
		if at != len(code) {
			t.Errorf("ends at %d of %d", at, len(code))
		}
	})
}
