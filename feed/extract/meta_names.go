package extract

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// bylineWords stand before names, in the languages of many papers.
var bylineWords = []string{
	"written by", "posted by", "interview by", "published by", "reviewed by", "words by", "story by", "text by", "report by", "reported by", "article by", "review by", "created by", "authored by", "by",
	"geschrieben von", "ein artikel von", "eine analyse von", "ein kommentar von", "ein interview von", "aus", "text von", "text", "von", "interview",
	"par", "écrit par", "publié par", "propos recueillis par", "por", "escrito por", "publicado por", "redactado por", "di", "scritto da", "a cura di", "da", "door", "geschreven door",
	"av", "af", "skrevet av", "skrevet af", "tekst", "autor", "autorka", "autorzy", "tekst:", "napsal", "přidal", "kirjoittanut", "teksti", "oleh", "yazan", "bởi", "автор", "авторы", "текст", "от",
	"author", "authors", "autor/in", "autoren", "auteur", "auteurs", "autore", "autores", "contributor", "contributors", "writer", "reporter", "byline", "follow", "about", "posted", "published", "opinion", "guest", "from",
	"作者", "文", "记者", "記者", "編集", "執筆", "文・", "撰文", "责任编辑", "責任編輯", "기자", "글", "كتب", "بقلم", "الكاتب", "מאת",
}

// roleWords mark a part of a byline that says what someone does, not who it is.
var roleWords = wordSet(`editor editors reporter reporters correspondent correspondents writer writers journalist journalists columnist contributor contributors producer photographer director analyst critic chief manager
	fellow professor lecturer reviewer redakteur redakteurin redaktor redaktorin korrespondent korrespondentin reporterin autorin ressortleiter ressortleiterin chefredakteur chefredakteurin volontär volontärin journaliste rédacteur
	rédactrice correspondant correspondante periodista redactor redactora corresponsal giornalista redattore redacteur verslaggever journalistin gazeteci muhabir dziennikarz dziennikarka корреспондент журналист редактор обозреватель
	former consultant coordinator specialist strategist engineer scientist developer architect freelance
	ceo cto founder cofounder co-founder president author owner operations marketing officer head`)

// noNames are words that no name has: what buttons and labels beside names say.
var noNames = wordSet(`admin administrator follow share more unknown null none undefined anonymous updated byline editorial profile contact email twitter facebook instagram linkedin posts post bio website published login log sign read view
	learn all about see full subscribe newsletter comments comment minutes min ago today home news latest search menu photo photos image video source sources insights strategy`)

// wordSet returns a set of words that is made when it is first asked for: most runs of the program read no page.
func wordSet(list string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		m := map[string]bool{}
		for w := range strings.FieldsSeq(list) {
			m[w] = true
		}
		return m
	})
}

// particles are the parts of names that are written small.
var particles = wordSet(`de da do dos das del della di du des la le los las el al van von vom zu zur der den ter ten te af av bin ibn ben y e i and`)

// authorNames cleans what publishers put where the author's name belongs, and returns the names alone, each once. What stands in a
// place that is not marked for names beyond doubt must look like names too.
func authorNames(raw, site []string, marked bool) []string {
	var out []string
	seen := map[string]bool{}
	add := func(p string) {
		if key := squash(p); p != "" && !seen[key] && len(out) < maxAuthors {
			seen[key] = true
			out = append(out, p)
		}
	}
	for _, r := range raw {
		r = fold(html.UnescapeString(r))
		if marked && isSite(r, site) && !looksLikeAddress(r) {
			add(strings.Trim(r, " ,;"))
			continue
		}
		parts := splitNames(r)
		before := len(out)
		for i, p := range parts {
			p = cleanName(p)
			if p == "" || i > 0 && (hasRole(p) || isCredential(p)) || len(parts) > 1 && strings.ToLower(p) == p && hasCase(p) {
				continue
			}
			if !marked && !looksLikeName(p) {
				continue
			}
			if len(out) > 0 && isAgency(p) {
				continue
			}
			add(p)
		}
		if p := strings.Trim(trimByline(r), " .,;"); marked && len(out) == before && len(raw) == 1 && isDesk(p) {
			add(p)
		}
	}
	return out
}

// isDesk says whether a text that is no person's name may stand as an author: "News Staff".
func isDesk(p string) bool {
	r, _ := utf8.DecodeRuneInString(p)
	return len(p) < 40 && unicode.IsUpper(r) && strings.Count(p, " ") < 4 && strings.Contains(p, " ") && !strings.ContainsAny(p, "0123456789@{}<>:/")
}

// isAgency says whether a part behind a name is the house that the text or its pictures came from.
func isAgency(p string) bool {
	if strings.Contains(strings.TrimRight(p, "."), ".") && !strings.Contains(p, " ") {
		return true // an address
	}
	for w := range strings.FieldsSeq(strings.ToLower(p)) {
		switch strings.Trim(w, ".,") {
		case "images", "press", "presse", "news", "media", "agency", "agentur", "agence", "journal", "times", "post", "gazette", "tribune", "police", "sponsored", "photo", "getty", "team", "shutterstock", "istock", "istockphoto", "reuters", "dpa", "afp", "ap", "upi":
			return true
		}
	}
	return false
}

// hasRole says whether any word of a part is one of a role.
func hasRole(p string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(p)) {
		if roleWords()[strings.Trim(w, ".,")] {
			return true
		}
	}
	return false
}

// isCredential says whether a part is a degree or a title behind a name: "PhD", "RDN", "CPA".
func isCredential(p string) bool {
	if strings.Contains(p, " ") || len(p) > 7 {
		return false
	}
	upper := 0
	for _, r := range p {
		if unicode.IsUpper(r) {
			upper++
		}
	}
	return upper >= 2
}

func hasCase(s string) bool { return strings.ToLower(s) != strings.ToUpper(s) }

// looksLikeName says whether a part looks like a person's name: two to five words that begin with capitals, particles aside, or
// two or more letters of a script that has no capitals.
func looksLikeName(p string) bool {
	words := strings.Fields(p)
	caps, plain := 0, 0
	for _, w := range words {
		low := strings.ToLower(strings.Trim(w, ".,"))
		if noNames()[low] {
			return false
		}
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case unicode.IsUpper(r) || unicode.IsTitle(r):
			caps++
		case unicode.IsLower(r):
			if !particles()[low] {
				return false
			}
		case unicode.IsLetter(r):
			plain++
		default:
			return false
		}
	}
	return len(words) <= 5 && (caps >= 2 || plain > 0 && utf8.RuneCountInString(p) <= 20)
}

// isBylineLabel says whether a label ("Written by") announces names.
func isBylineLabel(s string) bool {
	s = strings.ToLower(strings.TrimRight(strings.TrimSpace(s), ":"))
	return slices.Contains(bylineWords, s)
}

// ranks stand before the word for a role.
var ranks = wordSet(`senior junior staff lead chief managing associate assistant contributing deputy guest executive political digital freelance`)

// withoutRole returns a name without the role that stands right behind it ("Ann Lee Senior Writer"), or nil when there is none.
func withoutRole(words []string) []string {
	n := len(words)
	for n > 0 && roleWords()[strings.ToLower(words[n-1])] {
		n--
	}
	if n == len(words) {
		return nil
	}
	for n > 0 && ranks()[strings.ToLower(words[n-1])] {
		n--
	}
	if n < 2 || !plainName(strings.Join(words[:n], " ")) {
		return nil
	}
	return words[:n]
}

// looksLikeAddress says whether a text is a web address, an e-mail address or a handle.
func looksLikeAddress(s string) bool {
	s = strings.TrimSpace(s)
	return strings.Contains(s, "://") || strings.HasPrefix(s, "www.") || strings.HasPrefix(s, "/") || strings.HasPrefix(s, "@") ||
		!strings.Contains(s, " ") && strings.ContainsAny(s, "@")
}

// cleanName returns one name without what stands around it, or "" when it is no name.
func cleanName(s string) string {
	s = strings.Trim(trimByline(strings.TrimSpace(s)), " .,;:|-–—•·*\"“”'«»[]{}")
	if s == "" || looksLikeAddress(s) || isBylineLabel(s) {
		return ""
	}
	var keep []string
	for w := range strings.FieldsSeq(s) {
		if strings.HasPrefix(w, "@") || strings.Contains(w, "@") || strings.Contains(w, "://") {
			continue
		}
		keep = append(keep, w)
	}
	n := utf8.RuneCountInString(s)
	if len(keep) == 0 || len(keep) > 6 || n < 2 || n > 60 {
		return ""
	}
	letters, upper := 0, false
	for _, r := range s {
		if unicode.IsDigit(r) {
			return ""
		}
		if unicode.IsLetter(r) {
			letters++
			upper = upper || !unicode.IsLower(r)
		}
		if r == '?' || r == '!' || r == '…' || r == '=' || r == '<' {
			return ""
		}
	}
	if letters < 2 || !upper && len(keep) != 1 {
		return "" // "staff writer": a name has a capital, where the script has capitals
	}
	if len(keep) == 1 && strings.Count(s, ".") > 1 {
		return "" // a template's variable
	}
	for len(keep) > 2 && isCredential(strings.Trim(keep[len(keep)-1], ".,")) && !isCredential(keep[0]) {
		keep = keep[:len(keep)-1]
	}
	first, last := strings.Trim(strings.ToLower(keep[0]), ".,"), strings.Trim(strings.ToLower(keep[len(keep)-1]), ".,")
	if last == "follow" && len(keep) > 1 {
		keep = keep[:len(keep)-1]
		last = strings.ToLower(keep[len(keep)-1])
	}
	if name := withoutRole(keep); name != nil {
		keep = name
		last = strings.ToLower(keep[len(keep)-1])
	}
	if roleWords()[last] || roleWords()[first] && len(keep) > 1 || len(keep) == 1 && noNames()[last] {
		return ""
	}
	return strings.TrimRight(strings.Join(keep, " "), ",")
}
