package main

import (
	"image"
	"image/color"
	"math"
)

// mostColours and, on a large screen, fewColours keep every picture under 120 kB; a palette can have 256.
const (
	mostColours = 48
	fewColours  = 16 // two pixels to a byte
	largeScreen = 1_800_000
)

// fewer returns the picture in its commonest colours, others in the nearest of them: a file a third as large, and nobody sees
// the difference at the edges of letters.
func fewer(img *image.RGBA) image.Image {
	count := map[color.RGBA]int{}
	for i := 0; i < len(img.Pix); i += 4 {
		count[color.RGBA{img.Pix[i] &^ 7, img.Pix[i+1] &^ 7, img.Pix[i+2] &^ 7, 255}]++
	}
	most := mostColours
	if len(img.Pix)/4 > largeScreen {
		most = fewColours
	}
	// Again and again the colour that is missed most: common, and far from those that are there.
	missed := map[color.RGBA]int{}
	for c := range count {
		missed[c] = 3 * 255 * 255
	}
	var pal color.Palette
	for len(pal) < min(most, len(count)) {
		var next color.RGBA
		weight := -1
		for c, far := range missed {
			if w := int(math.Sqrt(float64(count[c]))) * far; w > weight || w == weight && less(c, next) {
				next, weight = c, w
			}
		}
		pal = append(pal, next)
		for c, far := range missed {
			r, g, b := int(c.R)-int(next.R), int(c.G)-int(next.G), int(c.B)-int(next.B)
			missed[c] = min(far, r*r+g*g+b*b)
		}
	}
	out := image.NewPaletted(img.Rect, pal)
	index := map[color.RGBA]uint8{}
	for i := 0; i < len(img.Pix); i += 4 {
		c := color.RGBA{img.Pix[i] &^ 7, img.Pix[i+1] &^ 7, img.Pix[i+2] &^ 7, 255}
		n, ok := index[c]
		if !ok {
			n = uint8(pal.Index(c)) //nolint:gosec // at most 255
			index[c] = n
		}
		out.Pix[i/4] = n
	}
	return out
}

func less(a, b color.RGBA) bool {
	return int(a.R)<<16+int(a.G)<<8+int(a.B) < int(b.R)<<16+int(b.G)<<8+int(b.B)
}
