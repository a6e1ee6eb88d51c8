package text

import (
	"regexp"
	"strings"
	"sync"
)

// userPart is the user and password of an address among words.
var userPart = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`://[^/?#\s"]*@`) })

// Bare returns words without the users and passwords that stand in addresses among them.
func Bare(words string) string {
	if !strings.Contains(words, "://") {
		return words
	}
	return userPart().ReplaceAllString(words, "://")
}
