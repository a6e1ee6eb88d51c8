package style

import (
	"image/color"

	"github.com/charmbracelet/x/ansi"
)

// ANSI returns the theme for 16 colours: the terminal's own text and background, and as few of its palette's colours
// as tell something. Bright black is not among them: in many palettes it cannot be read.
func ANSI(dark bool) Theme {
	t := Mono(dark)
	t.Name = "sixteen"
	accent, warning := color.Color(ansi.Blue), color.Color(ansi.Red)
	str, num := color.Color(ansi.Magenta), color.Color(ansi.Magenta)
	if dark {
		accent, warning, str, num = ansi.BrightCyan, ansi.BrightRed, ansi.BrightGreen, ansi.BrightYellow
	}
	l := &t.looks
	l[Accent].Fg = accent
	l[Hint].Fg = accent
	l[LinkHere].Fg = accent
	l[HitHere].Fg = accent
	l[Warning].Fg = warning
	l[Notice].Fg = warning
	l[SyntaxKeyword].Fg = accent
	l[SyntaxString].Fg = str
	l[SyntaxNumber].Fg = num
	return t
}

// Mono returns the theme without any colour. It shows that nothing is told by colour alone: attributes, marks and
// words do. Its dim text is plain text: faint is unreadable in many terminals.
func Mono(dark bool) Theme {
	t := Theme{Name: "plain", Dark: dark}
	l := &t.looks
	for _, r := range []Role{Accent, Warning, Title, Heading, Unread, Key, SyntaxKeyword, Notice} {
		l[r].Attr = Bold
	}
	for _, r := range []Role{Link, Input, Hit} {
		l[r].Attr = Underline
	}
	for _, r := range []Role{Caption, Reason, SyntaxComment} {
		l[r].Attr = Italic
	}
	for _, r := range []Role{Cursor, LinkHere, Hint, HitHere} {
		l[r].Attr = Reverse
	}
	l[HitHere].Attr |= Bold
	l[LinkHere].Attr |= Bold
	l[CursorAway].Attr = Underline
	l[Selected].Attr = Underline
	l[Marked].Attr = Underline
	l[LeftOutHere].Attr = Bold
	return t
}

// highContrast returns black and white with one strong colour: at least 7:1 throughout (WCAG 2.2, 1.4.6).
func highContrast(dark bool) Theme {
	p := palette{
		bg: rgb(0xffffff), fg: rgb(0x000000), dim: rgb(0x1c1c1c), accent: rgb(0x00005f), warning: rgb(0x870000),
		codeBg: rgb(0xffffff), cursorBg: rgb(0xffff00), awayBg: rgb(0xe4e4e4), markBg: rgb(0xffff5f), hitBg: rgb(0xffff5f),
		hereBg: rgb(0x000000), hereFg: rgb(0xffffff), line: rgb(0x000000), thumb: rgb(0x000000),
		keyword: rgb(0x00005f), str: rgb(0x000000), comment: rgb(0x1c1c1c), num: rgb(0x000000), name: rgb(0x000000),
	}
	if dark {
		p = palette{
			bg: rgb(0x000000), fg: rgb(0xffffff), dim: rgb(0xe4e4e4), accent: rgb(0xffff00), warning: rgb(0xffaf87),
			codeBg: rgb(0x000000), cursorBg: rgb(0x00005f), awayBg: rgb(0x262626), markBg: rgb(0x5f0000), hitBg: rgb(0x5f0000),
			hereBg: rgb(0xffff00), hereFg: rgb(0x000000), line: rgb(0xffffff), thumb: rgb(0xffffff),
			keyword: rgb(0xffff00), str: rgb(0xffffff), comment: rgb(0xe4e4e4), num: rgb(0xffffff), name: rgb(0xffffff),
		}
	}
	t := p.theme(dark)
	t.Name = "contrast"
	return t
}
