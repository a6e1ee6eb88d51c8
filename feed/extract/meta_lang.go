package extract

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/language"
)

// readLanguage returns the article's language as a BCP 47 tag. What the page says counts unless its text clearly says
// otherwise: templates are copied with their lang="en".
func (s *said) readLanguage(in Input, body string) string {
	var tagged string
	var ld string
	if t := s.main(in.URL); t != nil {
		ld = t.language
	}
	for _, raw := range []string{s.lang, s.first("og:locale"), ld, s.ld.language, s.first("content-language", "dc.language", "language", "inlanguage")} {
		if tagged = languageTag(raw); tagged != "" {
			break
		}
	}
	guess, sure := guessLanguage(body)
	if tagged == "" || sure && contradicts(guess, tagged) {
		return guess
	}
	return tagged
}

// contradicts says whether a sure guess is to be believed more than what the page says. The guess knows some fifty languages;
// a text in another one looks to it like the nearest of those, as Afrikaans does like Dutch or Nepali like Hindi.
func contradicts(guess, tagged string) bool {
	return guess != baseOf(tagged) && (knowsLanguage(baseOf(tagged)) || scriptOf(guess) != scriptOf(tagged))
}

// knowsLanguage says whether guessLanguage can tell a language.
func knowsLanguage(lang string) bool {
	if commonWords[lang] != "" || lang == "zh" || lang == "ja" {
		return true
	}
	for i := range scripts {
		if scripts[i].lang == lang {
			return true
		}
	}
	return false
}

// scriptOf returns the script that a language is mostly written in; kana, hangul and Han are one, for their languages share it.
func scriptOf(lang string) string {
	s, _ := language.Make(lang).Script()
	switch n := s.String(); n {
	case "Hans", "Hant", "Jpan", "Kore", "Hani":
		return "Hani"
	default:
		return n
	}
}

// languageTag returns a well-formed tag ("en", "pt-BR", "zh-Hant-TW") for what a page calls its language, or "".
func languageTag(raw string) string {
	raw = strings.TrimSpace(raw)
	if i := strings.IndexAny(raw, ",; "); i >= 0 {
		raw = raw[:i]
	}
	if len(raw) < 2 || len(raw) > 35 {
		return ""
	}
	if i := strings.IndexByte(raw, '.'); i > 0 { // en_US.UTF-8
		raw = raw[:i]
	}
	t, err := language.Parse(strings.ReplaceAll(raw, "_", "-"))
	if err != nil || t == language.Und {
		return ""
	}
	b, sc, r := t.Raw()
	if b.String() == "und" || b.String() == "mul" || b.String() == "zxx" {
		return ""
	}
	out := b.String()
	if s := sc.String(); s != "Zzzz" && strings.Contains(strings.ToLower(raw), strings.ToLower(s)) {
		out += "-" + s
	}
	if r := r.String(); r != "ZZ" {
		out += "-" + r
	}
	return out
}

// baseOf returns a tag's language without script and region.
func baseOf(tag string) string {
	if i := strings.IndexByte(tag, '-'); i >= 0 {
		tag = tag[:i]
	}
	switch tag {
	case "nb", "nn":
		return "no"
	}
	return tag
}

// commonWords are among the most frequent words of each language and rare in the others that are near it.
var commonWords = map[string]string{
	"en": "the and of to that is was for with his from they this have which were but not are you",
	"de": "der die und das nicht ist von mit den auf für ein eine sich auch dem des wird im sie zu",
	"fr": "les des est dans une que pour qui sur pas plus par avec ce au sont du aux cette ont été",
	"es": "el los las una que en por con para del es se su al lo como más pero sus fue este",
	"pt": "os as uma que não em por com para do da se dos das mais como foi ao são pelo está",
	"it": "il di che è per una non sono del della con gli dei nel alla più anche le si ha",
	"nl": "het een van dat niet te zijn voor met ook aan er maar om bij naar deze wordt heeft werd",
	"sv": "och att det som för på är av med den till inte har ett om jag från kan ska efter",
	"da": "og at det som for på er af med den til ikke har et om fra kan men de blev skal efter",
	"no": "og at det som for på er av med den til ikke har et om fra kan men de ble skal etter",
	"pl": "nie się na jest że do to jak przez dla od za po są oraz ale czy jego także może",
	"cs": "je se na že to do jsou pro jako ale byl jeho podle která který také při již nebo jsem",
	"sk": "je sa na že to do sú pre ako ale bol jeho podľa ktorá ktorý tiež pri už alebo som",
	"hu": "az egy hogy nem és is meg de csak van volt mint már lehet majd pedig ezt amely szerint után",
	"ro": "și în de la cu nu pe care din este mai au pentru sunt fost prin dar sau după lui",
	"fi": "ja on ei että se hän oli mutta myös kun joka ovat sen niin kuin ole jos mukaan ollut voi",
	"tr": "ve bir bu için de da ile çok olarak daha gibi olan sonra kadar en ama ne var değil ancak",
	"id": "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga ke karena bisa telah oleh saat mereka",
	"vi": "của và là có được trong không cho một với người đã các những này khi để từ về ra",
	"lt": "ir kad yra tai bet iš su kaip už apie jau dar per tik nuo buvo po ne dėl arba",
	"is": "og að er sem á í við um en það ekki hann til af með fyrir var eru hún frá",
	"hr": "je se na da za su od što će kako ali nije koji kao iz ili bi sve biti koja",
	"ru": "и в не на что с по это как его из для но от также было они который был года",
	"uk": "і в не на що з та до це як його для від але також було які про був року",
	"bg": "и в не на че с за от се да са по като но това ще който към до със",
	"el": "και το να του η με για την από της που είναι στο τα θα δεν στην οι των σε",
	"fa": "و در به از که این را با است برای آن یک خود تا کرد بر هم می شود اما",
	"ur": "کے کی میں ہے اور سے کو نے کا کہ پر ہیں اس یہ بھی نہیں تھا گیا کر ایک",
	"ar": "في من على أن إلى التي عن مع ما هذا الذي كان لا بعد هذه أو بين قد كما لم",
	"hi": "के में है की और से को का पर कि यह ने भी नहीं इस हैं एक लिए था कर",
}

// commonWord tells in which languages a word is common; made on first use, so that starting the program costs nothing.
var commonWord = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	for lang, words := range commonWords {
		for w := range strings.FieldsSeq(words) {
			m[w] = append(m[w], lang)
		}
	}
	return m
})

// scripts name a language by its letters alone.
var scripts = []struct {
	table *unicode.RangeTable
	lang  string
}{
	{unicode.Hangul, "ko"},
	{unicode.Thai, "th"},
	{unicode.Hebrew, "he"},
	{unicode.Georgian, "ka"},
	{unicode.Armenian, "hy"},
	{unicode.Tamil, "ta"},
	{unicode.Telugu, "te"},
	{unicode.Bengali, "bn"},
	{unicode.Gujarati, "gu"},
	{unicode.Malayalam, "ml"},
	{unicode.Kannada, "kn"},
	{unicode.Sinhala, "si"},
	{unicode.Khmer, "km"},
	{unicode.Lao, "lo"},
	{unicode.Myanmar, "my"},
	{unicode.Ethiopic, "am"},
	{unicode.Gurmukhi, "pa"},
}

// guessLanguage guesses a text's language by its letters and its commonest words. sure is false for short or mixed texts.
func guessLanguage(text string) (lang string, sure bool) {
	const enough = 6000 // bytes; more does not change the answer
	if len(text) > enough {
		text = text[:enough]
	}
	letters, kana, han := 0, 0, 0
	var by [32]int
	for _, r := range text {
		if r < 0x250 || !unicode.IsLetter(r) {
			if unicode.IsLetter(r) {
				letters++
			}
			continue
		}
		letters++
		switch {
		case r >= 0x3040 && r <= 0x30ff:
			kana++
		case unicode.Is(unicode.Han, r):
			han++
		default:
			for i := range scripts {
				if unicode.Is(scripts[i].table, r) {
					by[i]++
					break
				}
			}
		}
	}
	if letters == 0 {
		return "", false
	}
	for i := range scripts {
		if by[i]*2 > letters {
			return scripts[i].lang, letters > 60
		}
	}
	if (kana+han)*2 > letters {
		if kana*20 > letters {
			return "ja", letters > 60
		}
		return "zh", letters > 60
	}
	index := commonWord()
	score := map[string]int{}
	words, hits := 0, 0
	for _, w := range foldWords(text) {
		words++
		langs := index[w]
		if len(langs) > 0 {
			hits++
		}
		for _, l := range langs {
			score[l]++
		}
	}
	best, top, second := "", 0, 0
	for l, n := range score {
		switch {
		case n > top || n == top && l < best:
			if top > second {
				second = top
			}
			best, top = l, n
		case n > second:
			second = n
		}
	}
	if top < 3 || top*12 < words {
		return "", false
	}
	return best, words >= 60 && top*8 > words && top*10 > second*14
}
