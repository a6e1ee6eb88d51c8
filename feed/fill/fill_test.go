package fill

import (
	"errors"
	"strings"
	"testing"
	"text/template"
	"time"
)

type inner struct {
	Name  string
	Count int
	Next  *inner
}

type (
	id   int64
	note string
)

type outer struct {
	ID        id
	Title     string
	Note      note
	Published time.Time
	Read      bool
	Score     float64
	Tags      []string
	Words     map[string]int
	Inner     inner
	Pointer   *inner
	Nothing   *inner
	Any       any
	Size      uint8
	hidden    int
}

var data = outer{
	ID: 42, Title: `Ships & "cranes" <b>`, Note: "n", Published: time.Date(2026, 11, 27, 2, 3, 4, 5, time.UTC), Read: true, Score: 2.5,
	Tags: []string{"sea", "land", "air"}, Words: map[string]int{"b": 2, "a": 1, "c": 0}, Inner: inner{"in", 3, &inner{Name: "deep"}},
	Pointer: &inner{Name: "far"}, Any: []int{4, 5}, Size: 7, hidden: 1,
}

var funcs = Funcs{
	"add":   func(a, b int) int { return a + b },
	"join":  func(by string, l []string) string { return strings.Join(l, by) },
	"upper": strings.ToUpper,
	"date":  func(layout string, t time.Time) string { return t.Format(layout) },
	"none":  func() (string, error) { return "", errors.New("nothing to be had") },
	"wide":  func(n int64, f float64) float64 { return float64(n) * f },
}

// TestAsTextTemplate has both fill in the same templates: what one prints the other prints, and where one fails so does the other.
func TestAsTextTemplate(t *testing.T) {
	for _, source := range []string{
		"", "plain", "{{.Title}}", "{{.ID}} {{.Note}} {{.Read}} {{.Score}} {{.Tags}} {{.Words}} {{.Size}}", "{{.}}", "{{$}}", "{{$.ID}}",
		"{{.Inner.Name}} {{.Inner.Next.Name}} {{.Pointer.Name}} {{.Pointer}}x", "{{.Nothing}}", "{{.Nothing.Name}}", "{{.Missing}}", "{{.hidden}}",
		"{{.Title.Length}}", "{{.Inner.Missing}}", "{{.Words.a}} {{.Words.b}}", "{{.Words.z}}", "{{(.Inner).Name}}", "{{(index .Tags 1)}}",
		`{{.Published.Format "2006-01-02"}} {{.Published.Year}} {{.Published.Unix}} {{.Published.Month}} {{.Published.Weekday}}`,
		"{{.Published}} {{.Published.UTC.Hour}} {{.Published.IsZero}}", "{{.Published.Format}}", "{{.Published.Missing}}", `{{"2006" | .Published.Format}}`,
		"{{if .Read}}yes{{else}}no{{end}}", "{{if .Nothing}}a{{else if .Tags}}b{{else}}c{{end}}", "{{if and .Read .Title}}1{{end}}{{if or .Nothing 0 \"\"}}2{{end}}",
		"{{and}}", "{{or .Nothing .Title}}", "{{and .Read .Score}}", "{{0 | or 0}}", "{{.Read | and .Title}}", "{{or true none}}", "{{and false none}}", "{{none}}",
		"{{not .Read}} {{not 0}}", "{{with .Inner}}{{.Name}}{{$.ID}}{{end}}", "{{with .Nothing}}x{{else}}y{{end}}", "{{with $x := .Inner}}{{$x.Count}}{{end}}",
		"{{with .Nothing}}x{{else with .Pointer}}{{.Name}}{{end}}", "{{range .Tags}}[{{.}}]{{end}}", "{{range $t := .Tags}}{{$t}} {{end}}",
		"{{range $i, $t := .Tags}}{{$i}}={{$t}};{{end}}", "{{range .Words}}{{.}}{{end}}", "{{range $k, $v := .Words}}{{$k}}{{$v}}{{end}}",
		"{{range .Nothing}}x{{else}}empty{{end}}", "{{range 3}}{{.}}{{end}}", "{{range $i := 3}}{{$i}}{{end}}", "{{range .ID}}.{{end}}", "{{range .Score}}{{end}}",
		"{{range .Any}}{{.}}{{end}}", "{{range $i, $t := .Tags}}{{if eq $i 1}}{{continue}}{{end}}{{$t}}{{end}}", "{{range .Tags}}{{if eq . \"land\"}}{{break}}{{end}}{{.}}{{end}}!",
		"{{range .Tags}}{{range $.Words}}{{if .}}{{break}}{{end}}{{.}}{{end}}{{.}}{{end}}", "{{range .Tags}}{{with .}}{{break}}{{end}}x{{end}}y", "{{break}}",
		"{{$x := 1}}{{$x}}{{$x = 2}}{{$x}}", "{{$x := 1}}{{if true}}{{$x = 3}}{{$y := 4}}{{end}}{{$x}}", "{{$x := 0}}{{range $x = .Tags}}{{end}}{{$x}}", "{{$y}}",
		"{{$l := \"\"}}{{range .Tags}}{{if $l}}{{$l}}-{{end}}{{$l = .}}{{end}}",
		"{{eq .ID 42}} {{eq .Title \"x\" \"y\"}} {{eq .Note \"n\"}} {{ne .Score 2.5}} {{eq .Size 7}} {{eq .Read true}}", "{{eq 1 1.0}}", "{{eq 1}}", "{{eq .Tags .Tags}}",
		"{{eq .Published .Published}}", "{{eq .Inner .Inner}}", "{{lt 1 2}}{{le 2 2}}{{gt .Score 1.5}}{{ge \"b\" \"a\"}}{{lt .Size 8}}{{lt -1 .Size}}{{gt .Size -1}}", "{{lt 1 \"a\"}}", "{{lt .Read true}}",
		"{{len .Tags}}{{len .Title}}{{len .Words}}", "{{len 3}}", "{{len .Nothing}}", "{{index .Tags 0}}{{index .Words \"b\"}}{{index .Words \"q\"}}", "{{index .Tags 3}}", "{{index .Tags -1}}",
		"{{index .Tags \"a\"}}", "{{index .Any 1}}", "{{index .Title 0}}", "{{index 3 1}}", "{{index .Tags}}", "{{slice .Title 0 5}}", "{{slice .Tags 1}}", "{{slice .Tags 1 9}}", "{{slice .Tags 2 1}}", "{{slice 3 1}}",
		"{{html .Title}} {{js .Title}} {{urlquery .Title}}", "{{.Title | html}}", `{{print .ID .Score "a" "b"}}{{println 1}}{{printf "%05d|%-6s|%q|%.1f" .ID .Note .Title .Score}}`, `{{printf "%d" "x"}}`,
		"{{.Title | upper | printf \"%s!\"}}", "{{join \",\" .Tags}} {{.Tags | join \"+\"}}", "{{add 1 2}}", "{{add 1}}", "{{add 1 \"a\"}}", "{{add 1 .ID}}", "{{wide 2 3}}", "{{wide 2 1.5}}", "{{add 1 nil}}",
		"{{upper nil}}", "{{nil}}", "{{1 2}}", "{{.Title 2}}", "{{true}} {{1}} {{1.5}} {{1e3}} {{0x1F}} {{'a'}} {{\"q\\n\"}} {{`raw`}} {{1_000}} {{-3}}", "{{99999999999999999999}}", "{{1.0}}",
		"a {{- .ID -}} b", "{{/* nothing */}}x", "{{define \"t\"}}<{{.}}>{{end}}{{template \"t\" .ID}}{{template \"t\" 1}}{{template \"t\"}}", "{{template \"none\"}}", "{{block \"b\" .Inner}}{{.Name}}{{end}}",
		"{{define \"t\"}}{{$.Name}}{{end}}{{template \"t\" .Inner}}", "{{define \"r\"}}{{template \"r\"}}{{end}}{{template \"r\"}}", "{{define \"n\"}}{{$x}}{{end}}", "{{if}}x{{end}}", "{{", "{{.Title", "{{end}}", "{{unknown 1}}",
		"{{date \"2006\" .Published}}", "{{.Published | date \"15:04\"}}", "{{date \"2006\" .Title}}", "{{range $i, $t := .Tags}}{{if $i}}, {{end}}{{$t}}{{end}}", "{{printf \"%v\" .Nothing}}", "{{with $.Words}}{{.a}}{{end}}",
		"{{(.Published.Format \"06\") | printf \"%s.\"}}", "{{len (slice .Tags 1)}}", "{{if not (eq .ID 1)}}other{{end}}", "{{if eq .Title nil}}x{{end}}", "{{with $a := 1}}{{with $b := 2}}{{$a}}{{$b}}{{end}}{{end}}",
	} {
		want, wantErr := theirs(source)
		got, err := ours(source)
		if (err != nil) != (wantErr != nil) {
			t.Errorf("%s: %v, text/template: %v", source, err, wantErr)
			continue
		}
		if err == nil && got != want {
			t.Errorf("%s: %q, text/template: %q", source, got, want)
		}
	}
}

func theirs(source string) (string, error) {
	var b strings.Builder
	t, err := template.New("t").Funcs(template.FuncMap(funcs)).Option("missingkey=error").Parse(source)
	if err == nil {
		err = t.Execute(&b, data)
	}
	return b.String(), err
}

func ours(source string) (string, error) {
	t, err := Parse("t", source, funcs, nil)
	if err != nil {
		return "", err
	}
	return t.Execute(data)
}

func TestErrorsSayWhere(t *testing.T) {
	for source, want := range map[string]string{
		"ab {{.Missing}}":   `template: t:1:5: executing "t" at <.Missing>: can't evaluate field Missing in type fill.outer`,
		"{{none}}":          `template: t:1:2: executing "t" at <none>: error calling none: nothing to be had`,
		"{{add 1}}":         `template: t:1:2: executing "t" at <add>: wrong number of args for add: want 2 got 1`,
		"x\n{{.Words.nil}}": `template: t:2:8: executing "t" at <.Words.nil>: map has no entry for key "nil"`,
	} {
		if _, err := ours(source); err == nil || err.Error() != want {
			t.Errorf("%s:\n got %v\nwant %s", source, err, want)
		}
	}
}

func TestEscape(t *testing.T) {
	tpl, err := Parse("t", `<p>{{.Title}}</p>{{define "other"}}{{len .}}{{end}}`, nil, func(v any) string { return "(" + template.HTMLEscaper(v) + ")" })
	if err != nil {
		t.Fatal(err)
	}
	if got, err := tpl.Execute(data); err != nil || got != "<p>(Ships &amp; &#34;cranes&#34; &lt;b&gt;)</p>" {
		t.Errorf("%q %v", got, err)
	}
	if got, err := tpl.ExecuteNamed("other", []int{1, 2}); err != nil || got != "(2)" {
		t.Errorf("%q %v", got, err)
	}
	if _, err := tpl.ExecuteNamed("missing", nil); err == nil {
		t.Error("a template that is not there was executed")
	}
}

func FuzzFill(f *testing.F) {
	for _, s := range []string{"{{range $i, $t := .Tags}}{{$i}}{{$t}}{{break}}{{end}}", "{{with .Inner}}{{.Name | printf \"%s\"}}{{end}}", "{{if eq .ID 42}}{{slice .Title 1 2}}{{else}}{{index .Tags 0}}{{end}}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if tpl, err := Parse("t", source, funcs, nil); err == nil && !strings.Contains(source, "range") && !strings.Contains(source, "printf") {
			_, _ = tpl.Execute(data) // a range may count to 10^18, a printf pad to as much
		}
	})
}
