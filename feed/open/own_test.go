package open

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/feed/text"
)

const ferry = "https://news.example/ferry"

// weekly is a feed of items whose texts end in the same two lines.
func weekly(link string) []feed.Item {
	var items []feed.Item
	for i := range 4 {
		title := fmt.Sprintf("Ferry letter number %d", i+1)
		items = append(items, feed.Item{
			ID: feed.ItemID(i + 1), Feed: 1, Link: link, Title: title,
			Content: prose(20*i, 4) + "<p>The post <a href=\"/\">" + title + "</a> appeared first on The Harbour Post.</p><p>Reply by mail</p>",
		})
	}
	return items
}

// What the other items of a feed have as well is no part of an item's text, and is accounted for.
func TestTheFeedsTextIsCleaned(t *testing.T) {
	_, _, o := fresh(weekly("")...)
	a, err := o.Open(t.Context(), 2)
	if err != nil || strings.Count(a.Text(), "harbour council") != 4 || strings.Contains(a.Text(), "appeared first") || strings.Contains(a.Text(), "Reply") {
		t.Fatalf("%v: %q", err, a.Text())
	}
	if len(a.Removed) != 1 || len(a.Removed[0].Blocks) != 2 || !strings.Contains(a.Removed[0].Reason, "other items") {
		t.Fatalf("not accounted for: %+v", a.Removed)
	}
	if a, err = o.Keep(t.Context(), 2, 0); err != nil || !strings.HasSuffix(a.Text(), "Reply by mail") {
		t.Fatalf("%v: %q", err, a.Text())
	}
	if a, err = o.Open(t.Context(), 2); err != nil || !strings.HasSuffix(a.Text(), "Reply by mail") {
		t.Errorf("opened again: %v: what the reader kept is gone", err)
	}
}

// A feed that brings the whole text as its summary too brings the whole text.
func TestAWholeTextIsNoTeaser(t *testing.T) {
	for _, c := range []struct {
		content, summary string
		want             article.Completeness
	}{
		{prose(1, 4), prose(1, 4), article.Full},
		{prose(1, 4), "", article.Full},
		{"", prose(1, 1), article.Teaser},
		{"<p></p>", prose(1, 1), article.Teaser},
	} {
		_, _, o := fresh(feed.Item{ID: 1, Feed: 1, Link: ferry, Title: "Ferry returns", Content: c.content, Summary: c.summary})
		if a, err := o.FeedText(t.Context(), 1); err != nil || a.Completeness != c.want || len(a.Blocks) == 0 {
			t.Errorf("%.20q and %.20q: %v: %s, %d blocks", c.content, c.summary, err, a.Completeness, len(a.Blocks))
		}
	}
}

// A text that repeats as a whole, as of an item that came twice, stays.
func TestADoubledItemStaysWhole(t *testing.T) {
	items := weekly("")
	for i := range items {
		items[i].Title, items[i].Content = "Ferry letter", prose(1, 6)
	}
	_, _, o := fresh(items...)
	a, err := o.Open(t.Context(), 2)
	if err != nil || len(a.Removed) != 0 || strings.Count(a.Text(), "\n") != 5 {
		t.Errorf("%v: %q", err, a.Text())
	}
}

// What is brought back in the feed's text stays there where the item has a stored article, which is not touched otherwise.
func TestKeepInTheFeedsText(t *testing.T) {
	s, w, o := fresh(weekly(ferry)...)
	if _, err := o.Open(t.Context(), 2); err == nil {
		t.Fatal("the page is not there")
	}
	if a, err := o.KeepInFeedText(t.Context(), 2, 0); err != nil || !strings.Contains(a.Text(), "appeared first") || len(s.articles) != 0 {
		t.Errorf("%v: %q, %d stored", err, a.Text(), len(s.articles))
	}
	w.pages[ferry] = page("", prose(20, 4))
	page, err := o.Open(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.KeepInFeedText(t.Context(), 2, 0); err != nil {
		t.Fatal(err)
	}
	if a, err := o.FeedText(t.Context(), 2); err != nil || !strings.Contains(a.Text(), "appeared first") {
		t.Errorf("%v: %q", err, a.Text())
	}
	if again := s.articles[2]; again.Text() != page.Text() {
		t.Errorf("the stored article changed: %q", again.Text())
	}
	if _, err := o.KeepInFeedText(t.Context(), 2, 7); err == nil {
		t.Error("a block that is not there was kept")
	}
}

// A feed's appeal does not count as the feed's word that a line of the page is the article's.
func TestTheFeedsAppealBearsNothingOut(t *testing.T) {
	const appeal = "<p>Please support our journalism: your donation helps us to keep telling the story. Donate now and become a member today.</p>"
	_, w, o := fresh(feed.Item{ID: 1, Feed: 1, Link: ferry, Title: "Ferry returns", Content: prose(1, 4) + appeal + prose(5, 4)})
	w.pages[ferry] = page("", prose(1, 4)+appeal+prose(5, 4))
	for name, get := range map[string]func() (article.Article, error){
		"the page's article": func() (article.Article, error) { return o.Open(t.Context(), 1) },
		"the feed's text":    func() (article.Article, error) { return o.FeedText(t.Context(), 1) },
	} {
		a, err := get()
		if err != nil || strings.Contains(a.Text(), "donation") || strings.Count(a.Text(), "harbour council") != 8 || !slices.ContainsFunc(a.Removed, func(r article.Removed) bool { return r.Kind == article.Donation }) {
			t.Errorf("%s: %v: %q %+v", name, err, a.Text(), a.Removed)
		}
	}
}

// A drawn strip's page holds no text, and neither does what the feed brings of it: the picture, with the line that a browser shows on it.
func TestAPictureAlone(t *testing.T) {
	const link = "https://strips.example/3"
	_, w, o := fresh(feed.Item{ID: 7, Feed: 1, Link: link, Title: "Ladder", Summary: `<img src="https://strips.example/ladder.png" title="The ladder was load-bearing, and so was the cat." alt="Ladder">`})
	w.pages[link] = `<!doctype html><title>Ladder</title><ul><li><a href="/">Home</a></li><li><a href="/2">Before</a></li></ul><img src="/ladder.png" alt="Ladder">`
	a, err := o.Open(t.Context(), 7)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Blocks) != 1 || a.Blocks[0].URL != "https://strips.example/ladder.png" || a.Blocks[0].Alt != "Ladder: The ladder was load-bearing, and so was the cat." || a.Completeness != article.Full {
		t.Errorf("%v: %+v", a.Completeness, a.Blocks)
	}
}

// A post has no title, and its feed brings all of it: its page, which shows it by script, adds nothing. A title over again is no post.
func TestAPostIsWhole(t *testing.T) {
	const link, title = "https://posts.example/@ida/3", "The ferry is late again. I counted eleven gulls."
	long := title + strings.Repeat(" One of them looked at me as if I were the ferry.", 3)
	posts := []feed.Item{
		{ID: 7, Feed: 1, Link: link, Title: text.Clip(long, 90), Summary: "<p>" + long + "</p>"},
		{ID: 8, Feed: 1, Link: link + "/none", Title: text.Clip(long, 90), Summary: "<p>" + long + "</p>"},
		{ID: 9, Feed: 1, Link: link, Title: "The ferry", Summary: "<p>" + long + "</p>"},
		{ID: 10, Feed: 1, Link: link, Title: title, Summary: "<p>" + title + "</p>"},
	}
	_, w, o := fresh(posts...)
	w.pages[link] = `<!doctype html><title>A post</title><meta property="og:description" content="Attached: 1 image. The ferry is late again. I counted eleven gulls."><noscript>Please enable JavaScript.</noscript><div id="app"></div>`
	for i, want := range []article.Completeness{article.Full, article.Full, article.Teaser, article.Teaser} {
		it := posts[i]
		a, err := o.Open(t.Context(), it.ID)
		if (err != nil) != (it.ID == 8) || a.Text() != feed.TextOf(it.Summary) || a.Completeness != want {
			t.Errorf("item %d: %v, %q, %v", it.ID, a.Completeness, a.Text(), err)
		}
	}
}
