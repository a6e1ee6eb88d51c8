package main

import (
	"image/color"
	"strconv"
	"strings"
)

// look is the state of the terminal's pen: SGR as in ECMA-48 8.3.117, with ISO 8613-6 colours.
type look struct {
	fg, bg                                    *color.RGBA // nil: the palette's
	fgIndex, bgIndex                          int         // 1 + index of a palette colour, 0 for none
	bold, dim, italic, under, reverse, strike bool
}

func (l look) sgr(params string) look {
	params = strings.NewReplacer("4:0", "24", "4:1", "4", "4:2", "4", "4:3", "4", "4:4", "4", "4:5", "4").Replace(params) // kinds of underline
	part := strings.FieldsFunc(params, func(r rune) bool { return r == ';' || r == ':' })
	if len(part) == 0 {
		return look{}
	}
	num := func(i int) int {
		if i >= len(part) {
			return 0
		}
		n, _ := strconv.Atoi(part[i])
		return n
	}
	for i := 0; i < len(part); i++ {
		switch n := num(i); {
		case n == 0:
			l = look{}
		case n == 1:
			l.bold = true
		case n == 2:
			l.dim = true
		case n == 3:
			l.italic = true
		case n == 4:
			l.under = true
		case n == 7:
			l.reverse = true
		case n == 9:
			l.strike = true
		case n == 22:
			l.bold, l.dim = false, false
		case n == 23:
			l.italic = false
		case n == 24:
			l.under = false
		case n == 27:
			l.reverse = false
		case n == 29:
			l.strike = false
		case n >= 30 && n <= 37:
			l.fg, l.fgIndex = nil, n-30+1
		case n >= 90 && n <= 97:
			l.fg, l.fgIndex = nil, n-90+8+1
		case n == 39:
			l.fg, l.fgIndex = nil, 0
		case n >= 40 && n <= 47:
			l.bg, l.bgIndex = nil, n-40+1
		case n >= 100 && n <= 107:
			l.bg, l.bgIndex = nil, n-100+8+1
		case n == 49:
			l.bg, l.bgIndex = nil, 0
		case n == 38 || n == 48 || n == 58:
			var c *color.RGBA
			index := 0
			if num(i+1) == 5 {
				index = num(i+2) + 1
				i += 2
			} else {
				c = &color.RGBA{uint8(num(i + 2)), uint8(num(i + 3)), uint8(num(i + 4)), 255}
				i += 4
			}
			switch n {
			case 38:
				l.fg, l.fgIndex = c, index
			case 48:
				l.bg, l.bgIndex = c, index
			}
		}
	}
	return l
}

// colours resolves the pen against a palette: dim moves the text half-way to its ground, as most terminals do.
func (l look) colours(p palette) (fg, bg color.RGBA) {
	fg, bg = p.fg, p.bg
	if l.fgIndex > 0 {
		fg = p.index(l.fgIndex - 1)
	}
	if l.bgIndex > 0 {
		bg = p.index(l.bgIndex - 1)
	}
	if l.fg != nil {
		fg = *l.fg
	}
	if l.bg != nil {
		bg = *l.bg
	}
	if l.dim {
		mix := func(a, b uint8) uint8 { return uint8((int(a)*55 + int(b)*45) / 100) }
		fg = color.RGBA{mix(fg.R, bg.R), mix(fg.G, bg.G), mix(fg.B, bg.B), 255}
	}
	if l.reverse {
		fg, bg = bg, fg
	}
	return fg, bg
}

// palette is a terminal's default colours and the sixteen.
type palette struct {
	fg, bg color.RGBA
	base   [16]color.RGBA
}

// index is colour n of 256: the sixteen, a cube of 6×6×6, and 24 greys.
func (p palette) index(n int) color.RGBA {
	switch {
	case n < 16:
		return p.base[n]
	case n < 232:
		level := func(v int) uint8 {
			if v == 0 {
				return 0
			}
			return uint8(55 + 40*v)
		}
		n -= 16
		return color.RGBA{level(n / 36), level(n / 6 % 6), level(n % 6), 255}
	default:
		v := uint8(8 + 10*(n-232))
		return color.RGBA{v, v, v, 255}
	}
}

func rgb(v uint32) color.RGBA { return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255} }

var darkPalette = palette{
	fg: rgb(0xd8d8d8), bg: rgb(0x181818),
	base: [16]color.RGBA{
		rgb(0x181818), rgb(0xd5605b), rgb(0x8fb573), rgb(0xe0b060), rgb(0x6a9fd4), rgb(0xb48ead), rgb(0x70b8b0), rgb(0xd8d8d8),
		rgb(0x6b6b6b), rgb(0xe8837e), rgb(0xa9cf8d), rgb(0xf0c880), rgb(0x8cbcee), rgb(0xcda8c6), rgb(0x90d4cc), rgb(0xffffff),
	},
}

var lightPalette = palette{
	fg: rgb(0x262626), bg: rgb(0xfbfaf7),
	base: [16]color.RGBA{
		rgb(0x262626), rgb(0xb03028), rgb(0x4a7a2a), rgb(0x946200), rgb(0x23609e), rgb(0x7b4a86), rgb(0x1f7a72), rgb(0xd0d0d0),
		rgb(0x8a8a8a), rgb(0xc84a42), rgb(0x5f9440), rgb(0xb07a10), rgb(0x3a7cc0), rgb(0x9463a0), rgb(0x309890), rgb(0xffffff),
	},
}
