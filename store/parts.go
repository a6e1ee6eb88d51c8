package store

import (
	"strings"

	"tidings/feed"
	"tidings/feed/text"
)

// What comes with an item, as bits of items.parts.
const (
	partEnclosure = 1 << iota
	partAudio
	partVideo
	partImage
	partComments
)

func partsOf(it *feed.Item) int64 {
	var p int64
	if len(it.Enclosures) > 0 {
		p |= partEnclosure
	}
	for _, e := range it.Enclosures {
		switch kind, _, _ := strings.Cut(strings.ToLower(e.Type), "/"); kind {
		case "audio":
			p |= partAudio
		case "video":
			p |= partVideo
		case "image":
			p |= partImage
		}
	}
	if it.Image != "" {
		p |= partImage
	}
	if it.Comments != "" {
		p |= partComments
	}
	return p
}

// partBit is the bit that has: asks for.
func partBit(p feed.Part) int64 {
	switch p {
	case feed.HasAudio:
		return partAudio
	case feed.HasVideo:
		return partVideo
	case feed.HasImage:
		return partImage
	case feed.HasComments:
		return partComments
	}
	return partEnclosure
}

// tagWord is the word of the index that stands for a whole tag.
func tagWord(tag string) string {
	var b strings.Builder
	b.WriteString(markTag)
	for _, r := range text.Fold(strings.TrimSpace(tag)) {
		if isWordRune(r) || r == '+' || r == '#' {
			b.WriteRune(r)
		} else {
			b.WriteByte('_')
		}
	}
	if b.Len() == len(markTag) {
		return ""
	}
	return b.String()
}

// splitTags reads items.tags.
func splitTags(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}
