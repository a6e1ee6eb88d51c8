package style

import "image/color"

// palette is the few colours that a theme is made of. A nil background is the terminal's own.
type palette struct {
	bg, fg                           color.Color
	dim, accent, warning             color.Color
	codeBg, cursorBg, awayBg         color.Color
	markBg, hitBg, hereBg, hereFg    color.Color
	line, thumb                      color.Color
	keyword, str, comment, num, name color.Color
}

func rgb(hex uint32) color.Color {
	return color.RGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

// theme derives all looks from the palette: one accent, one warning colour, and everything else text, dim text and
// space. Links are told by their line, headings by weight, quotes by their bar.
func (p palette) theme(dark bool) Theme {
	t := Theme{Dark: dark, Background: p.bg, Foreground: p.fg}
	l := &t.looks
	text := Look{Fg: p.fg}
	for r := range l {
		l[r] = text
	}
	dim := Look{Fg: p.dim}
	// On a tint of ours the terminal's own text colour may be too faint: there the text has a colour of ours too.
	ink := p.fg
	if ink == nil {
		ink = rgb(0x1c1c1c)
		if dark {
			ink = rgb(0xeeeeee)
		}
	}
	for _, r := range []Role{Dim, Caption, LeftOut, Reason, Read, Count, Status, Quote} {
		l[r] = dim
	}
	l[Quote] = text
	l[Status] = dim
	l[Accent] = Look{Fg: p.accent, Attr: Bold}
	l[Warning] = Look{Fg: p.warning, Attr: Bold}
	l[Title] = Look{Fg: p.fg, Attr: Bold}
	l[Heading] = Look{Fg: p.fg, Attr: Bold}
	l[QuoteBar] = Look{Fg: p.line}
	l[Line] = Look{Fg: p.line}
	l[Track] = Look{Fg: p.line}
	l[Thumb] = Look{Fg: p.thumb}
	l[Code] = Look{Fg: ink, Bg: p.codeBg}
	l[CodeBlock] = Look{Fg: ink, Bg: p.codeBg}
	l[Caption] = Look{Fg: p.dim}
	l[Link] = Look{Fg: p.fg, Attr: Underline}
	l[LinkHere] = Look{Fg: p.hereFg, Bg: p.hereBg, Attr: Bold | Underline}
	l[Hint] = Look{Fg: p.hereFg, Bg: p.hereBg, Attr: Bold}
	l[Marked] = Look{Fg: ink, Bg: p.markBg}
	l[Hit] = Look{Fg: ink, Bg: p.hitBg, Attr: Underline}
	l[HitHere] = Look{Fg: p.hereFg, Bg: p.hereBg, Attr: Bold | Underline}
	l[Reason] = Look{Fg: p.dim, Attr: Italic}
	l[LeftOutHere] = Look{Fg: ink, Bg: p.cursorBg}
	l[Notice] = Look{Fg: p.warning}
	l[Cursor] = Look{Fg: ink, Bg: p.cursorBg, Attr: Bold}
	l[CursorAway] = Look{Fg: ink, Bg: p.awayBg}
	l[Selected] = Look{Fg: ink, Bg: p.markBg}
	l[Unread] = Look{Fg: p.fg, Attr: Bold}
	l[Key] = Look{Fg: p.fg, Attr: Bold}
	l[Input] = Look{Fg: p.fg, Attr: Underline}
	l[SyntaxKeyword] = Look{Fg: p.keyword, Bg: p.codeBg, Attr: Bold}
	l[SyntaxString] = Look{Fg: p.str, Bg: p.codeBg}
	l[SyntaxComment] = Look{Fg: p.comment, Bg: p.codeBg, Attr: Italic}
	l[SyntaxNumber] = Look{Fg: p.num, Bg: p.codeBg}
	l[SyntaxName] = Look{Fg: p.name, Bg: p.codeBg}
	l[SyntaxType] = Look{Fg: p.keyword, Bg: p.codeBg}
	return t
}

// paletteNames are the themes that are made of a palette, in the order of darkPalettes and lightPalettes.
var paletteNames = [...]string{"tidings", "paper", "slate", "moss"}

// The colours keep 4.5:1 (WCAG 2.2, 1.4.3) for text on every background they lie on, also after mapping to 256
// colours; the first theme does so on the usual terminals' backgrounds, as it sets none. style_test computes it.
var darkPalettes = [...]palette{
	{
		dim: rgb(0xb2b2b2), accent: rgb(0x87afff), warning: rgb(0xffaf87),
		codeBg: rgb(0x303030), cursorBg: rgb(0x303a4a), awayBg: rgb(0x303030),
		markBg: rgb(0x3a3a1e), hitBg: rgb(0x3a3a1e), hereBg: rgb(0x87afff), hereFg: rgb(0x121212),
		line: rgb(0x626262), thumb: rgb(0xb2b2b2),
		keyword: rgb(0xafafff), str: rgb(0xafd7af), comment: rgb(0xb2b2b2), num: rgb(0xffd7af), name: rgb(0x87d7ff),
	},
	{
		bg: rgb(0x24211c), fg: rgb(0xe4dac8),
		dim: rgb(0xb8ab95), accent: rgb(0xe8a765), warning: rgb(0xff9b85),
		codeBg: rgb(0x302c25), cursorBg: rgb(0x443a2a), awayBg: rgb(0x322e27),
		markBg: rgb(0x3a3a1e), hitBg: rgb(0x3a3a1e), hereBg: rgb(0xe8a765), hereFg: rgb(0x1c1a16),
		line: rgb(0x6b6252), thumb: rgb(0xb8ab95),
		keyword: rgb(0xe8b98a), str: rgb(0xbccf9a), comment: rgb(0xb8ab95), num: rgb(0xe6c477), name: rgb(0xa9c7d8),
	},
	{
		bg: rgb(0x1b222c), fg: rgb(0xd6dde6),
		dim: rgb(0xa6b1bf), accent: rgb(0x7db7f0), warning: rgb(0xffa08c),
		codeBg: rgb(0x26303c), cursorBg: rgb(0x2c4056), awayBg: rgb(0x28313d),
		markBg: rgb(0x3a3a1e), hitBg: rgb(0x3a3a1e), hereBg: rgb(0x7db7f0), hereFg: rgb(0x121820),
		line: rgb(0x566375), thumb: rgb(0xa6b1bf),
		keyword: rgb(0x9ec5f5), str: rgb(0xa8d1b0), comment: rgb(0xa6b1bf), num: rgb(0xe8c79a), name: rgb(0xc5b8ee),
	},
	{
		bg: rgb(0x1c231d), fg: rgb(0xd6e0d2),
		dim: rgb(0xa9b8a5), accent: rgb(0x9fd08a), warning: rgb(0xffa585),
		codeBg: rgb(0x283129), cursorBg: rgb(0x2f4431), awayBg: rgb(0x2a332b),
		markBg: rgb(0x3a3a1e), hitBg: rgb(0x3a3a1e), hereBg: rgb(0x9fd08a), hereFg: rgb(0x131813),
		line: rgb(0x5a6b59), thumb: rgb(0xa9b8a5),
		keyword: rgb(0xa8d696), str: rgb(0xd6cf94), comment: rgb(0xa9b8a5), num: rgb(0xe8c08a), name: rgb(0x9ccfd0),
	},
}

var lightPalettes = [...]palette{
	{
		dim: rgb(0x5f5f5f), accent: rgb(0x005faf), warning: rgb(0xaf0000),
		codeBg: rgb(0xeeeeee), cursorBg: rgb(0xd7e3f4), awayBg: rgb(0xe4e4e4),
		markBg: rgb(0xffffaf), hitBg: rgb(0xffffaf), hereBg: rgb(0x005faf), hereFg: rgb(0xffffff),
		line: rgb(0xa8a8a8), thumb: rgb(0x5f5f5f),
		keyword: rgb(0x5f00af), str: rgb(0x005f00), comment: rgb(0x5f5f5f), num: rgb(0x875f00), name: rgb(0x005f87),
	},
	{
		bg: rgb(0xf8f1e3), fg: rgb(0x33302a),
		dim: rgb(0x655d4f), accent: rgb(0x9a3f1c), warning: rgb(0xa31515),
		codeBg: rgb(0xefe6d3), cursorBg: rgb(0xecdcbd), awayBg: rgb(0xeee6d6),
		markBg: rgb(0xf5e29c), hitBg: rgb(0xf5e29c), hereBg: rgb(0x9a3f1c), hereFg: rgb(0xffffff),
		line: rgb(0xb3a68e), thumb: rgb(0x655d4f),
		keyword: rgb(0x87361a), str: rgb(0x3d5a1e), comment: rgb(0x655d4f), num: rgb(0x755000), name: rgb(0x215a75),
	},
	{
		bg: rgb(0xf4f6f8), fg: rgb(0x24292f),
		dim: rgb(0x55606c), accent: rgb(0x0f5fa8), warning: rgb(0xb02a1c),
		codeBg: rgb(0xe8ecf0), cursorBg: rgb(0xd3e3f4), awayBg: rgb(0xe6eaee),
		markBg: rgb(0xf6ebab), hitBg: rgb(0xf6ebab), hereBg: rgb(0x0f5fa8), hereFg: rgb(0xffffff),
		line: rgb(0xa3adb8), thumb: rgb(0x55606c),
		keyword: rgb(0x1d4f91), str: rgb(0x1f6032), comment: rgb(0x55606c), num: rgb(0x7a4a00), name: rgb(0x5f3a99),
	},
	{
		bg: rgb(0xf3f6ef), fg: rgb(0x243024),
		dim: rgb(0x55624f), accent: rgb(0x2c6629), warning: rgb(0xa63218),
		codeBg: rgb(0xe6ecdf), cursorBg: rgb(0xd5e6c9), awayBg: rgb(0xe5eadf),
		markBg: rgb(0xf2e9a3), hitBg: rgb(0xf2e9a3), hereBg: rgb(0x2c6629), hereFg: rgb(0xffffff),
		line: rgb(0xa3b09b), thumb: rgb(0x55624f),
		keyword: rgb(0x2d5f2a), str: rgb(0x6b5200), comment: rgb(0x55624f), num: rgb(0x884000), name: rgb(0x1c5f66),
	},
}
