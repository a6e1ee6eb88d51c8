package store

import (
	"math/rand/v2"
	"reflect"
	"testing"
	"testing/quick"
	"time"

	"tidings/feed"
)

func TestStateRoundTrip(t *testing.T) {
	at := time.UnixMilli(1_790_000_000_123)
	full := feed.State{
		ETag: `W/"x"`, LastModified: "Mon", Polled: at, Succeeded: at, Next: at, Why: "every 45 min", Failures: 3, Error: "no answer", Status: 503, Gone: true,
		MovedTo: "https://new.example", MovedSeen: 2, PerDay: 12.5, BodyHash: 1 << 63,
		Hints: feed.Hints{TTL: time.Hour, MaxAge: time.Minute, SkipHours: []int{0, 23}, SkipDays: []time.Weekday{6}, NotBefore: at},
	}
	for _, s := range []feed.State{{}, full} {
		b := appendState(nil, &s)
		got, err := readState(b)
		if err != nil || !reflect.DeepEqual(got, s) {
			t.Errorf("%+v, %v; want %+v", got, err, s)
		}
		for i := range b { // every cut is an error, none a panic
			if _, err := readState(b[:i]); err == nil {
				t.Errorf("%d of %d bytes are taken", i, len(b))
			}
		}
	}
	// A field that feed.State gains must be stored: the number of fields is written here to be thought of.
	if n := reflect.TypeFor[feed.State]().NumField(); n != 15 {
		t.Errorf("feed.State has %d fields: does statecodec.go store all?", n)
	}
}

func TestTextRoundTrip(t *testing.T) {
	f := func(guid, summary, content, lang, image, comments, source string, authors, tags []string, e feed.Enclosure, updated uint32) bool {
		it := feed.Item{GUID: guid, Summary: summary, Content: content, Language: lang, Image: image, Comments: comments, Source: source, Enclosures: []feed.Enclosure{e, e}}
		if len(authors) > 0 {
			it.Authors = authors
		}
		if len(tags) > 0 {
			it.Tags = tags
		}
		if updated > 0 {
			it.Updated = time.Unix(int64(updated), 0)
		}
		raw, err := unpack(pack(appendText(nil, &it)))
		var got feed.Item
		if err == nil {
			err = readText(raw, &got)
		}
		return err == nil && reflect.DeepEqual(got, it)
	}
	if err := quick.Check(f, nil); err != nil {
		t.Error(err)
	}
}

// TestReadDamaged feeds the decoders with damaged bytes. (No fuzz target: instrumenting the SQLite that this package links
// takes ten minutes.)
func TestReadDamaged(t *testing.T) {
	rnd := rand.New(rand.NewPCG(2, 2))
	seeds := [][]byte{
		appendText(nil, &feed.Item{GUID: "x", Content: "<p>text</p>", Authors: []string{"a", "b"}, Enclosures: []feed.Enclosure{{URL: "u", Length: 7}}}),
		appendState(nil, &feed.State{ETag: "x", Hints: feed.Hints{SkipHours: []int{1}}}),
		pack(make([]byte, 500)),
	}
	for range 50_000 {
		b := append([]byte(nil), seeds[rnd.IntN(len(seeds))]...)
		for range 1 + rnd.IntN(4) {
			b[rnd.IntN(len(b))] = byte(rnd.Uint32())
		}
		b = b[:rnd.IntN(len(b)+1)]
		var it, again feed.Item
		if readText(b, &it) == nil {
			if err := readText(appendText(nil, &it), &again); err != nil || !reflect.DeepEqual(it, again) {
				t.Fatalf("%+v, %+v, %v", it, again, err)
			}
		}
		_, _ = readState(b)
		_, _ = unpack(b)
	}
}

func TestRevisionRoundTrip(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	blocks := []string{"a", "b", "c", "d", "e", "f"}
	list := func() (out []string) {
		for range rnd.IntN(8) {
			out = append(out, blocks[rnd.IntN(len(blocks))])
		}
		return out
	}
	for range 2000 {
		later, earlier := list(), list()
		got, err := apply(later, diff(later, earlier))
		if err != nil || !reflect.DeepEqual(got, earlier) {
			t.Fatalf("%q from %q: %q, %v", earlier, later, got, err)
		}
	}
	if p := diff([]string{"a", "B", "c"}, []string{"a", "b", "c"}); len(p) != 3 || p[1].Own[0] != "b" || p[0].Own != nil || p[2].Own != nil {
		t.Errorf("more than the changed block is kept: %+v", p)
	}
}
