package opml

import (
	"bytes"
	"strconv"
)

// mend repairs what keeps an XML reader from going on: a bare "&", a "<" inside an attribute, control characters, and rubbish
// before the first tag. It returns data itself when there is nothing to do.
func mend(data []byte, repairs *[]string) []byte {
	if at := bytes.IndexByte(data, '<'); at > 0 && len(bytes.TrimSpace(data[:at])) > 0 {
		data = data[at:]
		*repairs = append(*repairs, "text before the first tag was left out")
	}
	amp, angle, control := false, false, false
	out := make([]byte, 0, len(data)+len(data)/16)
	var quote byte // inside an attribute's value
	tag := false
	for i := 0; i < len(data); i++ {
		b := data[i]
		switch {
		case b < ' ' && b != '\n' && b != '\t' && b != '\r' || b == 0x7f:
			control = true
			continue
		case b == 0xef && bytes.HasPrefix(data[i:], []byte("\ufffe")), b == 0xef && bytes.HasPrefix(data[i:], []byte("\uffff")):
			control = true
			i += 2
			continue
		case b == '&' && forbidden(data[i:]) > 0:
			control = true
			i += forbidden(data[i:]) - 1
			continue
		case b == '&' && !reference(data[i:]):
			amp = true
			out = append(out, "&amp;"...)
			continue
		case !tag && b == '<':
			if bytes.HasPrefix(data[i:], []byte("<!--")) {
				end := bytes.Index(data[i+4:], []byte("-->"))
				if end < 0 {
					return finish(out, repairs, amp, angle, control)
				}
				i += 4 + end + 2 // the comment is nobody's
				continue
			}
			if bytes.HasPrefix(data[i:], []byte("<![CDATA[")) {
				end := bytes.Index(data[i:], []byte("]]>"))
				if end < 0 {
					return finish(out, repairs, amp, angle, control)
				}
				out = append(out, data[i:i+end+3]...)
				i += end + 2
				continue
			}
			tag = true
		case tag && quote == 0 && (b == '"' || b == '\'') && i > 0 && bytes.HasSuffix(bytes.TrimRight(out, " \t\r\n"), []byte("=")):
			quote = b
		case tag && quote != 0 && b == quote && ends(data[i+1:]):
			quote = 0
		case tag && quote != 0 && b == quote:
			angle = true
			out = append(out, "&quot;"...)
			continue
		case tag && quote != 0 && b == '<':
			angle = true
			out = append(out, "&lt;"...)
			continue
		case tag && quote == 0 && b == '>':
			tag = false
		}
		out = append(out, b)
	}
	return finish(out, repairs, amp, angle, control)
}

func finish(out []byte, repairs *[]string, amp, angle, control bool) []byte {
	if amp {
		*repairs = append(*repairs, "“&” that stood for itself was escaped")
	}
	if angle {
		*repairs = append(*repairs, "“<” or quotation marks inside an attribute were escaped")
	}
	if control {
		*repairs = append(*repairs, "control characters were left out")
	}
	return out
}

// forbidden returns the length of the character reference that data begins with if XML forbids that character, else 0.
func forbidden(data []byte) int {
	end := bytes.IndexByte(data[:min(len(data), 16)], ';')
	if end < 3 || data[1] != '#' {
		return 0
	}
	digits, base := string(data[2:end]), 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	switch {
	case err != nil, n < ' ' && n != '\n' && n != '\t' && n != '\r', n >= 0xd800 && n < 0xe000, n == 0xfffe, n == 0xffff, n > 0x10ffff:
		return end + 1
	}
	return 0
}

// reference reports whether data begins with an entity or character reference.
func reference(data []byte) bool {
	for i := 1; i < len(data) && i < 34; i++ {
		b := data[i]
		switch {
		case b == ';':
			return i > 1
		case b == '#' && i == 1, b >= '0' && b <= '9', b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z':
		default:
			return false
		}
	}
	return false
}

// ends reports whether what follows a quotation mark can follow an attribute's value: the tag's end, or white space and
// then a name with "=" or the tag's end.
func ends(rest []byte) bool {
	if len(rest) == 0 {
		return true
	}
	switch rest[0] {
	case '>', '/', '?':
		return true
	case ' ', '\t', '\n', '\r':
	default:
		return name(rest)
	}
	rest = bytes.TrimLeft(rest[:min(len(rest), 4096)], " \t\r\n")
	if len(rest) == 0 {
		return true
	}
	return rest[0] == '>' || rest[0] == '/' || rest[0] == '?' || name(rest)
}

// name reports whether rest begins with an attribute's name and "=".
func name(rest []byte) bool {
	for i := 0; i < len(rest) && i < 64; i++ {
		b := rest[i]
		switch {
		case b == '=':
			return i > 0
		case b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b >= '0' && b <= '9', b == ':', b == '_', b == '-', b == '.', b >= 0x80:
		case b == ' ':
			return bytes.HasPrefix(bytes.TrimLeft(rest[i:min(len(rest), i+64)], " "), []byte("=")) && i > 0
		default:
			return false
		}
	}
	return len(rest) > 0 && len(rest) < 64 // the file ends within the name
}
