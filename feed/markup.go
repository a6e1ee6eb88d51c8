package feed

import "bytes"

// tokenKind is a sort of XML token.
type tokenKind uint8

const (
	tokenEOF   tokenKind = iota
	tokenText            // character data, entities not decoded
	tokenCDATA           // the inside of a CDATA section
	tokenStart
	tokenEnd
	tokenOther // comment, declaration, processing instruction: to be skipped
)

// token is a piece of the document. from and to bound its content: of a tag, its attributes.
type token struct {
	kind     tokenKind
	name     []byte // of a tag, as written, with its prefix
	at       int    // where the token starts
	from, to int
	closed   bool // a start tag that ends in "/>"
	cut      bool // the document ended inside
}

// scanner splits a document into tokens. It takes any bytes, never fails, never expands entities, and is linear in the
// length of the document: what a strict parser would refuse is taken as text or closed at the next ">".
type scanner struct {
	b  []byte
	at int
	// Searches that found nothing: there is nothing to find further on either.
	noQuote   [2]bool
	noEnd     map[string]bool
	noDoctype bool
}

// next returns the token at the scanner's place and moves behind it.
func (s *scanner) next() token {
	b, i := s.b, s.at
	if i >= len(b) {
		return token{kind: tokenEOF, at: len(b), from: len(b), to: len(b)}
	}
	if b[i] != '<' || !s.markupAt(i) {
		end := i + 1
		for {
			n := bytes.IndexByte(b[end:], '<')
			if n < 0 {
				end = len(b)
				break
			}
			end += n
			if s.markupAt(end) {
				break
			}
			end++
		}
		s.at = end
		return token{kind: tokenText, at: i, from: i, to: end}
	}
	switch b[i+1] {
	case '!':
		return s.declaration(i)
	case '?':
		if bytes.HasPrefix(b[i:], []byte("<?xml")) { // it holds no "<": one that does was not closed
			if n := bytes.IndexAny(b[i+1:], "<>"); n >= 0 && b[i+1+n] == '<' {
				s.at = i + 1 + n
				return token{kind: tokenOther, at: i, from: i + 2, to: s.at}
			}
		}
		return s.until(i, 2, "?>", '>')
	case '/':
		return s.endTag(i)
	}
	return s.startTag(i)
}

// markupAt reports whether the "<" at i begins markup.
func (s *scanner) markupAt(i int) bool {
	if i+1 >= len(s.b) {
		return false
	}
	c := s.b[i+1]
	if c == '/' {
		return i+2 < len(s.b) && (isNameStart(s.b[i+2]) || s.b[i+2] == '>')
	}
	return isNameStart(c) || c == '!' || c == '?'
}

func isNameStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == ':' || c >= 0x80
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// until returns a token to skip, from i to the end mark. Without one it ends at the next fallback byte.
func (s *scanner) until(i, skip int, end string, fallback byte) token {
	from := i + skip
	if !s.noEnd[end] {
		if n := bytes.Index(s.b[from:], []byte(end)); n >= 0 {
			s.at = from + n + len(end)
			return token{kind: tokenOther, at: i, from: from, to: from + n}
		}
		if s.noEnd == nil {
			s.noEnd = map[string]bool{}
		}
		s.noEnd[end] = true
	}
	if n := bytes.IndexByte(s.b[from:], fallback); n >= 0 {
		s.at = from + n + 1
		return token{kind: tokenOther, at: i, from: from, to: from + n}
	}
	s.at = len(s.b)
	return token{kind: tokenOther, at: i, from: from, to: len(s.b), cut: true}
}

func (s *scanner) declaration(i int) token {
	b := s.b
	switch {
	case bytes.HasPrefix(b[i:], []byte("<![CDATA[")):
		from := i + len("<![CDATA[")
		n := bytes.Index(b[from:], []byte("]]>"))
		if n < 0 {
			s.at = len(b)
			return token{kind: tokenCDATA, at: i, from: from, to: len(b), cut: true}
		}
		s.at = from + n + 3
		return token{kind: tokenCDATA, at: i, from: from, to: from + n}
	case bytes.HasPrefix(b[i:], []byte("<!--")):
		return s.until(i, 4, "-->", '>')
	case len(b) > i+2 && !isNameStart(b[i+2]) && b[i+2] != '[' && b[i+2] != '-':
		s.at = i + 2
		return token{kind: tokenText, at: i, from: i, to: i + 2}
	}
	// A document type: skip it with its internal subset, reading neither entities nor anything outside.
	depth, quote := 0, byte(0)
	for j := i + 2; j < len(b) && !s.noDoctype; j++ {
		c := b[j]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case depth > 0 && (c == '"' || c == '\''):
			quote = c
		case c == '[':
			depth++
		case c == ']':
			depth--
		case c == '>' && depth <= 0:
			s.at = j + 1
			return token{kind: tokenOther, at: i, from: i + 2, to: j}
		}
	}
	s.noDoctype = true
	return s.until(i, 2, ">", '>')
}

func (s *scanner) endTag(i int) token {
	b := s.b
	j := i + 2
	for j < len(b) && !isSpace(b[j]) && b[j] != '>' && b[j] != '<' {
		j++
	}
	t := token{kind: tokenEnd, at: i, name: b[i+2 : j], from: j, to: j}
	for j < len(b) && b[j] != '>' && b[j] != '<' {
		j++
	}
	switch {
	case j == len(b):
		t.cut = true
	case b[j] == '>':
		j++
	}
	s.at = j
	return t
}

func (s *scanner) startTag(i int) token {
	b := s.b
	j := i + 1
	for j < len(b) && !isSpace(b[j]) && b[j] != '>' && b[j] != '/' && b[j] != '<' {
		j++
	}
	t := token{kind: tokenStart, at: i, name: b[i+1 : j], from: j}
	for j < len(b) {
		switch c := b[j]; c {
		case '>':
			t.to = j
			if b[j-1] == '/' && j-1 >= t.from {
				t.closed, t.to = true, j-1
			}
			s.at = j + 1
			return t
		case '<': // the tag was never closed
			t.to = j
			s.at = j
			return t
		case '"', '\'':
			j = s.quoted(j)
		default:
			j++
		}
	}
	t.to, t.cut = len(b), true
	s.at = len(b)
	return t
}

// quoted returns the index behind the quoted value at i, or behind the quote when it opens none.
func (s *scanner) quoted(i int) int {
	c := s.b[i]
	k := i - 1
	for k > 0 && isSpace(s.b[k]) {
		k--
	}
	if s.b[k] != '=' {
		return i + 1
	}
	q := 0
	if c == '\'' {
		q = 1
	}
	if s.noQuote[q] {
		return i + 1
	}
	n := bytes.IndexByte(s.b[i+1:], c)
	if n < 0 {
		s.noQuote[q] = true
		return i + 1
	}
	if gap := tagEnd(s.b[i+1 : i+1+n]); gap >= 0 {
		return i + 1 + gap // the quote was not closed: the tag ends here
	}
	return i + 1 + n + 1
}

// tagEnd returns where in what seems to be a quoted value a tag ends and the next begins; -1 when there is no such place.
func tagEnd(b []byte) int {
	for from := 0; ; {
		n := bytes.IndexByte(b[from:], '>')
		if n < 0 {
			return -1
		}
		i := from + n
		j := i + 1
		for j < len(b) && isSpace(b[j]) {
			j++
		}
		if j+1 < len(b) && b[j] == '<' && (isNameStart(b[j+1]) || b[j+1] == '/') {
			return i
		}
		from = j
	}
}

// attribute is a name, as written, and a value with its entities.
type attribute struct{ name, value []byte }

// nextAttribute splits the first attribute off the inside of a tag; ok is false when there is none.
func nextAttribute(b []byte) (a attribute, rest []byte, ok bool) {
	i := 0
	for i < len(b) && (isSpace(b[i]) || b[i] == '/' || b[i] == '"' || b[i] == '\'' || b[i] == '=') {
		i++
	}
	if i == len(b) {
		return a, nil, false
	}
	start := i
	for i < len(b) && !isSpace(b[i]) && b[i] != '=' && b[i] != '"' && b[i] != '\'' {
		i++
	}
	a.name = b[start:i]
	for i < len(b) && isSpace(b[i]) {
		i++
	}
	if i == len(b) || b[i] != '=' {
		return a, b[i:], true
	}
	i++
	for i < len(b) && isSpace(b[i]) {
		i++
	}
	if i == len(b) {
		return a, nil, true
	}
	if q := b[i]; q == '"' || q == '\'' {
		if n := bytes.IndexByte(b[i+1:], q); n >= 0 {
			a.value = b[i+1 : i+1+n]
			return a, b[i+1+n+1:], true
		}
		i++
	}
	start = i
	for i < len(b) && !isSpace(b[i]) {
		i++
	}
	a.value = b[start:i]
	return a, b[i:], true
}
