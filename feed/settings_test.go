package feed

import "testing"

func TestAddress(t *testing.T) {
	for in, want := range map[string]string{
		"https://example.org/feed?a=1&b=2":         "https://example.org/feed?a=1&b=2",
		"HTTPS://Example.ORG":                      "https://example.org",
		"https://me:p%40ss@example.org/feed":       "https://me:p%40ss@example.org/feed",
		"https://me:pass@p\u0430ypal.com/f\u202eg": "https://me:pass@xn--pypal-4ve.com/f%E2%80%AEg",
		"http://p\u0430ypal.com/?\u009b1":          "http://xn--pypal-4ve.com/?%C2%9B1",
		"http://example.org/?mail=me@example.com":  "http://example.org/?mail=me@example.com",
		"http://example.org#@other.example/":       "http://example.org#@other.example/",
		"http://127.0.0.1:8080/x":                  "http://127.0.0.1:8080/x",
		"http://u ser:x@example.org/":              "",
		"mailto:me@example.org":                    "",
		"file:///etc/passwd":                       "",
		"javascript:alert(1)":                      "",
		"":                                         "",
		"http://exa\x1bmple.org/":                  "",
		"http://good.example\\@evil.example/":      "http://evil.example/",
		"http://good.example:80@evil.example/":     "http://good.example:80@evil.example/",
		"http://[::1]:8080/\u200b":                 "http://[::1]:8080/",
		"http://user@xn--80ak6aa92e.com/a b\"c<d>": "http://user@xn--80ak6aa92e.com/a%20b%22c%3Cd%3E",
	} {
		if got := Address(in); got != want {
			t.Errorf("Address(%q) = %q, want %q", in, got, want)
		}
	}
}
