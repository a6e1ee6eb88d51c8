package layout

import (
	"embed"
	"io/fs"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"

	"tidings/feed/article"
	"tidings/ui/style"
)

// The lexers are chroma's own definitions, without change, of the languages that articles show. They are here because
// chroma's package of all lexers reads 280 of them at start-up (6.8 ms, 2.7 MB, measured with GODEBUG=inittrace=1),
// which every start of the program would pay; chroma itself costs 0.03 ms. go.xml is written out of chroma's Go lexer,
// which exists as code only, without templates in raw strings. COPYING holds their licence (MIT).
//
//go:embed lexers/*.xml
var lexerFiles embed.FS

// lexers reads the definitions when the first piece of code is set; a language's rules are compiled at its first use.
var lexers = sync.OnceValue(func() *chroma.LexerRegistry {
	reg := chroma.NewLexerRegistry()
	names, err := fs.Glob(lexerFiles, "lexers/*.xml")
	if err != nil {
		return reg // impossible: the pattern is well-formed
	}
	for _, n := range names {
		if l, err := chroma.NewXMLLexer(lexerFiles, n); err == nil {
			reg.Register(l)
		}
	}
	return reg
})

// mostCode bounds what is highlighted of one article: beyond, code is shown plain. Highlighting takes 3 to 7 ms for
// 1,000 bytes, a language's first use up to 10 ms more (measured): far more than setting the text does.
const mostCode = 32 << 10

// Colors are the roles of an article's code. They are found apart from Lines, as that takes long: show the text without
// them first. They hold for every width.
type Colors struct {
	blocks map[int]colored
}

type colored struct {
	text   string
	tokens []token
}

// Highlight finds the colours of an article's code, in the languages that are known, or returns nil if there is none.
// graphemes is as in Options.
func Highlight(a article.Article, graphemes bool) *Colors {
	c := &Colors{blocks: map[int]colored{}}
	left := mostCode
	for i := range a.Blocks {
		b := &a.Blocks[i]
		if b.Kind != article.Code || b.Lang == "" {
			continue
		}
		text := codeText(b, graphemes)
		if len(text) > left {
			continue
		}
		if t := highlight(b.Lang, text); len(t) > 1 {
			c.blocks[i] = colored{text, t}
			left -= len(text)
		}
	}
	if len(c.blocks) == 0 {
		return nil
	}
	return c
}

// of returns the tokens of block i if its text is the one that they were found in.
func (c *Colors) of(i int, text string) []token {
	if c != nil {
		if b, ok := c.blocks[i]; ok && b.text == text {
			return b.tokens
		}
	}
	return nil
}

// token is a stretch of code of one role.
type token struct {
	end  int // bytes of the code up to and with it
	role style.Role
}

// highlight divides code into roles. Code in a language that is unknown, and too much of it, is all CodeBlock.
func highlight(lang, code string) []token {
	plain := []token{{len(code), style.CodeBlock}}
	lang = strings.ToLower(strings.TrimSpace(lang))
	if lang == "" || len(code) > mostCode {
		return plain
	}
	l := lexers().Get(lang)
	if l == nil {
		return plain
	}
	it, err := l.Tokenise(&chroma.TokeniseOptions{State: "root", EnsureLF: false}, code)
	if err != nil {
		return plain
	}
	var out []token
	at := 0
	for _, t := range it.Tokens() {
		if at+len(t.Value) > len(code) || code[at:at+len(t.Value)] != t.Value {
			return plain // a lexer that changes the text shows something else than the page did
		}
		at += len(t.Value)
		role := syntaxRole(t.Type)
		if n := len(out); n > 0 && out[n-1].role == role {
			out[n-1].end = at
		} else {
			out = append(out, token{at, role})
		}
	}
	if at != len(code) {
		return plain
	}
	for i := range out { // no sequence comes between a character and the marks on it
		out[i].end += joined(code[:out[i].end], code[out[i].end:])
	}
	return out
}

func syntaxRole(t chroma.TokenType) style.Role {
	switch {
	case t == chroma.KeywordType || t == chroma.NameClass || t == chroma.NameBuiltin:
		return style.SyntaxType
	case t.InCategory(chroma.Keyword) || t == chroma.OperatorWord:
		return style.SyntaxKeyword
	case t.InCategory(chroma.Comment):
		return style.SyntaxComment
	case t.InSubCategory(chroma.LiteralNumber):
		return style.SyntaxNumber
	case t.InCategory(chroma.Literal), t == chroma.GenericInserted:
		return style.SyntaxString
	case t == chroma.NameFunction || t == chroma.NameTag || t == chroma.NameAttribute || t == chroma.NameDecorator || t == chroma.NameFunctionMagic:
		return style.SyntaxName
	case t == chroma.GenericDeleted:
		return style.SyntaxNumber
	case t == chroma.GenericHeading || t == chroma.GenericSubheading:
		return style.SyntaxKeyword
	}
	return style.CodeBlock
}
