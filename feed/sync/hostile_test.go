package sync_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"tidings/feed/fetch"
	"tidings/feed/sync"
)

// An answer that unpacks to gigabytes of structs is refused before it is, and a list of millions of items is cut.
func TestAnswersThatFillTheMemory(t *testing.T) {
	const mega = 1 << 20
	var answer string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, answer) }))
	defer s.Close()
	get := fetch.New(fetch.Options{Limits: fetch.Limits{HostGap: -1, Body: 64 << 20}})
	dial := func(kind string) sync.Server {
		server, err := sync.Dial(get, sync.Account{Kind: kind, Address: s.URL, User: fakeUser, Password: func(context.Context) (string, error) { return fakePassword, nil }})
		if err != nil {
			t.Fatal(err)
		}
		return server
	}
	heap := func(f func()) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		f()
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	for name, body := range map[string]string{
		"objects": `{"auth":1,"feeds":[` + strings.Repeat("{},", 10*mega) + `{}]}`,
		"lists":   `{"auth":1,"feeds":` + strings.Repeat("[", 10*mega),
		"values":  `{"auth":1,"feeds":[],"groups":[` + strings.Repeat("0,", 10*mega) + `0]}`,
	} {
		answer = body
		var err error
		if n := heap(func() { _, err = dial("fever").Subscriptions(t.Context()) }); n > 400*mega {
			t.Errorf("%s: %d MiB were allocated", name, n/mega)
		}
		if err == nil || !strings.Contains(err.Error(), "more than any account") {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Braces and commas in an article's text are no objects.
	answer = `{"auth":1,"items":[{"id":1,"feed_id":1,"html":"` + strings.Repeat(`\"{,`, 2*mega) + `"}]}`
	if got, err := dial("fever").Entries(t.Context(), []string{"1"}); err != nil || len(got) != 1 {
		t.Errorf("%d items, %v", len(got), err)
	}
	var ids strings.Builder
	for i := range 1_200_000 {
		fmt.Fprintf(&ids, "%d,", i+1)
	}
	answer = `{"auth":1,"unread_item_ids":"` + ids.String() + `"}`
	if got, err := dial("fever").Unread(t.Context()); err != nil || len(got.List) != 1_000_000 || got.Whole {
		t.Errorf("%d ids, whole: %v, %v", len(got.List), got.Whole, err)
	}
}
