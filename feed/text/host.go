package text

import (
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// Host returns the host of an address, with its port if it has one, as it may be shown to a person: in the letters of its
// script where these can be no other name in disguise, else in punycode. It returns "" when raw has no host.
func Host(raw string) string {
	u, err := url.Parse(URL(raw, ""))
	if err != nil || u.Host == "" {
		return ""
	}
	host := u.Hostname()
	if strings.Contains(host, ":") {
		return u.Host
	}
	shown := host
	if strings.Contains(host, "xn--") {
		if name, err := idna.Display.ToUnicode(host); err == nil && honest(name) && Line(name) == name {
			shown = name
		}
	}
	if p := u.Port(); p != "" {
		shown += ":" + p
	}
	return shown
}

// honest reports whether each label of a host is of one script (or of a mix that people write: Japanese, Korean, Chinese
// with Latin), and none is made only of letters that look Latin, under a Latin top-level domain. These are the rules that
// browsers follow (UTS 39, "highly restrictive", and its whole-script confusables).
func honest(host string) bool {
	labels := strings.Split(host, ".")
	top := labels[len(labels)-1]
	for _, l := range labels {
		scripts := map[string]bool{}
		for _, r := range l {
			if s := scriptOf(r); s != "" {
				scripts[s] = true
			}
		}
		if !oneWriting(scripts) {
			return false
		}
		if scripts["Latin"] && strings.ContainsFunc(l, unicode.IsMark) { // what has a letter of its own is one here (NFC)
			return false
		}
		if (scripts["Cyrillic"] || scripts["Greek"] || scripts["Armenian"]) && isASCII(top) && looksLatin(l) {
			return false
		}
	}
	return true
}

// writings are the mixes of scripts that one language uses.
func oneWriting(scripts map[string]bool) bool {
	if len(scripts) <= 1 {
		return !scripts["other"]
	}
	for _, mix := range [][]string{{"Latin", "Han", "Hiragana", "Katakana"}, {"Latin", "Han", "Hangul"}, {"Latin", "Han", "Bopomofo"}} {
		n := 0
		for _, s := range mix {
			if scripts[s] {
				n++
			}
		}
		if n == len(scripts) {
			return true
		}
	}
	return false
}

// commonLatin reports whether a Latin letter is one that languages are commonly written in: Western and Central European, Vietnamese,
// Romanian, pinyin, Azerbaijani. The rest (phonetic letters, small capitals, clicks) is for dictionaries, and for passing off.
func commonLatin(r rune) bool {
	switch {
	case r < 0x180, r >= 0x1e00 && r < 0x1f00, r >= 0x1cd && r <= 0x1dc, r >= 0x218 && r <= 0x21b:
		return true
	}
	return r == 0x1a1 || r == 0x1b0 || r == 0x259
}

// scriptOf returns the name of the script of r among those that hosts are commonly written in, "" for characters that all
// scripts share, and "other" for the rest.
func scriptOf(r rune) string {
	switch {
	case r < 0x80:
		if r|0x20 >= 'a' && r|0x20 <= 'z' {
			return "Latin"
		}
		return ""
	case unicode.In(r, unicode.Common, unicode.Inherited):
		return ""
	}
	for _, name := range []string{
		"Latin", "Han", "Hiragana", "Katakana", "Hangul", "Bopomofo", "Cyrillic", "Greek", "Armenian", "Arabic", "Hebrew",
		"Devanagari", "Bengali", "Tamil", "Telugu", "Kannada", "Malayalam", "Gujarati", "Gurmukhi", "Oriya", "Sinhala",
		"Thai", "Lao", "Khmer", "Myanmar", "Georgian", "Ethiopic", "Tibetan", "Mongolian",
	} {
		if unicode.Is(unicode.Scripts[name], r) {
			if name == "Latin" && !commonLatin(r) {
				return "other"
			}
			return name
		}
	}
	return "other"
}

// looksLatin reports whether every letter of a label has a Latin double (from UTS 39's confusables, lower case).
func looksLatin(label string) bool {
	const doubles = "асԁеһіјӏорԛѕԝхуъьҽпгѵѡмнткв" + "ονρυικαγτχ" + "ոսօցհք"
	for _, r := range label {
		if r >= 0x80 && !strings.ContainsRune(doubles, r) {
			return false
		}
	}
	return true
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
