package style

import (
	"image/color"

	"github.com/charmbracelet/x/ansi"
)

// usualDark and usualLight are the hardest of the usual terminals' backgrounds: the brightest dark one (Nord) and the
// darkest light one. They stand for the terminal's own background where a theme sets none.
var (
	usualDark  = rgb(0x2e3440)
	usualLight = rgb(0xeeeeee)
)

// fit256 returns the theme in the fixed colours of a 256-colour terminal (16 to 255: the first sixteen are the
// person's own). The nearest colour alone loses contrast, as the cube's steps are wide: each text colour becomes the
// nearest that keeps 4.5:1, or failing that the one with the most contrast.
func (t Theme) fit256() Theme {
	fixed := fixedColors()
	t.Background, t.Foreground = fixed.nearest(t.Background), fixed.nearest(t.Foreground)
	for i := range t.looks {
		t.looks[i].Bg = fixed.nearest(t.looks[i].Bg)
	}
	base := t.Background
	if base == nil {
		base = usualLight
		if t.Dark {
			base = usualDark
		}
	}
	under := []color.Color{base}
	for _, r := range []Role{Cursor, CursorAway, Selected} {
		if l := t.looks[r]; l.Bg != nil {
			under = append(under, l.Bg)
		}
	}
	for i := range t.looks {
		l := &t.looks[i]
		switch {
		case l.Fg == nil:
		case Role(i).Decoration():
			l.Fg = fixed.nearest(l.Fg)
		case l.Bg != nil:
			l.Fg = fixed.readable(l.Fg, []color.Color{l.Bg})
		default:
			l.Fg = fixed.readable(l.Fg, under)
		}
	}
	return t
}

// short names the colours that are among the fixed ones of 256 by their number, which takes 7 bytes less each time. Every
// terminal with 24-bit colour has those.
func (t Theme) short() Theme {
	fixed := fixedColors()
	name := func(c color.Color) color.Color {
		switch c.(type) {
		case nil, ansi.BasicColor, ansi.IndexedColor: // the person's own, or short already
			return c
		}
		if n, ok := fixed.nearest(c).(ansi.IndexedColor); ok {
			r, g, b := channels(c)
			if x := fixed[n-16]; x.r == r && x.g == g && x.b == b {
				return n
			}
		}
		return c
	}
	for i := range t.looks {
		t.looks[i].Fg, t.looks[i].Bg = name(t.looks[i].Fg), name(t.looks[i].Bg)
	}
	return t
}

// fixedPalette holds the colours 16 to 255 with their luminance.
type fixedPalette [240]struct {
	c       ansi.IndexedColor
	r, g, b int
	lum     float64
}

func fixedColors() *fixedPalette {
	p := new(fixedPalette)
	for i := range p {
		c := ansi.IndexedColor(16 + i)
		p[i].c = c
		p[i].r, p[i].g, p[i].b = channels(c)
		p[i].lum = luminance(c)
	}
	return p
}

func channels(c color.Color) (r, g, b int) {
	cr, cg, cb, _ := c.RGBA()
	return int(cr >> 8), int(cg >> 8), int(cb >> 8)
}

func (p *fixedPalette) nearest(c color.Color) color.Color {
	return p.readable(c, nil)
}

// readable returns the palette's colour nearest to c among those with 4.5:1 on all of backgrounds. A colour of the person's own
// sixteen stays: who chose the theme "sixteen", or names one in a theme, wants those.
func (p *fixedPalette) readable(c color.Color, backgrounds []color.Color) color.Color {
	if _, already := c.(ansi.IndexedColor); c == nil || already || isPalette(c) {
		return c
	}
	r, g, b := channels(c)
	lum := luminance(c)
	on := make([]float64, len(backgrounds))
	for i, bg := range backgrounds {
		on[i] = luminance(bg)
	}
	best, most := -1, 0
	bestDistance, mostContrast := 0.0, 0.0
	for i := range p {
		e := &p[i]
		contrast := 21.0
		for _, l := range on {
			contrast = min(contrast, ratio(e.lum, l))
		}
		if contrast > mostContrast {
			most, mostContrast = i, contrast
		}
		if contrast < 4.5 {
			continue
		}
		// Lightness counts for more than hue: it is what one reads by.
		dr, dg, db := e.r-r, e.g-g, e.b-b
		d := float64(dr*dr+dg*dg+db*db) * ratio(e.lum, lum) * ratio(e.lum, lum)
		if best < 0 || d < bestDistance {
			best, bestDistance = i, d
		}
	}
	if best < 0 {
		best = most
	}
	return p[best].c
}

// ratio is WCAG's contrast ratio of two luminances.
func ratio(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	return (a + 0.05) / (b + 0.05)
}
