package text

import "strings"

// Escape sequences are those of ECMA-48 (5.4 control sequences, 5.6 control strings) and ECMA-35 (13.1 escape
// sequences), with the BEL that xterm takes for the end of a string.

// skipEscape returns the index behind the escape sequence that starts with ESC at s[i].
func skipEscape(s string, i int, term *int) int {
	i++
	if i == len(s) {
		return i
	}
	switch c := s[i]; {
	case c == '[':
		return skipCSI(s, i+1, true)
	case c == ']' || c == 'P' || c == '_' || c == '^' || c == 'X':
		return skipString(s, i+1, term)
	case c >= 0x20 && c <= 0x2f: // intermediates, then a final byte
		for i < len(s) && s[i] >= 0x20 && s[i] <= 0x2f {
			i++
		}
		if i < len(s) && s[i] >= 0x30 && s[i] <= 0x7e {
			i++
		}
		return i
	case c >= 0x30 && c <= 0x7e:
		return i + 1
	}
	return i
}

// skipC1 returns the index behind the C1 control at s[i], two bytes of UTF-8, and behind the sequence that it starts.
func skipC1(s string, i int, term *int) int {
	c := s[i+1]
	i += 2
	switch c {
	case 0x9b:
		return skipCSI(s, i, false)
	case 0x90, 0x98, 0x9d, 0x9e, 0x9f:
		return skipString(s, i, term)
	}
	return i
}

// skipCSI returns the index behind the parameters, intermediates and final byte at s[i]. After a C1 CSI, which is more
// often a wrongly decoded "›" than a sequence, a final byte without parameters before it stays.
func skipCSI(s string, i int, esc bool) int {
	start := i
	for i < len(s) && s[i] >= 0x30 && s[i] <= 0x3f {
		i++
	}
	if !esc && i == start {
		return i
	}
	for i < len(s) && s[i] >= 0x20 && s[i] <= 0x2f {
		i++
	}
	if i < len(s) && s[i] >= 0x40 && s[i] <= 0x7e {
		i++
	}
	return i
}

// skipString returns the index behind the control string whose content starts at s[i]. A string without an end, or one
// too long to be meant, loses only its introducer. *term remembers the next end, so that the search stays linear.
func skipString(s string, i int, term *int) int {
	if *term < i {
		*term = len(s)
		for j := i; j < len(s); j++ {
			if c := s[j]; c == 0x07 || c == 0x1b && j+1 < len(s) && s[j+1] == '\\' || c == 0x9c && j > 0 && s[j-1] == 0xc2 {
				*term = j
				break
			}
		}
	}
	if *term == len(s) || *term-i > maxString {
		return i
	}
	if strings.HasPrefix(s[*term:], "\x1b\\") {
		return *term + 2
	}
	return *term + 1
}
