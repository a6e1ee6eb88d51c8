package extract

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// monthStems are the first letters of the months' names in the languages of many papers, lower case, January first. A word is a
// month when it begins with one of its stems; the longest stem wins.
var monthStems = [12][]string{
	{"jan", "ene", "янв", "ocak", "sty", "led", "gen", "tam", "يناير", "январ", "січ", "ינואר", "ιαν", "sau", "ian"},
	{"feb", "fév", "fev", "фев", "şub", "lut", "úno", "helmi", "فبراير", "лют", "פברואר", "φεβ", "vas"},
	{"mar", "mär", "мар", "mrz", "maa", "břez", "مارس", "берез", "מרץ", "μαρ", "kov", "maart", "mrt"},
	{"apr", "avr", "abr", "апр", "nisan", "kwi", "dub", "huhti", "أبريل", "ابريل", "квіт", "אפריל", "απρ", "bal", "avril"},
	{"may", "mai", "maj", "mei", "мая", "май", "mayıs", "kvě", "touko", "مايو", "трав", "מאי", "μαΐ", "μαϊ", "geg", "mag", "maí"},
	{"jun", "jui", "июн", "haz", "cze", "čer", "kesä", "giu", "يونيو", "черв", "יוני", "ιουν", "bir", "júní", "juin"},
	{"jul", "juil", "июл", "tem", "lip", "červenc", "heinä", "lug", "يوليو", "лип", "יולי", "ιουλ", "lie", "júlí"},
	{"aug", "aoû", "aou", "ago", "авг", "ağu", "sie", "srp", "elo", "أغسطس", "اغسطس", "серп", "אוגוסט", "αυγ", "rugp", "ágú"},
	{"sep", "set", "сен", "eyl", "wrz", "zář", "syys", "سبتمبر", "верес", "ספטמבר", "σεπ", "rugs"},
	{"oct", "okt", "ott", "out", "окт", "eki", "paź", "říj", "loka", "أكتوبر", "اكتوبر", "жовт", "אוקטובר", "οκτ", "spa"},
	{"nov", "ноя", "kas", "lis", "marras", "نوفمبر", "листоп", "נובמבר", "νοε", "lapk", "nóv"},
	{"dec", "dez", "déc", "dic", "дек", "ara", "gru", "pros", "joulu", "ديسمبر", "груд", "דצמבר", "δεκ", "gruo", "des"},
}

// monthOf returns the month that a word names, 1 to 12, or 0.
func monthOf(w string) int {
	w = strings.ToLower(w)
	if len([]rune(w)) < 3 || len(w) > 24 {
		return 0
	}
	best, long := 0, 0
	for m, stems := range monthStems {
		for _, s := range stems {
			if len(s) > long && strings.HasPrefix(w, s) {
				best, long = m+1, len(s)
			}
		}
	}
	return best
}

// dateToken is a number or a word of a line, with what follows it directly.
type dateToken struct {
	text  string
	n     int // the number, or -1
	after rune
}

// findDate finds the first date in a line made for people: "Dec 22, 2023, 5:04 pm", "22. Dezember 2023", "22/12/2023",
// "2023 Dec 22", "2023年12月22日". lang decides whether day or month comes first where both could (American English: the month).
func findDate(line, lang string) time.Time {
	tok := dateTokens(line)
	american := lang == "" || strings.EqualFold(lang, "en") || strings.EqualFold(lang, "en-US") || strings.EqualFold(lang, "en_US")
	for i := 0; i+2 < len(tok); i++ {
		a, b, c := &tok[i], &tok[i+1], &tok[i+2]
		if (strings.EqualFold(b.text, "de") || strings.EqualFold(b.text, "of")) && i+3 < len(tok) { // 22 de diciembre de 2023
			b, c = c, &tok[i+3]
			if (strings.EqualFold(c.text, "de") || strings.EqualFold(c.text, "del")) && i+4 < len(tok) {
				c = &tok[i+4]
			}
		} else if strings.EqualFold(c.text, "de") && i+3 < len(tok) {
			c = &tok[i+3]
		}
		y, m, d := 0, 0, 0
		switch {
		case isYear(a) && small(b, 12) && small(c, 31) && (a.after == '-' || a.after == '/' || a.after == '.' || a.after == '年' || a.after == '년'):
			y, m, d = a.n, b.n, c.n
		case a.n < 0 && small(b, 31) && isYear(c):
			y, m, d = c.n, monthOf(a.text), b.n
		case small(a, 31) && b.n < 0 && isYear(c):
			y, m, d = c.n, monthOf(b.text), a.n
		case isYear(a) && b.n < 0 && small(c, 31):
			y, m, d = a.n, monthOf(b.text), c.n
		case small(a, 31) && small(b, 31) && isYear(c) && a.after == b.after && strings.ContainsRune("/.-", a.after):
			y, m, d = c.n, b.n, a.n
			if m > 12 || american && a.after == '/' && d <= 12 {
				m, d = d, m
			}
		}
		if y == 0 || m < 1 || m > 12 || d < 1 || d > 31 {
			continue
		}
		t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
		if t.Day() != d {
			continue
		}
		return plausible(withClock(t, line))
	}
	return time.Time{}
}

// withClock adds the first time of day in a line ("17:04", "5:04 p.m. EST") to a day.
func withClock(day time.Time, line string) time.Time {
	for i := 1; i+2 < len(line); i++ {
		if line[i] != ':' && !(line[i] == '.' && i+5 < len(line) && strings.HasPrefix(line[i+3:], " Uhr")) {
			continue
		}
		from := i
		for from > 0 && line[from-1] >= '0' && line[from-1] <= '9' && i-from < 2 {
			from--
		}
		if from == i || line[i+1] < '0' || line[i+1] > '5' || line[i+2] < '0' || line[i+2] > '9' {
			continue
		}
		h, _ := strconv.Atoi(line[from:i])
		m, _ := strconv.Atoi(line[i+1 : i+3])
		rest := strings.Fields(line[i+3:])
		zone := time.UTC
		for k, w := range rest {
			if k > 2 {
				break
			}
			switch strings.ToLower(strings.Trim(strings.ReplaceAll(w, ".", ""), ",()|")) {
			case "pm":
				if h < 12 {
					h += 12
				}
				continue
			case "am":
				if h == 12 {
					h = 0
				}
				continue
			}
			if off, ok := zones[strings.Trim(w, ",()|.")]; ok {
				zone = time.FixedZone("", int(off*3600))
				break
			}
		}
		if h > 23 {
			return day
		}
		return time.Date(day.Year(), day.Month(), day.Day(), h, m, 0, 0, zone)
	}
	return day
}

func isYear(t *dateToken) bool { return t.n >= 1990 && t.n <= 2100 && len(t.text) == 4 }

func small(t *dateToken, top int) bool { return t.n >= 1 && t.n <= top && len(t.text) <= 2 }

// dateTokens cuts a line into numbers and words; endings of ordinals ("22nd") are dropped.
func dateTokens(s string) []dateToken {
	var out []dateToken
	from, digits := -1, false
	flush := func(end int, after rune) {
		if from < 0 {
			return
		}
		t := dateToken{text: s[from:end], n: -1, after: after}
		if digits && len(t.text) < 9 {
			t.n, _ = strconv.Atoi(t.text)
		}
		if !digits && len(out) > 0 && out[len(out)-1].n >= 0 && out[len(out)-1].after == 0 {
			switch strings.ToLower(t.text) {
			case "st", "nd", "rd", "th", "er", "ª", "º":
				out[len(out)-1].after = after
				from = -1
				return
			}
		}
		if !digits && (t.text == "年" || t.text == "月" || t.text == "日" || t.text == "년" || t.text == "월" || t.text == "일") && len(out) > 0 {
			out[len(out)-1].after = []rune(t.text)[0]
		} else {
			out = append(out, t)
		}
		from = -1
	}
	for i, r := range s {
		if len(out) > 60 {
			break
		}
		d := r >= '0' && r <= '9'
		l := unicode.IsLetter(r) || unicode.IsMark(r)
		switch {
		case !d && !l:
			flush(i, r)
		case from < 0:
			from, digits = i, d
		case d != digits || unbroken(r) || r == '년' || r == '월' || r == '일':
			flush(i, 0)
			from, digits = i, d
		}
	}
	flush(len(s), ' ')
	return out
}
