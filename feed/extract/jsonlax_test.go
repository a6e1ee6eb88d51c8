package extract

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestParseJSONForgives(t *testing.T) {
	for _, c := range []struct{ name, in, key, want string }{
		{"plain", `{"a":"b"}`, "a", "b"},
		{"escapes", `{"a":"x\n\u00e9\ud83d\ude00\/\"q\""}`, "a", "x\né😀/\"q\""},
		{"lone surrogate", `{"a":"\ud83dx"}`, "a", "\ufffdx"},
		{"comment", "<!-- {\"a\":\"b\"} -->", "a", "b"},
		{"cdata", "//<![CDATA[\n{\"a\":\"b\"}\n//]]>", "a", "b"},
		{"raw line break", "{\"a\":\"b\nc\"}", "a", "b\nc"},
		{"inner quotes", `{"a":"he said "yes" to it","z":1}`, "a", `he said "yes" to it`},
		{"inner quotes before a comma", `{"a":"he said "yes", and left","z":1}`, "a", `he said "yes", and left`},
		{"missing comma", "{\"z\":\"x\"\n\"a\":\"b\"}", "a", "b"},
		{"trailing comma", `{"a":"b",}`, "a", "b"},
		{"empty member", `{,"z":,"a":"b"}`, "a", "b"},
		{"missing value", `{"z":,"a":"b"}`, "a", "b"},
		{"bare key", `{a:"b"}`, "a", "b"},
		{"cut off", `{"a":"b","z":{"y":["x"`, "a", "b"},
		{"number", `{"a":1205}`, "a", "1205"},
		{"first of two", `{"a":"b","a":"c"}`, "a", "b"},
		{"wrong bracket", `{"z":[1,2},"a":"b"}`, "z", ""},
	} {
		v := parseJSON(c.in)
		if len(v) == 0 || v[0].get(c.key).text != c.want {
			t.Errorf("%s: %q: %+v", c.name, c.in, v)
		}
	}
	if v := parseJSON(`{"a":1}{"a":2}`); len(v) != 2 || v[1].get("a").text != "2" {
		t.Errorf("two values: %+v", v)
	}
}

func TestParseJSONSkipsWhatNestsTooDeep(t *testing.T) {
	v := parseJSON(`{"deep":` + strings.Repeat("[", 1_000_000) + strings.Repeat("]", 1_000_000) + `,"a":"b"}`)
	if len(v) != 1 || v[0].get("a").text != "b" {
		t.Error("the member after a deep one is lost")
	}
	parseJSON(strings.Repeat(`{"a":`, 1_000_000)) // must not run out of stack
}

// FuzzParseJSON: never a panic, and of valid JSON objects no member with a string is lost.
func FuzzParseJSON(f *testing.F) {
	for _, s := range []string{`{"a":"b"}`, `{"a":[1,{"b":null}]}`, "{\"a\":\"b\n", `{"a":"\ud83d\ude00"}`, `[{]}`, `{"a":"x","b":"y"}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := parseJSON(s)
		var want map[string]string
		if json.Unmarshal([]byte(s), &want) != nil || len(want) == 0 {
			return
		}
		if len(got) != 1 || got[0].kind != jsonObject {
			t.Fatalf("%q: %+v", s, got)
		}
	})
}

func BenchmarkParseJSON(b *testing.B) {
	text := `{"@graph":[` + strings.Repeat(`{"@type":"Article","headline":"Some \"head\" line","list":[1,2,3],"author":{"name":"A B"}},`, 200) + `{}]}`
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		parseJSON(text)
	}
}
