package cli

import (
	"os"
	"strings"
	"time"

	"tidings/feed/article"
	"tidings/ui/layout"
	"tidings/ui/style"
)

// printText sets an article for the terminal, or without colours, links and margins for a pipe.
func (p *program) printText(a article.Article, o readOptions) error {
	terminal := isTerminal(p.Out)
	width := o.width
	if width <= 0 {
		width = p.columns(72)
	}
	options := layout.Options{
		Width: width, Theme: theme(terminal), Hyperlinks: terminal, ShowRemoved: o.leftOut, ShowAround: true, Now: time.Now(), Zone: time.Local,
	}
	if terminal {
		options.Colors = layout.Highlight(a, false)
	}
	l := layout.Lines(a, options)
	var b strings.Builder
	for _, line := range l.Lines {
		b.WriteString(strings.TrimRight(line.Text, " "))
		b.WriteByte('\n')
	}
	return p.printLong(b.String())
}

// theme is the sixteen colours of the person's own palette on a terminal, only weight and slant with NO_COLOR
// (no-color.org), and nothing at all in a pipe.
func theme(terminal bool) style.Theme {
	switch {
	case !terminal:
		return style.Theme{}
	case os.Getenv("NO_COLOR") != "":
		return style.Mono(true)
	default:
		return style.ANSI(true)
	}
}
