package ui

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"strings"
	"testing"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/ui/picture"
	"tidings/ui/style"
)

// gallery is a picture source that notes what it is asked for.
type gallery struct {
	asked []string
	files map[string][]byte
}

func (g *gallery) Picture(_ context.Context, item feed.ItemID, url string) ([]byte, error) {
	g.asked = append(g.asked, url)
	if b, ok := g.files[url]; ok {
		return b, nil
	}
	return nil, errors.New("gone")
}

func illustrated(t *testing.T) (*fake, *gallery) {
	t.Helper()
	f := library()
	a := f.arts[1]
	a.Blocks = append([]article.Block{
		{Kind: article.Figure, URL: "https://herald.example/bell.png", Alt: "A bell", Spans: []article.Span{{Text: "The bell."}}},
		{Kind: article.Figure, URL: "https://herald.example/gone.png", Alt: "A lost thing"},
	}, a.Blocks...)
	f.arts[1] = a
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 200, 120))); err != nil {
		t.Fatal(err)
	}
	return f, &gallery{files: map[string][]byte{"https://herald.example/bell.png": b.Bytes()}}
}

func TestPicturesComeWhenAskedFor(t *testing.T) {
	f, g := illustrated(t)
	s := start(t, f, 100, 40, func(o *Options) { o.Pictures, o.PictureMode = g, picture.HalfBlocks })
	s.keys("g g enter").sees("▫ A bell", "The bell.")
	if len(g.asked) != 0 {
		t.Fatalf("asked for %v unasked", g.asked)
	}
	s.keys("P").sees("▀▀▀▀", "The bell.", "▫ A lost thing").seesNot("▫ A bell", "Loading")
	if len(g.asked) != 2 {
		t.Errorf("asked for %v", g.asked)
	}
	s.keys("z").sees("▀▀▀▀")
	if len(g.asked) != 2 {
		t.Errorf("asked again: %v", g.asked)
	}
	s.keys("P").seesNot("▀▀▀▀").sees("▫ A bell")
	s.keys("P J").seesNot("▀▀▀▀")
	s.keys("K").sees("▫ A bell").seesNot("▀▀▀▀")
	s.keys("J P").sees("This article has no pictures.")
	g.files = nil
	s.keys("K P").sees("The pictures could not be loaded. o opens the page.")
}

func TestPicturesComeWithEveryArticleIfSet(t *testing.T) {
	f, g := illustrated(t)
	s := start(t, f, 200, 60, func(o *Options) { o.Pictures, o.PictureMode, o.WithPictures = g, picture.HalfBlocks, true })
	s.keys("g g enter").sees("▀▀▀▀")
	n := len(g.asked)
	s.keys("X X x x")
	if len(g.asked) != n {
		t.Errorf("%d loads more for the same pictures", len(g.asked)-n)
	}
	s.keys("J").seesNot("▀▀▀▀")
	s.keys("K").sees("▀▀▀▀")
}

func TestKittysPicturesAreTakenAwayAgain(t *testing.T) {
	f, g := illustrated(t)
	s := start(t, f, 100, 40, func(o *Options) { o.Pictures, o.PictureMode = g, picture.Kitty })
	s.keys("g g enter P")
	if !strings.Contains(s.screen(), "\U0010eeee") {
		t.Errorf("no placeholders:\n%s", s.screen())
	}
	s.keys("q J enter")
	if strings.Contains(s.screen(), "\U0010eeee") {
		t.Error("the placeholders stay in another article")
	}
}

func TestASCIIHasNoHalfBlocks(t *testing.T) {
	f, g := illustrated(t)
	s := start(t, f, 100, 40, func(o *Options) {
		o.Pictures, o.PictureMode, o.WithPictures, o.Marks = g, picture.HalfBlocks, true, style.ASCII()
	})
	s.keys("g g enter P").sees("look.ascii keeps them away", "[] A bell").seesNot("▀")
	if len(g.asked) != 0 {
		t.Errorf("asked for %v", g.asked)
	}
}

func TestWithoutColoursThereAreNoPictures(t *testing.T) {
	f, g := illustrated(t)
	s := start(t, f, 100, 40, func(o *Options) { o.Pictures, o.WithPictures = g, true })
	s.keys("g g enter P").sees("This terminal does not show pictures.")
	if len(g.asked) != 0 {
		t.Errorf("asked for %v", g.asked)
	}
}
