package fetch

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

func TestRetryAfter(t *testing.T) {
	for in, want := range map[string]time.Duration{
		"":                                  0,
		"0":                                 0,
		"120":                               2 * time.Minute,
		" 120 ":                             2 * time.Minute,
		"-5":                                0,
		"1.5":                               0,
		"soon":                              0,
		"99999999999999999999":              far,
		"Wed, 04 Mar 2026 12:05:00 GMT":     5 * time.Minute,
		"Wednesday, 04-Mar-26 12:05:00 GMT": 5 * time.Minute,
		"Wed Mar  4 12:05:00 2026":          5 * time.Minute,
		"Wed, 04 Mar 2026 11:00:00 GMT":     0,
		"Fri, 31 Dec 9999 23:59:59 GMT":     far,
	} {
		if got := parseRetryAfter(in, noon); got != want {
			t.Errorf("%q: %v, want %v", in, got, want)
		}
	}
}

func TestFreshness(t *testing.T) {
	for _, tt := range []struct {
		h    http.Header
		want time.Duration
	}{
		{http.Header{}, 0},
		{http.Header{"Cache-Control": {"public, max-age=600"}}, 10 * time.Minute},
		{http.Header{"Cache-Control": {`MAX-AGE="600"`}}, 10 * time.Minute},
		{http.Header{"Cache-Control": {"max-age=600"}, "Age": {"120"}}, 8 * time.Minute},
		{http.Header{"Cache-Control": {"max-age=600"}, "Age": {"9999"}}, 0},
		{http.Header{"Cache-Control": {"max-age=600, no-cache"}}, 0},
		{http.Header{"Cache-Control": {"no-store", "max-age=600"}}, 0},
		{http.Header{"Cache-Control": {"max-age=0"}, "Expires": {"Wed, 04 Mar 2026 13:00:00 GMT"}}, 0},
		{http.Header{"Cache-Control": {"max-age=99999999999999999999"}}, far},
		{http.Header{"Cache-Control": {"max-age=x"}}, 0},
		{http.Header{"Expires": {"Wed, 04 Mar 2026 13:00:00 GMT"}}, time.Hour},
		{http.Header{"Expires": {"Wed, 04 Mar 2026 13:00:00 GMT"}, "Date": {"Wed, 04 Mar 2026 12:30:00 GMT"}}, 30 * time.Minute},
		{http.Header{"Expires": {"0"}}, 0},
		{http.Header{"Expires": {"Fri, 31 Dec 9999 23:59:59 GMT"}}, far},
	} {
		if got := freshness(tt.h, noon); got != tt.want {
			t.Errorf("%v: %v, want %v", tt.h, got, tt.want)
		}
	}
}

func FuzzHeaders(f *testing.F) {
	f.Add("120", "max-age=5, private", "Fri, 31 Dec 9999 23:59:59 GMT", "7")
	f.Add("Fri, 31 Dec 9999 23:59:59 GMT", `max-age="1`, "0", "-1")
	f.Fuzz(func(t *testing.T, retry, cache, expires, age string) {
		h := http.Header{"Cache-Control": {cache}, "Expires": {expires}, "Age": {age}}
		for _, d := range []time.Duration{parseRetryAfter(retry, noon), freshness(h, noon)} {
			if d < 0 || d > far {
				t.Fatalf("%v", d)
			}
		}
	})
}

func TestCookies(t *testing.T) {
	const file = "# Netscape HTTP Cookie File\r\n" +
		".example.org\tTRUE\t/\tFALSE\t0\tall\t1\r\n" +
		"example.org\tFALSE\t/\tFALSE\t9999999999\thost\t2\n" +
		"#HttpOnly_.example.org\tTRUE\t/\tTRUE\t0\tsecure\t3\n" +
		".example.org\tTRUE\t/paid\tFALSE\t0\tpaid\t4\n" +
		".example.org\tTRUE\t/\tFALSE\t1000\told\t5\n" +
		".other.example\tTRUE\t/\tFALSE\t0\tother\t6\n" +
		".org\tTRUE\t/\tFALSE\t0\ttld\t7\n" +
		".example.org\tTRUE\t/\tFALSE\t0\tempty\n" +
		".example.org\tTRUE\t/\tFALSE\t0\tbad\ta;b\n" +
		"nonsense\n"
	jar := parseCookies([]byte(file))
	for address, want := range map[string]string{
		"http://example.org/":          "all=1; host=2; empty=",
		"https://example.org/":         "all=1; host=2; secure=3; empty=",
		"https://www.example.org/paid": "all=1; secure=3; paid=4; empty=",
		"http://example.org/paid/x":    "all=1; host=2; paid=4; empty=",
		"http://example.org/paidx":     "all=1; host=2; empty=",
		"http://badexample.org/":       "",
		"http://org/":                  "",
		"http://other.example":         "other=6",
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := jar.header(u, noon); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}

func FuzzCookies(f *testing.F) {
	f.Add([]byte("#HttpOnly_.example.org\tTRUE\t/\tTRUE\t0\ta\tb\n"), "https://example.org/x")
	f.Fuzz(func(t *testing.T, file []byte, address string) {
		u, err := url.Parse(address)
		if err != nil {
			t.Skip()
		}
		jar := parseCookies(file)
		if s := jar.header(u, noon); strings.ContainsAny(s, "\r\n\x00") {
			t.Fatalf("%q", s)
		}
		for _, c := range jar {
			if c.matches(u) && !strings.HasSuffix(strings.ToLower(u.Hostname()), c.domain) {
				t.Fatalf("a cookie of %q goes to %q", c.domain, u.Hostname())
			}
		}
	})
}

func TestAgent(t *testing.T) {
	for _, tt := range [][3]string{
		{"", "", UserAgent},
		{"1.2.3", "", "Tidings/1.2.3 (terminal news reader for one person)"},
		{"(devel)", "", "Tidings/devel (terminal news reader for one person)"},
		{"devel 0a1b+changes", "mailto:me@example.org", "Tidings/devel-0a1b+changes (terminal news reader for one person; +mailto:me@example.org)"},
		{"1", "x)\r\nCookie: y", "Tidings/1 (terminal news reader for one person)"},
	} {
		if got := Agent(tt[0], tt[1]); got != tt[2] {
			t.Errorf("Agent(%q, %q) = %q", tt[0], tt[1], got)
		}
	}
}
