package extract

import (
	"bytes"
	"strings"
	"testing"
)

func TestModelFile(t *testing.T) {
	m, err := LoadModel(shipped)
	if err != nil {
		t.Fatal(err)
	}
	if len(shipped) > 1<<20 {
		t.Errorf("the model takes %d bytes, more than 1 MB", len(shipped))
	}
	b, err := m.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b, shipped) {
		t.Error("written again, the model is another")
	}
	for _, n := range []int{0, 5, len(modelMagic), len(modelMagic) + 6, len(shipped) / 2, len(shipped) - 1} {
		if _, err := LoadModel(shipped[:n]); err == nil {
			t.Errorf("a model cut after %d bytes is taken", n)
		}
	}
	broken := bytes.Clone(shipped)
	copy(broken, "tidings block model 0\n")
	if _, err := LoadModel(broken); err == nil {
		t.Error("a model of another version is taken")
	}
}

func TestReadTraits(t *testing.T) {
	for _, c := range []struct {
		text                          string
		words, commas, stops, capital int
		ended                         bool
	}{
		{"The ferry, she said, will sail again.", 7, 2, 1, 1, true},
		{"Read more", 2, 0, 0, 1, false},
		{"港町の銭湯が再び営業を始めた。", 7, 0, 1, 0, true},
		{"Price: $9.99 a month", 5, 0, 1, 1, false},
		{"", 0, 0, 0, 0, false},
	} {
		var got traits
		got.read(c.text)
		if got.words != c.words || got.commas != c.commas || got.stops != c.stops || got.capitals != c.capital || got.ended != c.ended {
			t.Errorf("%q: %d words, %d commas, %d stops, %d capitals, ended %v", c.text, got.words, got.commas, got.stops, got.capitals, got.ended)
		}
	}
	var long traits
	long.read(strings.Repeat("word ", 10_000))
	if len(long.tokens) > headTokens+tailTokens || long.words != 10_000 {
		t.Errorf("a long text keeps %d tokens of %d words", len(long.tokens), long.words)
	}
}

func TestFingerprintFoldsCaseAndMarks(t *testing.T) {
	if fingerprint("Sign up — TODAY!") != fingerprint("sign up today") {
		t.Error("case and marks count")
	}
	if fingerprint("sign up today") == fingerprint("sign up tomorrow") {
		t.Error("words do not count")
	}
	if fingerprint("日本の新聞") == fingerprint("日本の雑誌") {
		t.Error("ideographs do not count")
	}
}

func TestNamesSplit(t *testing.T) {
	same := func(a, b string) bool {
		x, y := nameTokens(nil, a), nameTokens(nil, b)
		if len(x) != len(y) {
			return false
		}
		for i := range x {
			if x[i] != y[i] {
				return false
			}
		}
		return true
	}
	if !same("newsletterSignup", "newsletter-signup") || !same("Newsletter__signup", "newsletter signup") {
		t.Error("camel case, dashes and underscores differ")
	}
	if n := len(nameTokens(nil, "css-1x2y3z a b")); n != 1 {
		t.Errorf("made-up names give %d words, want 1 (css)", n)
	}
}
