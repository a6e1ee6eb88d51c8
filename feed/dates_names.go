package feed

import (
	"strings"
	"sync"

	"tidings/feed/text"
)

// months are the names of the months as feeds in these languages write them, in any case and with or without accents;
// "|" parts other forms and short forms that are no beginning of the name.
const months = `
January February March April May June July August September October November December
Januar Februar März|Maerz|Mrz April Mai Juni Juli August September Oktober November Dezember
Jänner Feber März April Mai Juni Juli August September Oktober November Dezember
janvier février mars avril mai juin juillet|juil août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
januari februari maart|mrt april mei juni juli augustus september oktober november december
января|январь февраля|февраль марта|март апреля|апрель мая|май июня|июнь июля|июль августа|август сентября|сентябрь октября|октябрь ноября|ноябрь декабря|декабрь
січня|січень лютого|лютий березня|березень квітня|квітень травня|травень червня|червень липня|липень серпня|серпень вересня|вересень жовтня|жовтень листопада|листопад грудня|грудень
Ιανουαρίου|Ιανουάριος|Ιαν Φεβρουαρίου|Φεβρουάριος|Φεβ|Φεβρ Μαρτίου|Μάρτιος|Μαρ Απριλίου|Απρίλιος|Απρ Μαΐου|Μάιος|Μάϊος|Μαι Ιουνίου|Ιούνιος|Ιουν Ιουλίου|Ιούλιος|Ιουλ Αυγούστου|Αύγουστος|Αυγ Σεπτεμβρίου|Σεπτέμβριος|Σεπ|Σεπτ Οκτωβρίου|Οκτώβριος|Οκτ Νοεμβρίου|Νοέμβριος|Νοε Δεκεμβρίου|Δεκέμβριος|Δεκ
stycznia|styczeń lutego|luty marca|marzec kwietnia|kwiecień maja|maj czerwca|czerwiec lipca|lipiec sierpnia|sierpień września|wrzesień października|październik listopada|listopad grudnia|grudzień
ledna|leden února|únor března|březen dubna|duben května|květen června|červen července|červenec srpna|srpen září října|říjen listopadu prosince|prosinec
január február március április május június július augusztus szeptember október november december
januari februari mars april maj juni juli augusti september oktober november december
januar februar marts|mars april maj|mai juni juli august september oktober|okt november december|desember
tammikuuta|tammikuu helmikuuta|helmikuu maaliskuuta|maaliskuu huhtikuuta|huhtikuu toukokuuta|toukokuu kesäkuuta|kesäkuu heinäkuuta|heinäkuu elokuuta|elokuu syyskuuta|syyskuu lokakuuta|lokakuu marraskuuta|marraskuu joulukuuta|joulukuu
Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık
ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
gener febrer març abril maig juny juliol agost setembre octubre novembre desembre
Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember
`

// monthNames maps folded names to numbers.
var monthNames = sync.OnceValue(func() map[string]int {
	m := map[string]int{}
	for line := range strings.Lines(strings.TrimSpace(months)) {
		for i, names := range strings.Fields(line) {
			for name := range strings.SplitSeq(names, "|") {
				name = text.Fold(name)
				if old, ok := m[name]; ok && old != i+1 { // listopad: Czech November, Croatian October
					continue
				}
				m[name] = i + 1
			}
		}
	}
	for i, short := range strings.Fields("jan feb mar apr may jun jul aug sep oct nov dec") {
		m[short] = i + 1
	}
	m["sept"] = 9
	return m
})

// zones are the names of time zones, in seconds east of Greenwich. Where a name means several, it is the one that most
// feeds mean (RFC 822, 5.1; IST is India's, BST Britain's, CST Chicago's). Letters are the military zones as RFC 2822
// reads them: without meaning.
var zones = sync.OnceValue(func() map[string]int {
	m := map[string]int{}
	for name, h := range map[string]float64{
		"UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "Z": 0,
		"EST": -5, "EDT": -4, "ET": -5, "CST": -6, "CDT": -5, "CT": -6, "MST": -7, "MDT": -6, "MT": -7, "PST": -8, "PDT": -7, "PT": -8,
		"AST": -4, "ADT": -3, "NST": -3.5, "NDT": -2.5, "AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3, "ART": -3, "CLT": -4, "CLST": -3, "PYT": -4, "COT": -5, "PET": -5, "VET": -4, "BOT": -4, "UYT": -3,
		"BST": 1, "WEST": 1, "CET": 1, "MET": 1, "MEZ": 1, "CEST": 2, "MEST": 2, "MESZ": 2, "EET": 2, "EEST": 3, "SAST": 2, "CAT": 2, "WAT": 1, "EAT": 3, "IDT": 3, "TRT": 3,
		"MSK": 3, "MSD": 4, "SAMT": 4, "YEKT": 5, "OMST": 6, "KRAT": 7, "IRKT": 8, "YAKT": 9, "VLAT": 10,
		"GST": 4, "IRST": 3.5, "PKT": 5, "IST": 5.5, "NPT": 5.75, "BDT": 6, "ICT": 7, "WIB": 7, "WITA": 8, "WIT": 9, "HKT": 8, "SGT": 8, "PHT": 8, "MYT": 8, "AWST": 8, "JST": 9, "KST": 9,
		"ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
	} {
		m[name] = int(h * 3600)
	}
	return m
})
