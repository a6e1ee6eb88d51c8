package extract

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonMaxDepth is how deep values may nest before they are dropped: JSON-LD in the wild stays under 15.
const jsonMaxDepth = 64

// jsonManyKeys is the size of an object from which on doubled keys are no longer looked for, so that reading stays linear.
const jsonManyKeys = 256

// jsonKind is the sort of a jsonValue.
type jsonKind byte

const (
	jsonNull jsonKind = iota
	jsonString
	jsonWord // a number, true or false, as written
	jsonList
	jsonObject
)

// jsonValue is one JSON value. An object keeps its members in the order of the text; of a key that occurs twice the first counts.
type jsonValue struct {
	kind jsonKind
	text string // of a string or a word
	keys []string
	vals []jsonValue // of an object (beside keys) or of a list
}

// get returns the member of an object with the key, or the null value.
func (v *jsonValue) get(key string) *jsonValue {
	if v.kind == jsonObject {
		for i, k := range v.keys {
			if k == key {
				return &v.vals[i]
			}
		}
	}
	return &jsonValue{}
}

// items returns the elements of a list, and any other value but null as a list of one.
func (v *jsonValue) items() []jsonValue {
	switch v.kind {
	case jsonNull:
		return nil
	case jsonList:
		return v.vals
	default:
		return []jsonValue{*v}
	}
}

// parseJSON reads all JSON values in text and forgives what publishers get wrong and encoding/json rejects: comment and CDATA
// wrappers, raw line breaks and unescaped quotes in strings, missing and trailing commas, several values in a row, a text cut off.
// It never fails; what cannot be read is left out.
func parseJSON(text string) []jsonValue {
	p := jsonParser{s: text}
	var all []jsonValue
	for p.i < len(p.s) {
		c := p.s[p.i]
		if c != '{' && c != '[' {
			p.i++
			continue
		}
		if strings.HasPrefix(p.s[p.i:], "[CDATA[") {
			p.i += len("[CDATA[")
			continue
		}
		all = append(all, p.value(0))
	}
	return all
}

type jsonParser struct {
	s string
	i int
}

// space skips white space.
func (p *jsonParser) space() {
	for p.i < len(p.s) && p.s[p.i] <= ' ' {
		p.i++
	}
}

// value reads one value and always moves on by at least one byte, unless at the end.
func (p *jsonParser) value(depth int) jsonValue {
	p.space()
	if p.i >= len(p.s) {
		return jsonValue{}
	}
	switch c := p.s[p.i]; c {
	case '{', '[':
		if depth == jsonMaxDepth {
			p.skip()
			return jsonValue{}
		}
		p.i++
		if c == '{' {
			return p.object(depth + 1)
		}
		return p.list(depth + 1)
	case '"', '\'':
		return jsonValue{kind: jsonString, text: p.str(c)}
	default:
		from := p.i
		for p.i < len(p.s) && !strings.ContainsRune(",]}:{[\"\n", rune(p.s[p.i])) {
			p.i++
		}
		if p.i == from {
			p.i++
			return jsonValue{}
		}
		w := strings.TrimSpace(p.s[from:p.i])
		if w == "null" || w == "undefined" || w == "" {
			return jsonValue{}
		}
		return jsonValue{kind: jsonWord, text: w}
	}
}

// object reads the members after "{" and the closing brace.
func (p *jsonParser) object(depth int) jsonValue {
	v := jsonValue{kind: jsonObject}
	for {
		p.space()
		if p.i >= len(p.s) {
			break
		}
		c := p.s[p.i]
		if c == '}' {
			p.i++
			break
		}
		if c == ']' { // the object was not closed: leave the bracket to the list around it
			break
		}
		if c == ',' || c == ';' {
			p.i++
			continue
		}
		var key string
		if c == '"' || c == '\'' {
			key = p.str(c)
		} else {
			key = p.value(depth).text
		}
		p.space()
		if p.i >= len(p.s) || p.s[p.i] != ':' {
			continue
		}
		p.i++
		val := p.value(depth)
		if len(v.keys) > jsonManyKeys || v.get(key).kind == jsonNull {
			v.keys = append(v.keys, key)
			v.vals = append(v.vals, val)
		}
	}
	return v
}

// list reads the elements after "[" and the closing bracket.
func (p *jsonParser) list(depth int) jsonValue {
	v := jsonValue{kind: jsonList}
	for {
		p.space()
		if p.i >= len(p.s) {
			break
		}
		c := p.s[p.i]
		if c == ']' {
			p.i++
			break
		}
		if c == '}' {
			break
		}
		if c == ',' {
			p.i++
			continue
		}
		v.vals = append(v.vals, p.value(depth))
	}
	return v
}

// skip passes over the object or list at the parser's place without keeping it.
func (p *jsonParser) skip() {
	for open := 0; p.i < len(p.s); {
		switch c := p.s[p.i]; c {
		case '"':
			p.str(c)
			continue
		case '{', '[':
			open++
		case '}', ']':
			open--
		}
		p.i++
		if open == 0 {
			return
		}
	}
}

// str reads a string whose opening quote is at the parser's place. A quote closes it only where JSON goes on after it.
func (p *jsonParser) str(quote byte) string {
	p.i++
	from := p.i
	var out []byte // nil as long as the string can be taken as it stands
	for p.i < len(p.s) {
		c := p.s[p.i]
		switch {
		case c == quote:
			if p.closes(quote) {
				s := p.s[from:p.i]
				p.i++
				if out == nil {
					return s
				}
				return string(append(out, s...))
			}
			p.i++
		case c == '\\':
			out = append(append(out, p.s[from:p.i]...), p.escape()...)
			from = p.i
		default:
			p.i++
		}
	}
	return string(append(out, p.s[from:]...))
}

// closes says whether the quote at the parser's place ends its string: what follows must look like JSON.
func (p *jsonParser) closes(quote byte) bool {
	j, line := p.i+1, false
	for j < len(p.s) && p.s[j] <= ' ' {
		line = line || p.s[j] == '\n'
		j++
	}
	if j >= len(p.s) {
		return true
	}
	switch p.s[j] {
	case ':', '}', ']', ';', '<', '/':
		return true
	case quote:
		return line // a forgotten comma
	case ',':
		for j++; j < len(p.s) && p.s[j] <= ' '; j++ {
		}
		return j >= len(p.s) || strings.IndexByte("\"'{[}]-0123456789tfn,", p.s[j]) >= 0
	}
	return false
}

// escape reads the escape sequence at the parser's place and returns what it stands for.
func (p *jsonParser) escape() []byte {
	p.i++
	if p.i >= len(p.s) {
		return nil
	}
	c := p.s[p.i]
	p.i++
	switch c {
	case 'n':
		return []byte{'\n'}
	case 't':
		return []byte{'\t'}
	case 'r':
		return []byte{'\r'}
	case 'b', 'f':
		return []byte{' '}
	case 'u':
		r := p.hex()
		if utf16.IsSurrogate(r) && strings.HasPrefix(p.s[p.i:], `\u`) {
			p.i += 2
			r = utf16.DecodeRune(r, p.hex())
		}
		return utf8.AppendRune(nil, r)
	default:
		return []byte{c}
	}
}

// hex reads up to four hexadecimal digits.
func (p *jsonParser) hex() rune {
	end := p.i
	for end < len(p.s) && end < p.i+4 && strings.IndexByte("0123456789abcdefABCDEF", p.s[end]) >= 0 {
		end++
	}
	n, err := strconv.ParseUint(p.s[p.i:end], 16, 32)
	p.i = end
	if err != nil {
		return utf8.RuneError
	}
	return rune(n)
}
