package store

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestPackedDamage flips every bit of packed and sealed data, one at a time, and cuts it at every place: what comes out is
// an error, never other data.
func TestPackedDamage(t *testing.T) {
	for _, text := range []string{"", "x", "a short text", strings.Repeat("a longer text ", 40)} {
		for name, f := range map[string]struct {
			pack   func([]byte) []byte
			unpack func([]byte) ([]byte, error)
		}{"pack": {pack, unpack}, "seal": {seal, unseal}} {
			whole := f.pack([]byte(text))
			if got, err := f.unpack(whole); err != nil || string(got) != text {
				t.Fatalf("%s %q: %q, %v", name, text, got, err)
			}
			for i := range len(whole) * 8 {
				if name == "seal" && i < 8 { // taken for what was stored before there were seals, which its own format refuses
					continue
				}
				b := bytes.Clone(whole)
				b[i/8] ^= 1 << (i % 8)
				if got, err := f.unpack(b); err == nil && string(got) != text {
					t.Errorf("%s %.20q: bit %d: %q", name, text, i, got)
				}
			}
			for n := 1; n < len(whole); n++ {
				if got, err := f.unpack(whole[:n]); err == nil {
					t.Errorf("%s %.20q: cut at %d: %q", name, text, n, got)
				}
			}
		}
	}
}

// TestPackItemsDamage does the same to the list of what a pack holds.
func TestPackItemsDamage(t *testing.T) {
	list := []packedItem{{70_000, 2345}, {70_001, 0}, {69_000, 12}, {1 << 40, 60_000}}
	whole := appendPackItems(list)
	if got, err := readPackItems(whole); err != nil || !slices.Equal(got, list) {
		t.Fatalf("%v, %v", got, err)
	}
	for i := range len(whole) * 8 {
		b := bytes.Clone(whole)
		b[i/8] ^= 1 << (i % 8)
		if got, err := readPackItems(b); err == nil {
			t.Errorf("bit %d: %v", i, got)
		}
	}
	for n := range whole {
		if got, err := readPackItems(whole[:n]); err == nil {
			t.Errorf("cut at %d: %v", n, got)
		}
	}
}

// TestPartTexts parts texts into packs: none is lost, and packs are of about the same size.
func TestPartTexts(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	for n := 1; n < 200; n++ {
		lengths := make([]int, n)
		total, longest := 0, 0
		for i := range lengths {
			lengths[i] = rnd.IntN(1 << rnd.IntN(16))
			total, longest = total+lengths[i], max(longest, lengths[i])
		}
		ends := partTexts(lengths)
		if !slices.IsSorted(ends) || ends[len(ends)-1] != n {
			t.Fatalf("%v: %v", lengths, ends)
		}
		start := 0
		for _, end := range ends {
			size := 0
			for _, l := range lengths[start:end] {
				size += l
			}
			if start == end || size > packBytes*3/2+longest {
				t.Fatalf("%d texts of %d bytes: %d to %d have %d", n, total, start, end, size)
			}
			start = end
		}
	}
}

func BenchmarkPack(b *testing.B) {
	text := []byte(strings.Repeat("<p>The minister said on Monday that the harbor bridge would open in spring, after years of delay.</p>\n", 12))
	for i := range text {
		if i%17 == 3 {
			text[i] = byte('a' + i*7%26)
		}
	}
	b.SetBytes(int64(len(text)))
	for range b.N {
		pack(text)
	}
	b.ReportMetric(float64(len(pack(text)))/float64(len(text)), "×")
}

func BenchmarkUnpack(b *testing.B) {
	text := bytes.Repeat([]byte("<p>The minister said on Monday that the harbor bridge would open.</p>\n"), 16)
	z := pack(text)
	b.SetBytes(int64(len(text)))
	for range b.N {
		if _, err := unpack(z); err != nil {
			b.Fatal(err)
		}
	}
}
