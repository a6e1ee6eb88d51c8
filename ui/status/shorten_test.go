package status

import (
	"strings"
	"testing"

	"tidings/ui/style"
)

func TestALongErrorKeepsItsReasonAndTheWayOut(t *testing.T) {
	long := "The article could not be fetched: open: https://www.harbour.example/politics/2026/11/a-long-name?utm=1: the server answered 503 (Service Unavailable). o opens the page."
	for _, c := range []struct {
		text string
		room int
		want string
	}{
		{"Nothing new.", 80, "Nothing new."},
		{long, 140, "The article could not be fetched: open: harbour.example/…: the server answered 503 (Service Unavailable). o opens the page."},
		{long, 110, "The article could not be fetched: … the server answered 503 (Service Unavailable). o opens the page."},
		{long, 80, "The article c…: the server answered 503 (Service Unavailable). o opens the page."},
		{"The Very Long Name of a Newspaper in a Far Town could not be read: the server did not answer within 15 s; trying again at 15:04", 100, "The Very Long Name of a Newspaper in …: the server did not answer within 15 s; trying again at 15:04"},
		{"The settings stay as they were: read the config: /home/someone/.config/tidings/config.toml:12: unknown key “lok”; did you mean “look”?", 110, "The settings stay as they were: read the config: …/config.toml:12: unknown key “lok”; did you mean “look”?"},
		{"The settings stay as they were: read the config: /home/someone/.config/tidings/config.toml:12: unknown key “lok”; did you mean “look”?", 100, "The settings stay as they were: …/config.toml:12: unknown key “lok”; did you mean “look”?"},
		{"See https://a.example/ or www.b.example/x.", 30, "See a.example or b.example/…."},
	} {
		got := shorten(c.text, style.Unicode(), 0, c.room)
		if got != c.want {
			t.Errorf("in %d columns:\n%s\nnot\n%s", c.room, got, c.want)
		}
	}
	for room := range 170 {
		if got := shorten(long, style.Unicode(), 0, room); len([]rune(got)) > room {
			t.Errorf("%d columns in %d", len([]rune(got)), room)
		} else if room >= 60 && !strings.HasSuffix(got, "o opens the page.") {
			t.Errorf("no way out in %d columns: %s", room, got)
		}
	}
}
