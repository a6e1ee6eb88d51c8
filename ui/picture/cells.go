package picture

import (
	"fmt"
	"image"
	"image/color"
	"strings"

	"github.com/charmbracelet/x/ansi/kitty"
)

// A cell is taken to be twice as high as wide, as nearly all terminals' are, and for kitty cellWidth pixels wide.
const (
	cellWidth = 10
	mostRows  = 24 // of the screen, so that text stays beside every picture
)

// cells returns the columns and lines for a picture on a line of width columns: as wide as fits, never larger than it is.
func (p Picture) cells(width int) (cols, rows int) {
	w, h := p.Size()
	if w == 0 || width < 1 {
		return 0, 0
	}
	// In units of half cells, which are square.
	w, h = max(w/cellWidth, 1), max(h/cellWidth, 1)
	w, h = within(w, h, width, 2*mostRows)
	return w, (h + 1) / 2
}

// blocks returns the picture as lines of half blocks, each cell two pixels. Transparent parts take the colour under them,
// which over is.
func (p Picture) blocks(width int, over color.Color) []string {
	cols, rows := p.cells(width)
	if cols == 0 {
		return nil
	}
	img := scale(p.img, cols, 2*rows)
	r0, g0, b0, _ := over.RGBA()
	at := func(x, y int) (uint32, uint32, uint32) {
		r, g, b, a := img.At(x, y).RGBA() // premultiplied
		rest := 0xffff - a
		return (r + r0*rest/0xffff) >> 8, (g + g0*rest/0xffff) >> 8, (b + b0*rest/0xffff) >> 8
	}
	lines := make([]string, rows)
	var s strings.Builder
	for y := range rows {
		s.Reset()
		last := ""
		for x := range cols {
			r1, g1, b1 := at(x, 2*y)
			r2, g2, b2 := at(x, 2*y+1)
			sgr := fmt.Sprintf("\x1b[38;2;%d;%d;%d;48;2;%d;%d;%dm", r1, g1, b1, r2, g2, b2)
			if sgr != last { // neighbours are often alike
				s.WriteString(sgr)
				last = sgr
			}
			s.WriteString("▀")
		}
		s.WriteString("\x1b[m")
		lines[y] = s.String()
	}
	return lines
}

// placeholders returns the lines that a terminal with kitty's protocol fills with the picture of that id (Unicode
// placeholders: the colour of the text is the id, the diacritics are row and column).
func (p Picture) placeholders(id uint8, width int) []string {
	cols, rows := p.cells(width)
	lines := make([]string, rows)
	for y := range rows {
		var s strings.Builder
		fmt.Fprintf(&s, "\x1b[38;5;%dm", id)
		for x := range cols {
			s.WriteRune(kitty.Placeholder)
			s.WriteRune(kitty.Diacritic(y))
			s.WriteRune(kitty.Diacritic(x))
		}
		s.WriteString("\x1b[m")
		lines[y] = s.String()
	}
	return lines
}

// transmit returns the sequences that send the picture, as PNG in pieces.
func (p Picture) transmit(id uint8) string {
	var s strings.Builder
	err := kitty.EncodeGraphics(&s, image.Image(p.img), &kitty.Options{
		Action: kitty.Transmit, Transmission: kitty.Direct, Format: kitty.PNG, ID: int(id), Quiet: 2, Chunk: true,
	})
	if err != nil {
		return "" // a PNG of pixels in memory cannot fail to be written to memory
	}
	return s.String()
}

// place returns the sequence that lets a sent picture be shown by placeholders, cols×rows cells large.
func (p Picture) place(id uint8, width int) string {
	cols, rows := p.cells(width)
	return fmt.Sprintf("\x1b_Ga=p,U=1,i=%d,p=1,c=%d,r=%d,q=2\x1b\\", id, cols, rows)
}

func remove(id uint8) string { return fmt.Sprintf("\x1b_Ga=d,d=I,i=%d,q=2\x1b\\", id) }
