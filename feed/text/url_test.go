package text

import (
	"net/url"
	"strings"
	"testing"
)

func TestURL(t *testing.T) {
	const base = "https://example.org/a/b/feed.xml"
	for _, c := range []struct{ in, base, want string }{
		{"https://example.org/x?y=1#z", "", "https://example.org/x?y=1#z"},
		{"HTTP://Example.ORG/x", "", "http://example.org/x"},
		{" https://example.org/a\n b ", "", "https://example.org/a%20b"},
		{"../c?d", base, "https://example.org/a/c?d"},
		{"//cdn.example/x", base, "https://cdn.example/x"},
		{"//cdn.example/x", "", "https://cdn.example/x"},
		{"?q", base, "https://example.org/a/b/feed.xml?q"},
		{"#frag", base, "https://example.org/a/b/feed.xml#frag"},
		{"x", "", ""},
		{"", base, ""},
		{"javascript:alert(1)", base, ""},
		{"JaVaScRiPt:alert(1)", base, ""},
		{" java\nscript:alert(1)", base, ""},
		{"java\x00script:alert(1)", base, ""},
		{"java\u200bscript:alert(1)", base, ""},
		{"file:///etc/passwd", base, ""},
		{"data:text/html,x", base, ""},
		{"about:blank", base, ""},
		{"http://user:pass@example.org/", "", "http://example.org/"},
		{"http://example.org:99999/", "", ""},
		{"http://example.org:8080/", "", "http://example.org:8080/"},
		{"http://[::1", "", ""},
		{"http://[::1]:80/x", "", "http://[::1]:80/x"},
		{"http://%zz/", "", ""},
		{"http://example.org/100%", "", "http://example.org/100%25"},
		{"http://example.org/a%20b%zz", "", "http://example.org/a%20b%25zz"},
		{"http://example.org/ü?ö=ä", "", "http://example.org/%C3%BC?%C3%B6=%C3%A4"},
		{"http://bücher.example/", "", "http://xn--bcher-kva.example/"},
		{"http://example.org/\u202egpj", "", "http://example.org/%E2%80%AEgpj"},
		{"http://example.org/\x1b]0;x\x07", "", "http://example.org/%1B]0;x"},
		{"http://example.org/\r\nX-Injected: 1", "", "http://example.org/X-Injected:%201"},
		{"http://my_host.example/", "", "http://my_host.example/"},
		{"http:///x", "", ""},
		{"http:x", base, "https://example.org/a/b/x"},
		{"mailto:a@b.example?subject=x", "", "mailto:a@b.example?subject=x"},
		{"mailto:x", "", ""},
		{"mailto:a@b.example?attach=/home/me/.ssh/id_ed25519&subject=x&Attachment=y&%61ttach=z&bcc=c@d.example&body=a%0Ab", "", "mailto:a@b.example?subject=x&body=a%0Ab"},
		{"mailto:a@b.example?attach=/etc/passwd", "", "mailto:a@b.example"},
		{"mailto:a@b.example%0D%0ABcc:c@d.example", "", ""},
		{"mailto:a@b.example?subject=x%0aBcc:c@d.example&cc=e@f.example", "", "mailto:a@b.example?cc=e@f.example"},
		{"magnet:?xt=urn:x", base, ""},
		{"-rf", base, "https://example.org/a/b/-rf"},
		{"http://a..b/", "", ""},
		{"http://-oProxyCommand=id/", "", ""},
	} {
		if got := URL(c.in, c.base); got != c.want {
			t.Errorf("URL(%q, %q) = %q, want %q", c.in, c.base, got, c.want)
		}
	}
}

func TestHost(t *testing.T) {
	for in, want := range map[string]string{
		"https://example.org/x":              "example.org",
		"http://example.org:8080/":           "example.org:8080",
		"http://bücher.example/":             "bücher.example",
		"http://xn--80ak6aa92e.example/":     "xn--80ak6aa92e.example", // аррӏе
		"http://g\u043e\u043egle.example/":   "xn--ggle-55da.example",
		"http://пример.рф/":                  "пример.рф",
		"http://例え.jp/":                      "例え.jp",
		"http://[::1]:80/":                   "[::1]:80",
		"javascript:alert(1)":                "",
		"http://paypal.com@evil.example/x":   "evil.example",
		"http://xn--e1awd7f.com/":            "xn--e1awd7f.com", // ерис... Cyrillic that looks Latin
		"http://xn--80aswg.example/":         "сайт.example",
		"http://\u0262oogle.com/":            "xn--oogle-wmc.com", // a small capital, Latin like the rest
		"http://goo\u0261le.com/":            "xn--goole-tmc.com",
		"http://googl\u0250.com/":            "xn--googl-yjc.com",
		"http://app\u01c0e.com/":             "xn--appe-2kb.com",   // a click for an l
		"http://goog\u0326le.com/":           "xn--google-z4d.com", // a g with a comma below
		"http://bình-thường.example/":        "bình-thường.example",
		"http://mənim.az/":                   "mənim.az",
		"http://ştiri-țară.ro/":              "ştiri-țară.ro",
		"http://ıssız.example/":              "ıssız.example",
		"https://xn--fiqs8s.example/a?b=c#d": "中国.example",
	} {
		if got := Host(in); got != want {
			t.Errorf("Host(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCanonical(t *testing.T) {
	for in, want := range map[string]string{
		"https://example.org/x?utm_source=rss&id=3&UTM_medium=y&fbclid=z":                                    "https://example.org/x?id=3",
		"https://example.org/x?utm_source=rss":                                                               "https://example.org/x",
		"https://example.org/x#utm_source=rss":                                                               "https://example.org/x",
		"https://example.org/x#part":                                                                         "https://example.org/x#part",
		"https://example.org/x?ref=home":                                                                     "https://example.org/x?ref=home",
		"https://www.google.com/url?rct=j&url=https%3A%2F%2Fa.example%2Fb%3Fc%3Dd%26utm_x%3D1&ct=ga":         "https://a.example/b?c=d",
		"https://www.google.com/amp/s/news.example/story.html":                                               "https://news.example/story.html",
		"https://news-example.cdn.ampproject.org/c/s/news.example/story":                                     "https://news.example/story",
		"https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%3A%2F%2Fa.example%2F": "https://a.example/",
		"https://www.google.com/url?q=javascript:alert(1)":                                                   "https://www.google.com/url?q=javascript:alert(1)",
		"https://www.google.com/search?q=https://a.example/":                                                 "https://www.google.com/search?q=https://a.example/",
		"javascript:x": "",
	} {
		if got := Canonical(in); got != want {
			t.Errorf("Canonical(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzURL(f *testing.F) {
	f.Add("http://user:p@Ex.org:80/%zz?ü#\x1b", "http://a.example/b/c")
	f.Add("//x\\y", "https://a.example")
	f.Add("java\tscript:x", "http://a.example")
	f.Fuzz(func(t *testing.T, raw, base string) {
		s := URL(raw, base)
		if s == "" {
			return
		}
		for i := range len(s) {
			if s[i] <= ' ' || s[i] >= 0x7f {
				t.Fatalf("URL(%q, %q) = %q: byte %#x", raw, base, s, s[i])
			}
		}
		u, err := url.Parse(s)
		if err != nil {
			t.Fatalf("URL(%q, %q) = %q: %v", raw, base, s, err)
		}
		if u.User != nil || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "mailto" {
			t.Fatalf("URL(%q, %q) = %q", raw, base, s)
		}
		if again := URL(s, base); again != s {
			t.Fatalf("URL(%q, %q) = %q, and again %q", raw, base, s, again)
		}
		Host(s)
		if c := Canonical(s); c != "" && strings.ContainsAny(c, " \x1b\n") {
			t.Fatalf("Canonical(%q) = %q", s, c)
		}
	})
}

func BenchmarkURL(b *testing.B) {
	for name, s := range map[string]string{"plain": "https://example.org/2026/11/23/a-story.html?id=3", "dirty": " https://Example.org/a b?ü "} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				URL(s, "")
			}
		})
	}
}
