package style

import (
	"fmt"
	"image/color"
	"math"

	"github.com/charmbracelet/x/ansi"
)

// Contrast returns the contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it (relative luminance of sRGB).
func Contrast(a, b color.Color) float64 {
	return ratio(luminance(a), luminance(b))
}

// luminance is the relative luminance of WCAG 2.2, 0 for black to 1 for white. The threshold is sRGB's own (IEC
// 61966-2-1), 0.04045; the older 0.03928 in WCAG's text makes no difference for 8-bit values.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func linear(v uint32) float64 {
	s := float64(v) / 0xffff
	if s <= 0.04045 {
		return s / 12.92
	}
	return math.Pow((s+0.055)/1.055, 2.4)
}

// unreadable names the roles whose text has less than 4.5:1 against what it lies on.
func unreadable(which string, t Theme) []string {
	bg, fg := t.Background, t.Foreground
	if bg == nil {
		bg = usualLight
		if t.Dark {
			bg = usualDark
		}
	}
	if fg == nil {
		fg = rgb(0x000000)
		if t.Dark {
			fg = rgb(0xffffff)
		}
	}
	var out []string
	for _, r := range Roles() {
		l := t.Look(r)
		on, ink := bg, fg
		if l.Bg != nil {
			on = l.Bg
		}
		if l.Fg != nil {
			ink = l.Fg
		}
		if isPalette(ink) || isPalette(on) { // the person's own sixteen: nobody here knows them
			continue
		}
		if c := Contrast(ink, on); c < 4.5 && !r.Decoration() {
			out = append(out, fmt.Sprintf("%s: %s: contrast %.1f:1, less than 4.5:1", which, r, c))
		}
	}
	return out
}

func isPalette(c color.Color) bool {
	_, ok := c.(ansi.BasicColor)
	return ok
}
