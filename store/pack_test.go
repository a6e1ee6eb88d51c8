package store

import (
	"bytes"
	"strings"
	"testing"
)

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
