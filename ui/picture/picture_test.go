package picture

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// sample is a picture whose left half is red, right half blue, its lowest quarter transparent.
func sample(w, h int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{R: 255, A: 255}
			if x >= w/2 {
				c = color.NRGBA{B: 255, A: 255}
			}
			if y >= h*3/4 {
				c.A = 0
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

func encode(t testing.TB, format string, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	var err error
	switch format {
	case "png":
		err = png.Encode(&b, img)
	case "jpeg":
		err = jpeg.Encode(&b, img, nil)
	case "gif":
		err = gif.Encode(&b, img, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// webp is the smallest lossless WebP of one pixel.
var webp = []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00")

func TestPrepare(t *testing.T) {
	for _, format := range []string{"png", "jpeg", "gif"} {
		p, err := prepare(encode(t, format, sample(1000, 500)), Limits{})
		if err != nil {
			t.Errorf("%s: %v", format, err)
		}
		if w, h := p.Size(); w != 800 || h != 400 {
			t.Errorf("%s: %d×%d", format, w, h)
		}
	}
	if p, err := prepare(webp, Limits{}); err != nil {
		t.Errorf("webp: %v", err)
	} else if w, h := p.Size(); w != 1 || h != 1 {
		t.Errorf("webp: %d×%d", w, h)
	}
	small, err := prepare(encode(t, "png", sample(20, 10)), Limits{})
	if w, h := small.Size(); err != nil || w != 20 || h != 10 {
		t.Errorf("a small one is enlarged: %d×%d, %v", w, h, err)
	}
}

// bomb is the head of a PNG that states a size and holds next to nothing.
func bomb(w, h uint32) []byte {
	var b bytes.Buffer
	b.WriteString("\x89PNG\r\n\x1a\n")
	chunk := func(kind string, data []byte) {
		binary.Write(&b, binary.BigEndian, uint32(len(data)))
		b.WriteString(kind)
		b.Write(data)
		binary.Write(&b, binary.BigEndian, crc32.ChecksumIEEE(append([]byte(kind), data...)))
	}
	head := binary.BigEndian.AppendUint32(nil, w)
	head = binary.BigEndian.AppendUint32(head, h)
	chunk("IHDR", append(head, 8, 6, 0, 0, 0))
	chunk("IDAT", nil)
	chunk("IEND", nil)
	return b.Bytes()
}

func TestPrepareRefuses(t *testing.T) {
	good := encode(t, "png", sample(40, 40))
	for name, c := range map[string]struct {
		data []byte
		l    Limits
		want string
	}{
		"bomb":       {bomb(60000, 60000), Limits{}, "60000×60000 pixels"},
		"wide":       {bomb(1<<31-1, 1), Limits{}, "pixels"},
		"empty":      {nil, Limits{}, "neither PNG"},
		"html":       {[]byte("<html>no picture</html>"), Limits{}, "neither PNG"},
		"cut off":    {good[:len(good)/2], Limits{}, "damaged png"},
		"heavy":      {good, Limits{Bytes: 10}, "more than 10 are not read"},
		"too large":  {good, Limits{Pixels: 1599}, "40×40 pixels"},
		"no content": {bomb(10, 10), Limits{}, "damaged png"},
		"scans":      {append(encode(t, "jpeg", sample(200, 200)), bytes.Repeat([]byte{0xff, 0xda, 0, 8, 1, 1, 0, 1, 63, 0}, 400)...), Limits{Pixels: 200 * 200}, "401 scans"},
	} {
		if _, err := prepare(c.data, c.l); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if n := testing.AllocsPerRun(10, func() { prepare(bomb(60000, 60000), Limits{}) }); n > 100 {
		t.Errorf("a bomb is not free: %v allocations", n)
	}
}

func TestBlocks(t *testing.T) {
	p, err := prepare(encode(t, "png", sample(400, 400)), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	a := newAlbum(HalfBlocks, color.White).With("u", p)
	lines := a.Lines("u", 72)
	if len(lines) != 20 {
		t.Fatalf("%d lines", len(lines))
	}
	for i, l := range lines {
		if w := ansi.StringWidth(l); w != 40 || ansi.StringWidthWc(l) != 40 {
			t.Errorf("line %d: %d columns", i, w)
		}
		if !strings.HasSuffix(l, "\x1b[m") {
			t.Errorf("line %d is left open", i)
		}
	}
	if !strings.HasPrefix(lines[0], "\x1b[38;2;255;0;0;48;2;255;0;0m") || !strings.Contains(lines[0], "\x1b[38;2;0;0;255;48;2;0;0;255m") {
		t.Errorf("not red and blue: %q", lines[0])
	}
	if !strings.HasPrefix(lines[19], "\x1b[38;2;255;255;255;48;2;255;255;255m") {
		t.Errorf("not white below: %q", lines[19])
	}
	for _, width := range []int{1, 2, 7, 39} {
		for _, l := range a.Lines("u", width) {
			if ansi.StringWidth(l) > width {
				t.Errorf("at width %d: %d columns", width, ansi.StringWidth(l))
			}
		}
	}
	if a.Transmit("u")+a.Place(72)+a.Clear() != "" {
		t.Error("half blocks need no sequences")
	}
	if a.Lines("nosuch", 72) != nil || a.Lines("u", 0) != nil && len(a.Lines("u", 0)) > 0 {
		t.Error("lines out of nothing")
	}
}

func TestKitty(t *testing.T) {
	p, err := prepare(encode(t, "jpeg", sample(800, 400)), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	a := newAlbum(Kitty, nil).With("u", p)
	lines := a.Lines("u", 60)
	if len(lines) != 15 {
		t.Fatalf("%d lines", len(lines))
	}
	for i, l := range lines {
		if ansi.StringWidth(l) != 60 || ansi.StringWidthWc(l) != 60 {
			t.Errorf("line %d: %d, %d columns", i, ansi.StringWidth(l), ansi.StringWidthWc(l))
		}
	}
	// Row 1, column 2 by the protocol's own table of diacritics; the id as colour.
	if !strings.HasPrefix(lines[1], "\x1b[38;5;1m\U0010eeee\u030d\u0305\U0010eeee\u030d\u030d\U0010eeee\u030d\u030e") {
		t.Errorf("placeholders: %q", lines[1][:40])
	}
	if got, want := a.Place(60), "\x1b_Ga=p,U=1,i=1,p=1,c=60,r=15,q=2\x1b\\"; got != want {
		t.Errorf("place: %q, want %q", got, want)
	}
	raw := a.Transmit("u")
	var data strings.Builder
	for _, s := range strings.Split(strings.TrimSuffix(raw, "\x1b\\"), "\x1b\\") {
		head, chunk, ok := strings.Cut(strings.TrimPrefix(s, "\x1b_G"), ";")
		if !ok || len(chunk) > 4096 || len(head) == len(s) {
			t.Fatalf("chunk: %.60q", s)
		}
		data.WriteString(chunk)
	}
	pixels, err := base64.StdEncoding.DecodeString(data.String())
	if err != nil {
		t.Fatal(err)
	}
	if img, err := png.Decode(bytes.NewReader(pixels)); err != nil || img.Bounds().Dx() != 800 {
		t.Errorf("what is sent is not the picture: %v", err)
	}
	if got, want := a.Clear(), "\x1b_Ga=d,d=I,i=1,q=2\x1b\\"; got != want {
		t.Errorf("clear: %q, want %q", got, want)
	}
}

func TestAlbumIsAValue(t *testing.T) {
	p, _ := prepare(encode(t, "png", sample(20, 20)), Limits{})
	a := newAlbum(Kitty, nil)
	b := a.With("1", p)
	c, d := b.With("2", p), b.With("3", p)
	if a.Lines("1", 10) != nil || c.Lines("3", 10) != nil || d.Lines("2", 10) != nil || d.Lines("1", 10) == nil {
		t.Error("albums share their pages")
	}
	for i := range 20 {
		a = a.With(string(rune('a'+i)), p)
	}
	if !a.Full() || len(a.pages) != Most {
		t.Errorf("%d pictures kept", len(a.pages))
	}
	e := a.Empty().With("z", p)
	if len(e.pages) != 1 || e.pages[0].id != Most+1 {
		t.Errorf("the next article's first id is %d", e.pages[0].id)
	}
	if !newAlbum(Off, nil).Full() {
		t.Error("an album that is off takes pictures")
	}
}

func TestDetect(t *testing.T) {
	for _, c := range []struct {
		env    string
		colors int
		want   Mode
	}{
		{"TERM=xterm-256color", 256, HalfBlocks},
		{"TERM=xterm-kitty KITTY_WINDOW_ID=1", 1 << 24, Kitty},
		{"TERM=xterm-ghostty", 1 << 24, Kitty},
		{"TERM=tmux-256color TMUX=x KITTY_WINDOW_ID=1", 256, HalfBlocks},
		{"TERM=xterm-kitty SSH_CONNECTION=x", 1 << 24, Off},
		{"TERM=xterm", 16, Off},
		{"TERM=dumb", 256, Off},
	} {
		env := map[string]string{}
		for _, kv := range strings.Fields(c.env) {
			k, v, _ := strings.Cut(kv, "=")
			env[k] = v
		}
		if got := Detect(func(k string) string { return env[k] }, c.colors); got != c.want {
			t.Errorf("%s: %v, want %v", c.env, got, c.want)
		}
	}
}

func FuzzPrepare(f *testing.F) {
	for _, format := range []string{"png", "jpeg", "gif"} {
		f.Add(encode(f, format, sample(8, 8)))
	}
	f.Add(webp)
	f.Add(bomb(60000, 60000))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := prepare(data, Limits{Pixels: 1 << 16})
		if w, h := p.Size(); (err == nil) != (w > 0 && h > 0) || w > keptWidth || h > keptHeight {
			t.Errorf("%d×%d, %v", w, h, err)
		}
	})
}

func BenchmarkPrepare(b *testing.B) {
	data := encode(b, "jpeg", sample(2000, 1500))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := prepare(data, Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}
