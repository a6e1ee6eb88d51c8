package text

import "testing"

func TestBare(t *testing.T) {
	for in, want := range map[string]string{
		"no feed \"http://me:secret@example.org/a@b\"; see 'tidings feeds'": "no feed \"http://example.org/a@b\"; see 'tidings feeds'",
		"socks5://me:se@cret@host and ftp://you@host/":                      "socks5://host and ftp://host/",
		"https://example.org/?mail=me@example.org":                          "https://example.org/?mail=me@example.org",
		"https://example.org and me@example.org":                            "https://example.org and me@example.org",
		"me@example.org":                                                    "me@example.org",
	} {
		if got := Bare(in); got != want {
			t.Errorf("Bare(%q) = %q, want %q", in, got, want)
		}
	}
}
