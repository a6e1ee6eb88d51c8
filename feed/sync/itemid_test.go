package sync

import (
	"strings"
	"testing"
)

// The pairs are those of the google-reader-api wiki (ItemId), and The Old Reader's own form.
func TestItemIDs(t *testing.T) {
	for _, tt := range []struct{ long, short string }{
		{longPrefix + "5d0cfa30041d4348", "6705009029382226760"},
		{longPrefix + "024025978b5e50d2", "162170919393841362"},
		{longPrefix + "fb115bd6d34a8e9f", "-355401917359550817"},
		{longPrefix + "00157a17b192950b65be3791", "00157a17b192950b65be3791"},
		{longPrefix + "0000001234567890", "78187493520"},
	} {
		if got := canonicalID(tt.long); got != tt.short {
			t.Errorf("%s: %s, want %s", tt.long, got, tt.short)
		}
		if got := canonicalID(tt.short); got != tt.short {
			t.Errorf("%s became %s", tt.short, got)
		}
		if got := longID(tt.short); got != tt.long {
			t.Errorf("%s: %s, want %s", tt.short, got, tt.long)
		}
	}
	// FreshRSS's short ids have 16 digits: decimal all the same. Unsigned where it should be signed is understood.
	for in, want := range map[string]string{"1706000000123456": "1706000000123456", "18091342156350000799": "-355401917359550817"} {
		if got := canonicalID(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
	for _, bad := range []string{"", longPrefix, "a b", "x\x1b[31m", "a\nb", strings.Repeat("9", 500), "é"} {
		if got := canonicalID(bad); got != "" {
			t.Errorf("%q became %q", bad, got)
		}
	}
}

// Whatever a server answers, reading it ends, and no id gets through that could not be sent back.
func FuzzReaderEntries(f *testing.F) {
	f.Add([]byte(`{"items":[{"id":"tag:google.com,2005:reader/item/5d0cfa30041d4348","published":"1","canonical":[{"href":"x"}],"categories":["user/1/state/com.google/read"]}]}`))
	f.Add([]byte(`{"items":[{"id":1e400,"origin":null,"enclosure":[{"length":"a"}]}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		list, err := readerEntries(b)
		if err != nil && strings.Contains(err.Error(), "\x1b") {
			t.Error("the server's words are in the error")
		}
		for _, e := range list {
			if e.ID == "" || canonicalID(longID(e.ID)) != e.ID {
				t.Errorf("id %q is %q sent and read again", e.ID, canonicalID(longID(e.ID)))
			}
		}
	})
}
