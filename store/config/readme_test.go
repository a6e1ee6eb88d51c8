package config

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

func TestReadmeShowsTheDefaults(t *testing.T) {
	b, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(b), "```toml\n")
	if !ok {
		t.Fatal("README.md has no example of config.toml")
	}
	example, _, _ := strings.Cut(rest, "```")
	c, err := parse([]byte(example))
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	if len(c.Hooks) != 1 {
		t.Error("the example shows no hook")
	}
	c.Hooks = nil                                                                           // there is none by default
	c.Keys.Bind, c.Sync.Headers, c.Programs.Browser, c.Programs.Player = nil, nil, nil, nil // empty and absent are the same
	if !reflect.DeepEqual(c, want) {
		t.Errorf("the example is not the defaults: %+v", c)
	}
	for _, key := range keyNames() {
		_, name, ok := strings.Cut(key, ".")
		if !ok { // a table for each
			continue
		}
		if !strings.Contains(example, "\n"+name+" = ") {
			t.Errorf("%s is not in the example", key)
		}
	}
}
