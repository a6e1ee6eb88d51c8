package store_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"tidings/feed"
	"tidings/feed/poll"
)

func TestSearch(t *testing.T) {
	ctx := context.Background()
	db := open(t)
	news, err := db.AddFeed(ctx, feed.Feed{URL: "https://news.example/feed", Title: "World News", Folder: "world/daily"})
	if err != nil {
		t.Fatal(err)
	}
	tech, err := db.AddFeed(ctx, feed.Feed{URL: "https://tech.example/feed", Title: "Tech", Folder: "tech"})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	mk := func(title, content string, change func(*feed.Item)) feed.Item {
		n++
		it := feed.Item{GUID: title, Link: "https://news.example/" + strings.ReplaceAll(title, " ", "-"), Title: title, Content: content, Published: start.Add(-time.Duration(n) * 24 * time.Hour)}
		if change != nil {
			change(&it)
		}
		return it
	}
	for f, list := range map[feed.FeedID][]feed.Item{
		news: {
			mk("Élection à Zürich", "<p>Le café de la <b>Stra</b>ße &amp; naïve</p>", func(i *feed.Item) { i.Language = "fr-CH" }),
			mk("東京都で津波警報", "<p>気象庁は津波警報を解除した。猫が好き。</p>", func(i *feed.Item) { i.Language = "ja" }),
			mk("ข่าววันนี้", "<p>ประเทศไทยมีฝนตกหนัก</p>", nil),
			mk("서울에서 회의", "<p>대통령이 서울에서 말했다</p>", nil),
			mk("Alerte", "<p>Villa 犬舎. La 犬舎 ouvre.</p>", nil),
			mk("Île", "<p>Villa 犬舎. La mer.</p>", nil), // holds it, but not as a word
			mk("عاجل من القاهرة", "<p>قَالَ الرَّئِيسُ</p>", nil),
		},
		tech: {
			mk("C++ and Go", "<p>I don't like foo AND bar, NOT even F#.</p>", func(i *feed.Item) {
				i.Authors = []string{"Linus Torvalds", "Ann Lee"}
				i.Tags = []string{"Free Software"}
			}),
			mk("Linux kernel 7.1", "<p>The quick brown fox jumps. A later fox is not quick brown.</p>", func(i *feed.Item) { i.Enclosures = []feed.Enclosure{{URL: "u", Type: "audio/mpeg"}} }),
			mk("Brown quick", "<p>brown and quick fox</p>", nil),
			mk("Party 🚀", "<p>launch</p>", nil),
		},
	} {
		if _, err := db.SavePoll(ctx, poll.Result{Feed: f, Now: start, Document: &feed.Document{Items: list}}); err != nil {
			t.Fatal(err)
		}
	}
	id := func(title string) feed.ItemID {
		for _, h := range list(t, db, feed.Query{}) {
			if h.Title == title {
				return h.ID
			}
		}
		t.Fatal(title)
		return 0
	}
	if err := db.SetTags(ctx, id("Brown quick"), []string{"to read"}); err != nil {
		t.Fatal(err)
	}
	if err := db.SetBookmark(ctx, []feed.ItemID{id("Linux kernel 7.1")}, true); err != nil {
		t.Fatal(err)
	}
	if err := db.SetRead(ctx, []feed.ItemID{id("Brown quick")}, true); err != nil {
		t.Fatal(err)
	}
	if err := db.SetNote(ctx, id("Party 🚀"), "remember Xanadu"); err != nil {
		t.Fatal(err)
	}
	zurich, tokyo, thai, seoul, cairo, cpp, linux, brown, party, mixed, half := "Élection à Zürich", "東京都で津波警報", "ข่าววันนี้", "서울에서 회의", "عاجل من القاهرة", "C++ and Go", "Linux kernel 7.1", "Brown quick", "Party 🚀", "Alerte", "Île"
	for query, want := range map[string][]string{
		"zurich": {zurich}, "ZÜRICH": {zurich}, "strasse": {zurich}, "straße cafe": {zurich}, "naive": {zurich},
		"津波": {tokyo}, "東京": {tokyo}, "京都": {tokyo}, "東京都": {tokyo}, "津波警報": {tokyo}, "警津": nil, "猫": {tokyo}, "津波警報を解除": {tokyo}, "津波解除": nil,
		"ไทย": {thai}, "ฝนตก": {thai}, "서울": {seoul}, "대통령": {seoul}, "قال": {cairo}, "الرئيس": {cairo},
		"c++": {cpp}, "f#": {cpp}, "don't": {cpp}, `"foo AND bar"`: {cpp}, `"la 犬舎"`: {mixed}, "don’t": {cpp},
		`"quick brown"`: {linux}, "quick brown": {linux, brown}, "quick -jumps": {brown}, "fox": {linux, brown}, "jum*": {linux}, `"quick bro"*`: {linux}, `-"quick brown" fox`: {brown},
		"title:quick": {brown}, "text:quick": {linux, brown}, "text:kernel": nil, "author:torvalds": {cpp}, "author:lee": {cpp}, "author:quick": nil,
		`tag:"free software"`: {cpp}, "tag:free": nil, "tag:free*": {cpp}, `tag:"to read"`: {brown}, "is:bookmarked": {linux}, "is:read": {brown}, "is:tagged": {brown}, "is:noted": {party}, "xanadu": {party},
		"feed:tech fox": {linux, brown}, "feed:world fox": nil, "folder:world 津波": {tokyo}, "folder:wor": nil, "has:audio": {linux}, "has:enclosure": {linux}, "lang:fr": {zurich}, "lang:ja": {tokyo},
		"🚀": {party}, "kernel OR 津波": {tokyo, linux}, "fox (is:read OR is:bookmarked)": {linux, brown}, `"quick brown" OR is:noted`: {linux, party}, "fox is:unread": {linux}, "tech": {cpp, linux, brown, party},
		"before:2000": nil, "after:2026-01-01 fox": {linux, brown}, "newer:3d 津波": {tokyo}, "older:3d 津波": nil, "url:kernel": {linux}, "quick AND": {linux, brown},
		"nothing": nil, "fox 'OR 1=1": nil, "-": {zurich, tokyo, thai, seoul, cairo, cpp, linux, brown, party, mixed, half},
	} {
		for _, order := range []feed.Order{feed.Newest, feed.Oldest, feed.BestMatch} {
			got := titles(list(t, db, feed.Query{Text: query, Order: order}))
			slices.Sort(got)
			w := slices.Sorted(slices.Values(want))
			if !slices.Equal(got, w) {
				t.Errorf("%s (order %d): %q, want %q", query, order, got, want)
			}
		}
	}
	for query, want := range map[string]int{"fox": 1, "quick": 1, "is:read": 0, "text:quick": 1, "": 10, "folder:nowhere": 0, "Villa": 2, "-fox": 9} {
		if n, more, err := db.CountUnread(ctx, query, 10); n != want || more || err != nil {
			t.Errorf("%s: %d unread (%v, %v), want %d", query, n, more, err, want)
		}
	}
	if n, more, err := db.CountUnread(ctx, "villa", 1); n != 1 || !more || err != nil {
		t.Errorf("of two, one is counted: %d (%v, %v)", n, more, err)
	}
	if _, _, err := db.CountUnread(ctx, `fox "open`, 1); err == nil || !strings.Contains(err.Error(), "column 5") {
		t.Errorf("a broken query is counted: %v", err)
	}
	for query, want := range map[string]string{
		"strasse": "de la \ue000Straße\ue001 & naïve", "津波警報": "気象庁は\ue000津波警報\ue001を解除", `"quick brown"`: "The \ue000quick brown\ue001 fox", "猫": "\ue000猫\ue001が好き", "kernel": "Linux \ue000kernel\ue001 7.1",
	} {
		if got := list(t, db, feed.Query{Text: query}); len(got) != 1 || !strings.Contains(got[0].Snippet, want) {
			t.Errorf("%s: %+v", query, got)
		}
	}
	if _, err := db.Headlines(ctx, feed.Query{Text: `fox "open`}); err == nil || !strings.Contains(err.Error(), "column 5") {
		t.Errorf("a broken query: %v", err)
	}
	if best := titles(list(t, db, feed.Query{Text: "quick", Order: feed.BestMatch})); len(best) != 2 || best[0] != brown {
		t.Errorf("the title does not count most: %q", best)
	}
}
