package extract

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// token is a word of a leaf: a 32-bit FNV-1a hash of its lower-case letters. Chinese, Japanese, Korean and Thai count by
// characters; a number counts by how many digits it has; marks that carry meaning (? ! : € $ © @ …) are tokens of their own.
type token uint32

// traits are what the text of a leaf alone says, computed once.
type traits struct {
	tokens []token // at most the first 60 and the last 20
	words  int     // all words; ideographs count half a word
	chars  int

	digits, capitals     int // characters; words that begin with a capital
	commas, stops, short int // , 、 ; . ! ? 。; words of three letters and less
	ended                bool
	opens                byte // 'A' capital, 'a' small letter, '0' digit, '"' quote, '-' other
	print                uint64
	topic                []token // words that carry a subject: five letters and more, or a name; pairs of ideographs
}

const (
	fnvBasis = 2166136261
	fnvPrime = 16777619

	headTokens, tailTokens = 60, 20
)

// ideograph says whether a character is a word by itself.
func ideograph(r rune) bool {
	return r >= 0x0e00 && r < 0x0f00 || r >= 0x3040 && r < 0x3100 || r >= 0x3400 && r < 0xa000 || r >= 0xac00 && r < 0xd7b0 || r >= 0x20000 && r < 0x32000
}

// read fills the traits from a leaf's text.
func (t *traits) read(s string) {
	h := uint32(fnvBasis) // of the word being read
	letters, num := 0, 0
	ideographs := 0
	capital := false
	var last, lastIdeograph rune
	first := true
	var tail []token
	put := func(k token) {
		if len(t.tokens) < headTokens {
			t.tokens = append(t.tokens, k)
			return
		}
		if len(tail) >= 2*tailTokens {
			tail = append(tail[:0], tail[tailTokens:]...)
		}
		tail = append(tail, k)
	}
	end := func() {
		if num > 0 && letters == 0 {
			put(token(0x9e3779b9 + uint32(min(num, 6))))
			t.words++
		} else if letters > 0 {
			put(token(h | 1))
			t.words++
			if letters >= 5 || capital && t.words > 1 {
				t.subject(token(h | 1))
			}
			if letters+num <= 3 {
				t.short++
			}
		}
		h, letters, num, capital = fnvBasis, 0, 0, false
	}
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		i += n
		t.chars++
		switch {
		case r < utf8.RuneSelf && (r|0x20 >= 'a' && r|0x20 <= 'z'):
			if r < 'a' && letters == 0 {
				t.capitals++
				capital = true
			}
			letters++
			h = (h ^ uint32(r|0x20)) * fnvPrime
		case r >= '0' && r <= '9':
			t.digits++
			num++
			h = (h ^ uint32(r)) * fnvPrime
		case r == ' ':
			end()
		case ideograph(r):
			end()
			put(token((fnvBasis^uint32(r))*fnvPrime) | 1)
			ideographs++
			if lastIdeograph != 0 {
				t.subject(token(mix(uint32(lastIdeograph), uint32(r))))
			}
			lastIdeograph = r
			last = r
			first = false
			continue
		case r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsMark(r)):
			if unicode.IsUpper(r) {
				if letters == 0 {
					t.capitals++
					capital = true
				}
				r = unicode.ToLower(r)
			}
			letters++
			h = (h ^ uint32(r)) * fnvPrime
		case r == '\'' || r == '’':
		default:
			end()
			switch r {
			case ',', ';', '、', '，', '،', '；':
				t.commas++
			case '.', '。', '।', '…', '۔':
				t.stops++
			case '!', '?', '！', '？', '؟', ':', '：', '©', '@', '|', '»', '›', '→', '•', '$', '€', '£', '¥', '₹', '%', '#', '*', '/', '&', '+':
				if r == '!' || r == '?' || r == '！' || r == '？' || r == '؟' {
					t.stops++
				}
				put(token((fnvBasis^uint32(r))*fnvPrime) &^ 1)
			}
		}
		if first {
			first = false
			t.opens = opensWith(r, t.capitals > 0)
		}
		last = r
		lastIdeograph = 0
	}
	end()
	t.words += (ideographs + 1) / 2
	if len(tail) > tailTokens {
		tail = tail[len(tail)-tailTokens:]
	}
	t.tokens = append(t.tokens, tail...)
	switch last {
	case '.', '!', '?', '。', '！', '？', '…', '।', '۔', '؟', '"', '”', '“', '’', '»', '」', ')', '）':
		t.ended = t.stops > 0
	}
	t.print = fingerprint(s)
}

// opensWith says for traits.opens what a text begins with; capital that r was one, which is lower case by now.
func opensWith(r rune, capital bool) byte {
	switch {
	case unicode.IsUpper(r) || capital:
		return 'A'
	case unicode.IsDigit(r):
		return '0'
	case unicode.IsLetter(r):
		return 'a'
	}
	switch r {
	case '"', '“', '„', '«', '‘', '「', '»', '\'':
		return '"'
	}
	return '-'
}

// maxTopic is how many subject words of a leaf are kept.
const maxTopic = 40

func (t *traits) subject(k token) {
	if len(t.topic) < maxTopic && !slices.Contains(t.topic, k) {
		t.topic = append(t.topic, k)
	}
}

// mix joins two hashes into one (the finaliser of MurmurHash3 over their sum).
func mix(a, b uint32) uint32 {
	h := a*0x85ebca6b ^ b*0xc2b2ae35
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	return h ^ h>>16
}

// nameTokens appends the hashes of the words in a class or id attribute: split at everything but letters and at a capital
// after a small letter; words of one letter and names that a build tool made up (mostly digits) are dropped.
func nameTokens(dst []uint32, s string) []uint32 {
	h, n, digits := uint32(fnvBasis), 0, 0
	end := func() {
		if k := h | 1; n >= 2 && n <= 20 && digits == 0 && len(dst) < 24 && !slices.Contains(dst, k) {
			dst = append(dst, k)
		}
		h, n, digits = fnvBasis, 0, 0
	}
	small := false
	for i := 0; i < len(s) && i < 400; i++ {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z':
			small = true
		case c >= 'A' && c <= 'Z':
			if small {
				end()
			}
			small = false
			c |= 0x20
		case c >= '0' && c <= '9':
			digits++
			n++
			small = false
			continue
		default:
			end()
			small = false
			continue
		}
		h = (h ^ uint32(c)) * fnvPrime
		n++
	}
	end()
	return dst
}
