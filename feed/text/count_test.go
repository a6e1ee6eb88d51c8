package text

import "testing"

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0 blocks", 1: "1 block", 2: "2 blocks", 999: "999 blocks", 1205: "1,205 blocks", 1234567: "1,234,567 blocks"} {
		if got := Count(n, "block"); got != want {
			t.Errorf("Count(%d) = %q, want %q", n, got, want)
		}
	}
}
