// Screens draws a captured terminal screen as a picture: text with SGR escapes, as "tmux capture-pane -e -p" prints it, on
// standard input; PNG on standard output. It knows only what a screen needs: colours, weights, lines under and through.
//
//	usage: screens [-light] [-cols N] <screen.ansi >screen.png
//
// Glyphs come from Go Mono; what it lacks, from the first of the fonts in -fonts that has it.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/image/math/fixed"
)

// A cell is 10 by 20 pixels: at 16⅔ pixels an em, Go Mono's letters are exactly 10 wide.
const (
	cellW, cellH = 10, 20
	emPixels     = 50.0 / 3
	baseline     = 15
)

func main() {
	light := flag.Bool("light", false, "draw on a light background")
	cols := flag.Int("cols", 0, "columns; 0 for the longest line")
	fonts := flag.String("fonts", "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf:/usr/share/fonts/opentype/ipafont-gothic/ipag.ttf:"+
		"/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc:/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "fallback fonts, divided by colons")
	flag.Parse()
	if err := run(os.Stdin, os.Stdout, *light, *cols, strings.Split(*fonts, ":")); err != nil {
		fmt.Fprintln(os.Stderr, "screens:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer, light bool, cols int, fallback []string) error {
	raw, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	faces, err := loadFaces(fallback)
	if err != nil {
		return err
	}
	rows := strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n")
	for _, l := range rows {
		cols = max(cols, ansi.StringWidth(l))
	}
	pal := darkPalette
	if light {
		pal = lightPalette
	}
	img := image.NewRGBA(image.Rect(0, 0, cols*cellW, len(rows)*cellH))
	fill(img, img.Rect, pal.bg)
	pen := look{}
	for y, l := range rows {
		pen = drawLine(img, y, l, pen, pal, faces)
	}
	w := bufio.NewWriter(out)
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(w, fewer(framed(img, pal.bg))); err != nil {
		return err
	}
	return w.Flush()
}

// air is what a window keeps free around its screen, in pixels.
const air = 16

// framed sets a screen on a ground of its own colour, as a terminal's window does.
func framed(screen *image.RGBA, ground color.RGBA) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, screen.Rect.Dx()+2*air, screen.Rect.Dy()+2*air))
	fill(img, img.Rect, ground)
	draw.Draw(img, screen.Rect.Add(image.Pt(air, air)), screen, image.Point{}, draw.Src)
	return img
}

// cell is one character on the screen.
type cell struct {
	text   string
	width  int // columns
	pen    look
	fg, bg color.RGBA
}

// drawLine draws a line and returns the look in which it ends: tmux does not repeat it on the next line.
func drawLine(img *image.RGBA, row int, line string, pen look, pal palette, faces []face) look {
	var cells []cell
	var state byte
	for len(line) > 0 {
		seq, width, n, next := ansi.DecodeSequence(line, state, nil)
		state, line = next, line[n:]
		if width == 0 {
			if strings.HasPrefix(seq, "\x1b[") && strings.HasSuffix(seq, "m") {
				pen = pen.sgr(seq[2 : len(seq)-1])
			}
			continue
		}
		fg, bg := pen.colours(pal)
		cells = append(cells, cell{seq, width, pen, fg, bg})
	}
	rightToLeft(cells)
	x := 0
	for _, c := range cells {
		box := image.Rect(x*cellW, row*cellH, (x+c.width)*cellW, (row+1)*cellH)
		fill(img, box, c.bg)
		if !lines(img, box, c.text, c.fg) {
			glyphs(img, box, c.text, c.fg, c.pen, faces)
		}
		if c.pen.under {
			fill(img, image.Rect(box.Min.X, box.Min.Y+baseline+2, box.Max.X, box.Min.Y+baseline+3), c.fg)
		}
		if c.pen.strike {
			fill(img, image.Rect(box.Min.X, box.Min.Y+cellH/2, box.Max.X, box.Min.Y+cellH/2+1), c.fg)
		}
		x += c.width
	}
	// tmux leaves out a last cell that was erased in a colour.
	if end := img.Rect.Max.X / cellW; x == end-1 && len(cells) > 0 {
		fill(img, image.Rect(x*cellW, row*cellH, end*cellW, (row+1)*cellH), cells[len(cells)-1].bg)
	}
	return pen
}

// lines draws what terminals draw themselves, so that it joins from cell to cell, and reports whether text is of that kind.
func lines(img *image.RGBA, box image.Rectangle, text string, fg color.RGBA) bool {
	x, y := box.Min.X+cellW/2, box.Min.Y+cellH/2
	left := image.Rect(box.Min.X, y, x+1, y+1)
	right := image.Rect(x, y, box.Max.X, y+1)
	up := image.Rect(x, box.Min.Y, x+1, y+1)
	down := image.Rect(x, y, x+1, box.Max.Y)
	var parts []image.Rectangle
	switch text {
	case "─":
		parts = []image.Rectangle{left, right}
	case "│":
		parts = []image.Rectangle{up, down}
	case "┬":
		parts = []image.Rectangle{left, right, down}
	case "┴":
		parts = []image.Rectangle{left, right, up}
	case "├":
		parts = []image.Rectangle{right, up, down}
	case "┤":
		parts = []image.Rectangle{left, up, down}
	case "┼":
		parts = []image.Rectangle{left, right, up, down}
	case "┃":
		parts = []image.Rectangle{image.Rect(x-1, box.Min.Y, x+2, box.Max.Y)}
	case "┊":
		for i := range 4 {
			parts = append(parts, image.Rect(x, box.Min.Y+i*cellH/4+1, x+1, box.Min.Y+i*cellH/4+4))
		}
	case "▌":
		parts = []image.Rectangle{image.Rect(box.Min.X, box.Min.Y, x, box.Max.Y)}
	case "▀":
		parts = []image.Rectangle{image.Rect(box.Min.X, box.Min.Y, box.Max.X, y)}
	default:
		return false
	}
	for _, p := range parts {
		fill(img, p, fg)
	}
	return true
}

func glyphs(img *image.RGBA, box image.Rectangle, text string, fg color.RGBA, pen look, faces []face) {
	dot := fixed.P(box.Min.X, box.Min.Y+baseline)
	for _, r := range text {
		f := pick(faces, r, pen)
		if f == nil {
			continue
		}
		dr, mask, at, advance, ok := f.Glyph(dot, r)
		if !ok {
			continue
		}
		if extra := (fixed.I(box.Dx()) - advance) / 2; extra > 0 && box.Dx() > cellW { // a wide glyph stands in the middle
			dr, mask, at, _, _ = f.Glyph(dot.Add(fixed.Point26_6{X: extra}), r)
		}
		blend(img, dr.Intersect(img.Rect), mask, at.Add(dr.Intersect(img.Rect).Min.Sub(dr.Min)), fg)
	}
}

func fill(img *image.RGBA, r image.Rectangle, c color.RGBA) {
	r = r.Intersect(img.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			img.SetRGBA(x, y, c)
		}
	}
}

func blend(img *image.RGBA, r image.Rectangle, mask image.Image, at image.Point, c color.RGBA) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			_, _, _, a := mask.At(at.X+x-r.Min.X, at.Y+y-r.Min.Y).RGBA()
			old := img.RGBAAt(x, y)
			mix := func(o, n uint8) uint8 { return uint8((uint32(o)*(0xffff-a) + uint32(n)*a) / 0xffff) }
			img.SetRGBA(x, y, color.RGBA{mix(old.R, c.R), mix(old.G, c.G), mix(old.B, c.B), 255})
		}
	}
}
