package cli

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tidings/feed/sync"
)

// jsonForms are the commands that print JSON and the form of what each prints, for the help and for a test that holds the names
// fast.
var jsonForms = []struct {
	command string
	of      any
}{
	{"list, search, unread --json", []jsonHeadline{}},
	{"feeds --json", []jsonFeed{}},
	{"tag --json", []jsonTag{}},
	{"note ITEM --json", jsonItemNote{}},
	{"view list --json", []jsonView{}},
	{"undo --list --json", []jsonStep{}},
	{"import --json", jsonReport{}},
	{"config show --json", []jsonSetting{}},
	{"refresh --json", jsonRefresh{}},
	{"doctor --json", jsonExamination{}},
	{"sync, sync --status --json (null before the first)", sync.Report{}},
	{"db check --json", []jsonProblem{}},
	{"db prune --json", jsonPruned{}},
	{"service status --json", jsonService{}},
	{"read --format json", jsonArticle{}},
}

// jsonTopic is 'tidings help json'. Its words are put together when somebody asks for them: all commands are made at every start.
func jsonTopic() *cobra.Command {
	c := &cobra.Command{Use: "json", Short: "The forms of what --json prints"}
	c.SetHelpFunc(func(c *cobra.Command, args []string) {
		c.Long = jsonWords()
		c.Parent().HelpFunc()(c, args)
	})
	return c
}

func jsonWords() string {
	var b strings.Builder
	b.WriteString("What --json prints is stable: names and their meaning stay, new ones may be added. Times are RFC 3339 in UTC, null where there\n" +
		"is none; an empty list is []. 'export json' has a form of its own, with its number in \"tidings\".\n")
	for _, f := range jsonForms {
		t := reflect.TypeOf(f.of)
		open, shut := "{", "}"
		if t.Kind() == reflect.Slice {
			t, open, shut = t.Elem(), "[{", "}, …]"
		}
		fmt.Fprintf(&b, "\n%s\n  %s\n", f.command, open)
		for _, line := range members(t) {
			b.WriteString("    " + line + "\n")
		}
		b.WriteString("  " + shut + "\n")
	}
	return b.String()
}

// members names the members of a JSON object and the kinds of their values.
func members(t reflect.Type) []string {
	var out []string
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		out = append(out, fmt.Sprintf("%q: %s", name, jsonKind(t.Field(i).Type)))
	}
	return out
}

func jsonKind(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return jsonKind(t.Elem()) + " or null"
	case reflect.Slice:
		return "[" + jsonKind(t.Elem()) + ", …]"
	case reflect.Map:
		return "{name: " + jsonKind(t.Elem()) + ", …}"
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return "text"
	case reflect.Struct:
		if t == reflect.TypeFor[time.Time]() {
			return "time"
		}
		return "{" + strings.Join(members(t), ", ") + "}"
	}
	return "number"
}
