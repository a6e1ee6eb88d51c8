package feed

import "testing"

func TestUnfinished(t *testing.T) {
	for in, want := range map[string]string{
		"":                 "",
		"lightho":          "lightho*",
		"old lightho":      "old lightho*",
		"a OR lightho":     "a OR lightho*",
		"lighthouse ":      "lighthouse ",
		"lightho*":         "lightho*",
		"title:li":         "title:li*",
		"author:hol":       "author:hol*",
		"café":             "café*",
		"C++":              "C++",
		"ferry -str":       "ferry -str",
		"is:unread":        "is:unread",
		"newer:2w":         "newer:2w",
		"feed:bbc":         "feed:bbc",
		"ferry is:unread":  "ferry is:unread",
		`"sea wa`:          `"sea wa"*`,
		`"sea `:            `"sea "`,
		`title:"sea wa`:    `title:"sea wa"*`,
		`"sea wall"`:       `"sea wall"`,
		"(ferry OR bri":    "(ferry OR bri", // not a query yet
		"(ferry OR bri)":   "(ferry OR bri)",
		"newer:2w harbour": "newer:2w harbour*",
	} {
		if got := Unfinished(in); got != want {
			t.Errorf("Unfinished(%q) = %q; want %q", in, got, want)
		}
	}
}
