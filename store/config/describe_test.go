package config

import (
	"strings"
	"testing"
)

// What Describe prints is what Parse reads.
func TestDescribeReadsBack(t *testing.T) {
	c, err := parse([]byte("read.measure = 80\nkeys.bind = { \"ctrl+n\" = \"next-unread\", \"x\" = \"\" }\nprograms.player = [\"mpv\", \"--title={title}\"]\nrefresh.timeout = \"30s\"\nhook = [{ query = \"tag:a\", command = [\"x\", \"{url}\"], timeout = \"5s\" }, { notify = true }]\n"))
	if err != nil {
		t.Fatal(err)
	}
	var file strings.Builder
	for _, s := range c.Describe() {
		if s.Doc == "" {
			t.Errorf("%s has no words", s.Key)
		}
		file.WriteString(s.Key + " = " + s.Value + "\n")
	}
	again, err := parse([]byte(file.String()))
	if err != nil {
		t.Fatalf("%v\n%s", err, file.String())
	}
	for i, s := range again.Describe() {
		if s != c.Describe()[i] {
			t.Errorf("%+v became %+v", c.Describe()[i], s)
		}
	}
	if len(c.Describe()) != len(keyNames()) {
		t.Errorf("%d of %d settings", len(c.Describe()), len(keyNames()))
	}
}
