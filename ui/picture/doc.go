// Package picture turns the bytes of a picture into what a terminal can show: Unicode placeholders of kitty's graphics
// protocol, or half blocks in two colours a cell. It is pure: who loads the bytes, and whether pictures are wanted at all,
// is the Model's. It decodes PNG, JPEG, GIF (its first frame) and WebP, never more pixels than it has been allowed, and
// keeps no more of a picture than a screen can show.
//
// Show loads an article's pictures in commands and is what the Model holds; prepare and Album are its parts.
package picture

import "strings"

// Mode is how pictures are shown.
type Mode uint8

// The modes.
const (
	Off        Mode = iota
	HalfBlocks      // "▀" in two colours: wherever there are 256 colours or more
	Kitty           // the picture itself, in the cells of Unicode placeholders
)

// String returns the mode's name in the config file.
func (m Mode) String() string {
	switch m {
	case HalfBlocks:
		return "blocks"
	case Kitty:
		return "kitty"
	default:
		return "off"
	}
}

// Detect says how pictures can be shown by what the environment tells: kitty and Ghostty know Unicode placeholders;
// within tmux or screen, which would have to let them through, and elsewhere half blocks do. Over ssh pictures are off,
// and without colours. colors is how many the terminal has.
func Detect(getenv func(string) string, colors int) Mode {
	term := getenv("TERM")
	switch {
	case colors < 256 || term == "dumb" || getenv("SSH_CONNECTION") != "" || getenv("SSH_TTY") != "":
		return Off
	case getenv("TMUX") != "" || strings.HasPrefix(term, "screen") || strings.HasPrefix(term, "tmux"):
		return HalfBlocks
	case getenv("KITTY_WINDOW_ID") != "" || term == "xterm-kitty" || term == "xterm-ghostty" || getenv("TERM_PROGRAM") == "ghostty":
		return Kitty
	default:
		return HalfBlocks
	}
}
