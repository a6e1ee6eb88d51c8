package style

// Role is what a piece of text on the screen is for. A theme has one Look for each.
type Role uint8

// The roles. Names in theme files are the lower-case words of String.
const (
	Text        Role = iota // running text
	Dim                     // what may be overlooked: ages, sources, the lines under a title
	Accent                  // the cursor's bar and the unread dot: the one accent colour
	Warning                 // the one warning colour: feeds in trouble, errors in the status line
	Title                   // the article's title, a pane's or a screen's title
	Heading                 // headings within an article, day and folder lines in a list
	Quote                   // quoted text
	QuoteBar                // the bar beside it; decoration
	Code                    // code within a line
	CodeBlock               // a block of code: its background tints the whole block
	Caption                 // under a picture
	Link                    // linked text
	LinkHere                // the link that Enter would follow
	Hint                    // the numbers that ; sets beside links
	Marked                  // text that the page itself highlights
	Hit                     // a search's hits
	HitHere                 // the hit that n and N stand on
	LeftOut                 // the text of a block that was left out
	Reason                  // why it was left out, in the margin
	LeftOutHere             // the left-out block that k would keep
	Notice                  // a preview's or a teaser's notice
	Line                    // thin lines between panes, rules; decoration
	Cursor                  // the row under the cursor
	CursorAway              // the same in a pane that has no focus
	Selected                // rows marked for a common action
	Unread                  // the title of an unread item
	Read                    // the title of a read item
	Count                   // numbers beside feeds and views
	Key                     // a key's name in help and hints
	Status                  // the status line
	Input                   // what is being typed
	Track                   // the progress column; decoration
	Thumb                   // the part of it that is on screen; decoration
	SyntaxKeyword
	SyntaxString
	SyntaxComment
	SyntaxNumber
	SyntaxName // functions, tags, attributes
	SyntaxType
	roles // how many there are
)

var roleNames = [roles]string{
	"text", "dim", "accent", "warning", "title", "heading", "quote", "quote-bar", "code", "code-block", "caption",
	"link", "link-here", "hint", "marked", "hit", "hit-here", "left-out", "reason", "left-out-here", "notice", "line",
	"cursor", "cursor-away", "selected", "unread", "read", "count", "key", "status", "input", "track", "thumb",
	"syntax-keyword", "syntax-string", "syntax-comment", "syntax-number", "syntax-name", "syntax-type",
}

// String returns the role's name in theme files.
func (r Role) String() string {
	if r < roles {
		return roleNames[r]
	}
	return "role?"
}

// Roles returns every role, in order.
func Roles() []Role {
	all := make([]Role, roles)
	for i := range all {
		all[i] = Role(i)
	}
	return all
}

// Decoration reports whether the role draws lines and bars only, never text: WCAG's contrast for text does not apply.
func (r Role) Decoration() bool {
	switch r {
	case QuoteBar, Line, Track, Thumb:
		return true
	}
	return false
}
