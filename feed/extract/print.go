package extract

import (
	"unicode"
)

// fingerprint is a block's identity across pages of a site: FNV-1a (64 bit) over its letters and digits, case folded.
func fingerprint(s string) uint64 {
	h := uint64(14695981039346656037)
	for _, r := range s {
		if r < 0x80 {
			switch {
			case r >= 'A' && r <= 'Z':
				r |= 0x20
			case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			default:
				continue
			}
		} else if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			continue
		} else {
			r = unicode.ToLower(r)
		}
		for ; r > 0; r >>= 8 {
			h = (h ^ uint64(r&0xff)) * 1099511628211
		}
	}
	return h
}
