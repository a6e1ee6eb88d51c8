package store_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"tidings/feed"
	"tidings/store"
)

// TestLongTextsStayLoose stores texts that would fill a pack among short ones, as a feed's first poll brings them and as they
// gather for Tidy: nobody who reads a short one unpacks them, and no pack becomes longer than unpacking allows, however little
// room its texts take.
func TestLongTextsStayLoose(t *testing.T) {
	ctx := context.Background()
	c := &clock{start}
	db := open(t, store.WithClock(c.now))
	want := map[string]feed.Item{}
	doc := longItems(0, 72)
	for i := range doc {
		switch {
		case i < 8: // takes a thousandth
			doc[i].Content = "<p>" + strings.Repeat("a", 256<<10) + "</p>"
		case i == 50:
			doc[i].Content = strings.Repeat(doc[49].Content+doc[51].Content, 100)
		}
		want[doc[i].Title] = doc[i]
	}
	f := addFeed(t, db, "https://example.org/feed")
	for _, it := range doc[:24] {
		save(t, db, f, it)
	}
	save(t, db, f, doc[24:]...)
	c.advance(10 * 24 * time.Hour)
	if _, err := db.Tidy(ctx, store.Retention{Days: -1}); err != nil {
		t.Fatal(err)
	}
	if loose, packs := count(t, db, `SELECT count(*) FROM texts WHERE pack = 0`), count(t, db, `SELECT count(*) FROM packs`); loose != 9 || packs < 3 {
		t.Errorf("%d loose texts, %d packs", loose, packs)
	}
	checkTexts(t, db, func(title string) feed.Item { return want[title] })
	checkSound(t, db)
}
