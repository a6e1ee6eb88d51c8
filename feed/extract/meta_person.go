package extract

import (
	"strings"
	"unicode"
)

// firstPart returns what stands in a line before what sets names apart from dates and roles.
func firstPart(t string) string {
	if i := strings.IndexAny(t, "0123456789|•·,–—｜/:"); i > 0 {
		t = t[:i]
	}
	words := strings.Fields(t)
	for len(words) > 2 && monthOf(words[len(words)-1]) > 0 {
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}

// plainName says whether a text looks like the name of one person, and not like that of a section or a thing.
func plainName(t string) bool {
	words := strings.Fields(t)
	if len(words) < 2 || len(words) > 4 || !looksLikeName(t) {
		return false
	}
	allCaps := t == strings.ToUpper(t) && hasCase(t)
	for _, w0 := range words {
		w := strings.ToLower(strings.Trim(w0, ".,"))
		if !allCaps && upperCount(w0) > 1 && !strings.Contains(w0, ".") && !strings.Contains(w0, "-") && !strings.HasPrefix(w0, "Mc") && !strings.HasPrefix(w0, "Mac") && !strings.HasPrefix(w0, "De") {
			return false // an acronym or a brand
		}
		if noPersons()[w] || monthOf(w) > 0 && len(words) == 2 || roleWords()[w] {
			return false
		}
	}
	return true
}

// upperCount counts a word's capitals.
func upperCount(w string) (n int) {
	for _, r := range w {
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n
}

// noPersons are words of sections' names and labels that stand beside dates as names do.
var noPersons = wordSet(`world politics business sport sports tech technology science health culture opinion lifestyle travel food entertainment finance money education environment climate podcast podcasts guide guides tips
	management software security data cloud computing design development engineering product products company resources resource research learning intelligence estate work remote digital social analysis feature features story stories
	series event events career careers privacy policy cookie cookies support pricing real best how what why when where your our this that top key free new latest more press release releases case study studies white paper blog blogs article
	articles review reviews report reports market markets industry industries trends trend customer customers service services solutions solution platform community courses course training webinar webinars artificial machine online store
	shop sale watch live front page copyright photo image getty individual mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday the a of in on for to with last first published updated reading time share print save back table contents on-demand politik wirtschaft kultur sport gesellschaft wissen panorama ausland inland meinung`)

// leadsToSection says whether a line's links lead to lists of a section or a topic, not to a person.
func leadsToSection(links []string) bool {
	for _, l := range links {
		l = strings.ToLower(l)
		for _, w := range [...]string{"/tag", "/categor", "/topic", "/section", "/theme", "/rubri", "/kategorie", "/ressort", "/blog?", "/search", "#", "facebook.com", "twitter.com/intent", "mailto:?"} {
			if strings.Contains(l, w) {
				return true
			}
		}
	}
	return false
}
