package feed

import (
	"strings"
	"time"

	"tidings/feed/text"
)

// ParseDate reads a date in the many forms that feeds hold: RFC 822 and its cousins with parts missing, swapped or in
// other languages, ISO 8601 and W3CDTF, asctime, plain numbers, Unix seconds. A missing zone is UTC. It reports false for
// what is no date of the years 1900 to 9999; the Unix epoch to the second is what broken software writes for "none".
func ParseDate(s string) (time.Time, bool) {
	p := dateParser{year: -1, month: -1, day: -1}
	if len(s) > 100 {
		return time.Time{}, false
	}
	s = strings.ToValidUTF8(s, " ")
	if i := strings.Index(s, ".m"); i > 0 { // a.m., p.m.
		s = s[:i] + s[i+1:]
	}
	if !p.read(s) {
		return time.Time{}, false
	}
	return p.time()
}

// dateParser holds what of a date was found; -1 stands for nothing yet.
type dateParser struct {
	year, month, day  int
	named             bool // the month stood there by name
	early             bool // and before any number
	hour, minute, sec int
	nano              int
	timed             bool
	pm, am            bool
	zone              int // seconds east
	zoned             bool
	nums              []number3
	unix              int64
}

// number3 is a number that is not placed yet.
type number3 struct {
	n, digits int
	before    byte // the character before it
}

func (p *dateParser) read(s string) bool {
	s = strings.TrimSpace(s)
	if p.digits(s) {
		return true
	}
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			i = p.number(s, i)
		case c == '+' || c == '-':
			if n := p.offset(s, i); n > i {
				i = n
			} else {
				i++
			}
		case c < 0x80 && !isLetter(c):
			i++
		default:
			end := i
			for j, r := range s[i:] {
				if r < 0x80 && !isLetter(byte(r)) {
					break
				}
				end = i + j + len(string(r))
				if r >= 0x2e80 && r < 0xe000 { // CJK: one sign, or the two of "before noon"
					if w := s[i:end]; w != "午" && w != "上" && w != "下" && w != "오" {
						break
					}
				}
			}
			p.word(s[i:end])
			i = end
		}
	}
	return p.place()
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80 }

// digits reads a date that is nothing but digits.
func (p *dateParser) digits(s string) bool {
	n := int64(0)
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' || i > 14 {
			return false
		}
		n = n*10 + int64(s[i]-'0')
	}
	two := func(i int) int { return int(s[i]-'0')*10 + int(s[i+1]-'0') }
	switch len(s) {
	case 14, 12:
		p.hour, p.minute, p.timed = two(8), two(10), true
		if len(s) == 14 {
			p.sec = two(12)
		}
		fallthrough
	case 8:
		p.year, p.month, p.day = two(0)*100+two(2), two(4), two(6)
	case 13:
		p.unix = n / 1000
	case 9, 10:
		p.unix = n
	case 7: // year and day of the year
		p.year, p.month, p.day = int(n/1000), 1, int(n%1000)
		return p.dayOfYear()
	case 6:
		if p.year, p.month = two(0)*100+two(2), two(4); p.month > 12 || p.year < 1900 {
			p.year, p.month, p.day = two(0), two(2), two(4)
		}
	case 4:
		p.year = int(n)
	default:
		return false
	}
	return true
}

// number reads a number at s[i], or the time of day that it begins.
func (p *dateParser) number(s string, i int) int {
	start := i
	n := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		if i-start < 9 {
			n = n*10 + int(s[i]-'0')
		}
		i++
	}
	digits := i - start
	before := byte(' ')
	if start > 0 {
		before = s[start-1]
	}
	if i+1 < len(s) && s[i] == ':' && isDigit(s[i+1]) && digits <= 2 && !p.timed {
		return p.clock(s, i, n)
	}
	if digits == 8 && len(p.nums) == 0 { // 20261123T101500
		p.nums = append(p.nums, number3{n / 10000, 4, before}, number3{n / 100 % 100, 2, '-'}, number3{n % 100, 2, '-'})
		if i+5 <= len(s) && (s[i] == 'T' || s[i] == 't') {
			if j := i + 1; digitsAt(s, j, 4) {
				p.hour, p.minute, p.timed = atoi(s[j:j+2]), atoi(s[j+2:j+4]), true
				i = j + 4
				if digitsAt(s, i, 2) {
					p.sec = atoi(s[i : i+2])
					i += 2
				}
			}
		}
		return i
	}
	if (before == 'T' || before == 't') && digits == 2 && len(p.nums) > 0 && !p.timed { // 2026-11-23T10
		p.hour, p.timed = n, true
		return i
	}
	if digits <= 9 {
		p.nums = append(p.nums, number3{n, digits, before})
	}
	return i
}

// clock reads ":05:06.789" behind the hour.
func (p *dateParser) clock(s string, i, hour int) int {
	p.hour, p.timed = hour, true
	part := func() int {
		i++
		start := i
		for i < len(s) && isDigit(s[i]) && i-start < 2 {
			i++
		}
		return atoi(s[start:i])
	}
	p.minute = part()
	if i+1 < len(s) && s[i] == ':' && isDigit(s[i+1]) {
		p.sec = part()
	}
	if i+1 < len(s) && (s[i] == '.' || s[i] == ',') && isDigit(s[i+1]) && i > 2 && s[i-1] != ' ' {
		i++
		scale := 100_000_000
		for i < len(s) && isDigit(s[i]) {
			p.nano += int(s[i]-'0') * scale
			scale /= 10
			i++
		}
	}
	return i
}

// offset reads a zone such as +0100, -08:00 or +1 at s[i] and returns the index behind it, or i when there is none.
func (p *dateParser) offset(s string, i int) int {
	if !p.timed || i+1 >= len(s) || !isDigit(s[i+1]) || p.zoned && p.zone != 0 {
		return i
	}
	j := i + 1
	for j < len(s) && isDigit(s[j]) {
		j++
	}
	digits := s[i+1 : j]
	h, m := 0, 0
	switch {
	case len(digits) <= 2:
		h = atoi(digits)
		if j+2 < len(s) && s[j] == ':' && isDigit(s[j+1]) && isDigit(s[j+2]) {
			m = atoi(s[j+1 : j+3])
			j += 3
		}
	case len(digits) <= 4:
		h, m = atoi(digits[:len(digits)-2]), atoi(digits[len(digits)-2:])
	default:
		return i
	}
	if h > 15 || m > 59 {
		return i
	}
	p.zone, p.zoned = h*3600+m*60, true
	if s[i] == '-' {
		p.zone = -p.zone
	}
	return j
}

// word reads a month, a zone or half of the day by name. Others, weekdays above all, mean nothing here.
func (p *dateParser) word(w string) {
	switch w {
	case "T", "t", "年", "月", "日", "년", "월", "일", "时", "時", "分", "秒":
		return
	case "Z", "z":
		p.zoned = p.timed
		return
	}
	if m, day := englishName(w); m > 0 {
		p.setMonth(m)
		return
	} else if day {
		return
	}
	fold := strings.TrimRight(text.Fold(w), ".")
	switch fold {
	case "am", "a.m", "午前", "上午", "오전", text.Fold("오전"):
		p.am = true
		return
	case "pm", "p.m", "午後", "下午", "오후", text.Fold("오후"):
		p.pm = true
		return
	}
	if p.month < 0 || p.early {
		if m := monthByName(fold); m > 0 {
			p.setMonth(m)
			return
		}
	}
	if p.timed && !p.zoned {
		if h, ok := zones()[strings.ToUpper(w)]; ok {
			p.zone, p.zoned = h, true
		}
	}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func digitsAt(s string, i, n int) bool {
	if i+n > len(s) {
		return false
	}
	for _, c := range []byte(s[i : i+n]) {
		if !isDigit(c) {
			return false
		}
	}
	return true
}

func atoi(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}
