package picture

import (
	"bytes"
	"fmt"
	"image"
	_ "image/gif" // what articles hold
	_ "image/jpeg"
	_ "image/png"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"
)

// Limits bound what is decoded. A zero field means the default.
type Limits struct {
	Bytes  int // of the file; 16 MB
	Pixels int // of the whole picture; 12 million, which a decoder holds in about 50 MB
}

// The most that is kept of a picture, in pixels: a screen's measure in kitty's cells, and a height that leaves room for
// text.
const (
	keptWidth  = 800
	keptHeight = 600
)

// mostScans is how often a JPEG of the most pixels may go over them: encoders use about 10.
const mostScans = 30

// Picture is a picture scaled down to what can be shown of it.
type Picture struct {
	img *image.RGBA
}

// Size returns what was kept, in pixels; 0, 0 for the zero Picture.
func (p Picture) Size() (width, height int) {
	if p.img == nil {
		return 0, 0
	}
	return p.img.Rect.Dx(), p.img.Rect.Dy()
}

// prepare decodes a picture and scales it down. It looks at the size that the file states before it decodes, so that a
// small file of a huge picture is refused at no cost. The error says in words what is wrong with the file.
func prepare(data []byte, l Limits) (p Picture, err error) {
	if l.Bytes <= 0 {
		l.Bytes = 16 << 20
	}
	if l.Pixels <= 0 {
		l.Pixels = 12_000_000
	}
	if len(data) > l.Bytes {
		return Picture{}, fmt.Errorf("picture of %d bytes: more than %d are not read", len(data), l.Bytes)
	}
	cfg, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return Picture{}, fmt.Errorf("picture: neither PNG, JPEG, GIF nor WebP, or damaged: %w", err)
	}
	if cfg.Width < 1 || cfg.Height < 1 || cfg.Width > l.Pixels/cfg.Height {
		return Picture{}, fmt.Errorf("picture of %d×%d pixels: more than %d are not decoded", cfg.Width, cfg.Height, l.Pixels)
	}
	// A progressive JPEG goes over the whole picture with every scan, and a scan may be of 30 bytes.
	if scans := bytes.Count(data, []byte{0xff, 0xda}); format == "jpeg" && scans > 1 && cfg.Width*cfg.Height > mostScans*l.Pixels/scans {
		return Picture{}, fmt.Errorf("picture of %d×%d pixels in %d scans: too many to be decoded", cfg.Width, cfg.Height, scans)
	}
	// The decoders are the standard library's and x/image's: a panic in one of them is its bug, not a reason to lose the
	// screen.
	defer func() {
		if r := recover(); r != nil {
			p, err = Picture{}, fmt.Errorf("picture: the %s decoder failed: %v", format, r)
		}
	}()
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return Picture{}, fmt.Errorf("picture: damaged %s: %w", format, err)
	}
	b := img.Bounds()
	if b.Empty() {
		return Picture{}, fmt.Errorf("picture: empty %s", format)
	}
	w, h := within(b.Dx(), b.Dy(), keptWidth, keptHeight)
	return Picture{scale(img, w, h)}, nil
}

// within returns the largest size of the shape w×h that is no larger than itself and fits into maxW×maxH.
func within(w, h, maxW, maxH int) (int, int) {
	if w > maxW {
		w, h = maxW, max(h*maxW/w, 1)
	}
	if h > maxH {
		w, h = max(w*maxH/h, 1), maxH
	}
	return w, h
}

// scale brings a picture to a size. Going far down it first takes the nearest pixels of twice the size, which halving then
// averages: a filter over all pixels takes ten times as long, and nobody sees it in cells.
func scale(img image.Image, w, h int) *image.RGBA {
	if b := img.Bounds(); b.Dx() > 2*w && b.Dy() > 2*h {
		twice := image.NewRGBA(image.Rect(0, 0, 2*w, 2*h))
		draw.NearestNeighbor.Scale(twice, twice.Rect, img, b, draw.Src, nil)
		img = twice
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.ApproxBiLinear.Scale(out, out.Rect, img, img.Bounds(), draw.Src, nil)
	return out
}
