package extract

import (
	"testing"
	"time"
)

// TestDateAsShown: the declared date yields to the one that the page shows where it is the same moment, or that of the last change.
func TestDateAsShown(t *testing.T) {
	ld := func(published, modified string) string {
		return `<script type="application/ld+json">{"@type":"Article","headline":"x","datePublished":"` + published + `","dateModified":"` + modified + `"}</script><h1>x</h1>`
	}
	for _, c := range []struct{ name, page, want string }{
		{"the zone that is shown", ld("2025-08-16T03:05:00Z", "2025-08-17T00:00:00Z") + `<time datetime="2025-08-15T19:05:00-08:00">15 August</time>`, "2025-08-15T19:05:00-08:00"},
		{"another moment", ld("2025-08-16T03:05:00Z", "2025-08-17T00:00:00Z") + `<time datetime="2025-08-15T12:00:00-08:00">15 August</time>`, "2025-08-16T03:05:00Z"},
		{"a zone that is declared", ld("2025-08-16T05:05:00+02:00", "2025-08-17T00:00:00Z") + `<time datetime="2025-08-15T19:05:00-08:00">15 August</time>`, "2025-08-16T05:05:00+02:00"},
		{"published anew", ld("2025-08-16T03:05:00Z", "2025-08-16T03:05:00Z") + `<time datetime="2023-02-01">1 February 2023</time>`, "2023-02-01T00:00:00Z"},
		{"published once", ld("2025-08-16T03:05:00Z", "2025-08-16T03:05:00Z") + `<time datetime="2025-08-16">16 August 2025</time>`, "2025-08-16T03:05:00Z"},
		{"changed later", ld("2025-08-16T03:05:00Z", "2025-08-18T03:05:00Z") + `<time datetime="2023-02-01">1 February 2023</time>`, "2025-08-16T03:05:00Z"},
		{"a later day", ld("2025-08-16T03:05:00Z", "2025-08-16T03:05:00Z") + `<time datetime="2025-09-01">1 September 2025</time>`, "2025-08-16T03:05:00Z"},
		{"the page's own date", `<script type="application/ld+json">{"@type":"WebPage","name":"x","datePublished":"2025-08-16"}</script><h1>x</h1>`, "2025-08-16T00:00:00Z"},
		{"a date that is shown, before it", `<script type="application/ld+json">{"@type":"WebPage","name":"x","datePublished":"2025-08-16"}</script><h1>x</h1><time>1 May 2025</time>`, "2025-05-01T00:00:00Z"},
		{"a name of the publisher's own", `<meta name="x-published-on" content="2025-08-16"><meta property="article:modified_time" content="2026-01-01">`, "2025-08-16T00:00:00Z"},
		{"of the last publication", `<meta name="x-last-published" content="2025-08-16">`, "0001-01-01T00:00:00Z"},
	} {
		if got := described(c.page).Published.Format(time.RFC3339); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
