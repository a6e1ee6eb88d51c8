package sync

import (
	"fmt"
	"strconv"
	"strings"
)

// longPrefix begins the long form of an item's id (google-reader-api wiki, ItemId).
const longPrefix = "tag:google.com,2005:reader/item/"

// longestID bounds what is stored of a server's id.
const longestID = 128

// canonicalID is the one form of an id: the signed decimal number that the short form is, or, for servers whose ids are no
// 64-bit numbers (The Old Reader's have 24 hexadecimal digits), what follows the prefix. "" for what cannot be an id.
func canonicalID(s string) string {
	rest, long := strings.CutPrefix(s, longPrefix)
	if n, err := strconv.ParseInt(rest, 10, 64); err == nil && !long {
		return strconv.FormatInt(n, 10)
	}
	if n, err := strconv.ParseUint(rest, 10, 64); err == nil && !long { // unsigned where it should be signed
		return strconv.FormatInt(int64(n), 10)
	}
	if len(rest) == 16 { // the prefix is sometimes left out
		if n, err := strconv.ParseUint(rest, 16, 64); err == nil {
			return strconv.FormatInt(int64(n), 10)
		}
	}
	if len(rest) > longestID || rest == "" || strings.ContainsFunc(rest, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return ""
	}
	return rest
}

// longID is the form that every server takes. A number of 16 digits would be ambiguous in the short one.
func longID(id string) string {
	if n, err := strconv.ParseInt(id, 10, 64); err == nil {
		return fmt.Sprintf("%s%016x", longPrefix, uint64(n))
	}
	return longPrefix + id
}
