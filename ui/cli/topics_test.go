package cli

import (
	"reflect"
	"strings"
	"testing"
)

// The names in the JSON that commands print are promised: one that goes missing or changes its kind breaks people's scripts.
// Whoever adds one adds it here.
func TestJSONNamesAreStable(t *testing.T) {
	want := map[string]string{
		"list, search, unread --json": `"id": number, "feed_id": number, "feed": text, "title": text, "author": text, "link": text, "published": time, "summary": text, "read": true or false, "bookmarked": true or false, "preview": true or false, "tags": [text, …]`,
		"tag --json":                  `"name": text, "items": number, "unread": number`,
		"view list --json":            `"name": text, "query": text`,
		"note ITEM --json":            `"id": number, "note": text`,
		"db check --json":             `"words": text, "mended": true or false, "damaged": true or false, "affected": number`,
		"db prune --json":             `"dry_run": true or false, "items": number, "feeds": [{"id": number, "title": text, "items": number, "oldest": time, "newest": time}, …]`,
		"service status --json":       `"installed": true or false, "unit": text, "runs": true or false, "error": text`,
		"undo --list --json":          `"id": number, "at": time, "words": text`,
		"import --json":               `"dry_run": true or false, "new_feeds": [{"url": text, "title": text, "folder": text}, …], "known_feeds": number, "new_searches": [{"name": text, "query": text}, …], "new_items": number, "pages": number, "marked": number, "waiting": number, "left_out": number, "notes": [{"line": number, "words": text, "file": text}, …]`,
		"refresh --json":              `"polled": number, "feeds": number, "new": number, "updated": number, "failed": [{"feed_id": number, "feed": text, "error": text, "next": time or null}, …], "skipped": [{"feed_id": number, "feed": text, "error": text, "next": time or null}, …], "stopped": true or false`,
		"doctor --json":               `"title": text, "url": text, "checked": time, "findings": [{"level": text, "about": text, "words": text}, …], "advice": [text, …]`,
		"read --format json":          `"title": text, "standfirst": text, "byline": text, "site": text, "language": text, "published": text, "image": text, "text": text, "completeness": text, "evidence": text, "said_words": number, "next": text, "removed": [{"text": text, "reason": text, "kind": text, "place": text, "at": number}, …]`,
		"config show --json":          `"key": text, "value": text, "default": text, "from": text, "doc": text`,
	}
	for _, f := range jsonForms {
		typ := reflect.TypeOf(f.of)
		if typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
		got := strings.Join(members(typ), ", ")
		if w, ok := want[f.command]; ok && !strings.HasPrefix(got, w) {
			t.Errorf("%s\n got %s\nwant %s", f.command, got, w)
		}
		if strings.Contains(got, `""`) {
			t.Errorf("%s has a member without a name: %s", f.command, got)
		}
	}
	if !strings.Contains(jsonWords(), "feeds --json") {
		t.Error("the topic does not name the feeds")
	}
}
