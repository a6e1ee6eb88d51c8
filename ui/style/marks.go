package style

// Marks are the signs that stand beside and between text. Each is one column wide, except where noted.
type Marks struct {
	Unread, Read, Bookmark string
	Preview                string // only a part is served
	Trouble                string // a feed that fails
	Enclosure              string
	Selected               string
	Cursor                 string // the bar at the left of the cursor's row

	Vertical, Horizontal string // thin lines between panes
	TeeDown, TeeUp       string // where a vertical line meets a horizontal one above, below it

	QuoteBar     string
	LeftOut      string // between a left-out block and its reason
	Bullets      [3]string
	Wrapped      string // stands where a line of code goes on
	Ellipsis     string // one column in both sets
	Track, Thumb string // the progress column
	Up           string
	Back         string
	Fold, Folded string // an open and a closed folder
	Dot          string // between the parts of a line
	Section      string // a break between sections, centred; several columns
	Picture      string // stands before a picture's alternative text; several columns
	HalfBlocks   bool   // whether "▀" may be drawn
}

// Unicode returns the usual marks.
func Unicode() Marks {
	return Marks{
		Unread: "●", Read: "○", Bookmark: "★", Preview: "▪", Trouble: "!", Enclosure: "♪", Selected: "✓",
		Cursor:   "▌",
		Vertical: "│", Horizontal: "─", TeeDown: "┬", TeeUp: "┴",
		QuoteBar: "│", LeftOut: "┊", Bullets: [3]string{"•", "◦", "▪"}, Wrapped: "↪", Ellipsis: "…",
		Track: "│", Thumb: "┃", Up: "↑", Back: "←", Fold: "▾", Folded: "▸", Dot: "·",
		Section: "* * *", Picture: "▫", HalfBlocks: true,
	}
}

// ASCII returns marks of 7-bit characters only, for terminals and fonts that have no others.
func ASCII() Marks {
	return Marks{
		Unread: "*", Read: "o", Bookmark: "+", Preview: "#", Trouble: "!", Enclosure: "@", Selected: "x",
		Cursor:   ">",
		Vertical: "|", Horizontal: "-", TeeDown: "+", TeeUp: "+",
		QuoteBar: "|", LeftOut: ":", Bullets: [3]string{"-", "+", "*"}, Wrapped: "\\", Ellipsis: "~",
		Track: ":", Thumb: "|", Up: "^", Back: "<", Fold: "-", Folded: "+", Dot: "-",
		Section: "* * *", Picture: "[]",
	}
}
