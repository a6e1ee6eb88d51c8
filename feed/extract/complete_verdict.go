package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"tidings/feed/article"
	"tidings/feed/text"
)

const (
	// teaserWords is the most that a text cut off may have to be called a summary instead of a preview.
	teaserWords = 70
	// shellWords is the least running text of a page that holds an article at all.
	shellWords = 40
	// standInWords is the most text that pages standing in an article's place have: challenges, consent walls, errors.
	standInWords = 220
)

// complete says how much of the article the page holds, why, and how many words the page says the article has.
func complete(doc *document, verdicts []verdict) (c article.Completeness, evidence string, said int) {
	t := readTail(doc, verdicts)
	if t.said > 100 && t.said < 200_000 {
		said = t.said
	}
	claims := doc.claimsArticle()
	cut := t.last >= 0 && t.cutOdds(claims) > 0
	if t.words < standInWords && !(claims && cut) {
		if why := standsIn(doc, &t, claims); why != "" {
			return article.Blocked, why, said
		}
	}
	switch {
	case t.last < 0 && claims:
		return article.Teaser, noText, said
	case t.last < 0:
		for i := range doc.leaves {
			if g, seen, _ := gateOf(doc, i, min(len(doc.leaves), i+3)); g >= 1.5 && seen[gateGoOn] && len(doc.leaves[i].text) < 200 {
				return article.Teaser, "in place of a text stands a notice: “" + clipWords(doc.leaves[i].text, 12) + "”", said
			}
		}
		return article.Blocked, noArticle, said
	case !cut:
		return article.Full, "", said
	case t.paras <= 1 && t.words < teaserWords:
		c = article.Teaser
	default:
		c = article.Preview
	}
	return c, t.evidence(), said
}

// What is said of pages without a text.
const (
	noText     = "the page calls itself an article and holds no text of one"
	noArticle  = "no article was found in the page"
	emptyPage  = "the page is an empty shell: "
	emptyShell = emptyPage + "its text comes by script"
)

// evidence says in words why the text counts as cut off; how much there is and what length the page states stands beside it, in the
// article's blocks and SaidWords.
func (t *tail) evidence() string {
	switch {
	case t.notice >= 0 && t.seen[gateBuy]:
		return "the page stops at a subscribe notice"
	case t.notice >= 0 && t.seen[gateEnter]:
		return "the page stops at a notice to log in"
	case t.notice >= 0:
		return "the page stops at a notice to read on elsewhere"
	case t.ellipsis:
		return "the text breaks off with “…”"
	case !missing(t) && t.minutes > 0:
		return "the page states a reading time of " + text.Count(t.minutes, "minute")
	}
	return "the page holds less text than it states"
}

// clipWords returns the first n words of a text.
func clipWords(s string, n int) string {
	w := strings.Fields(s)
	if len(w) <= n {
		return s
	}
	return strings.Join(w[:n], " ") + " …"
}

// standIns are phrases of pages that stand in an article's place, with what each page is called. They count only on a page that
// has little text and does not call itself an article.
var standIns = []struct{ what, phrases string }{
	{"a challenge that checks for robots", "captcha|are you a robot|not a robot|are you human|you are human|you're human|verify you are|checking your browser|just a moment|unusual traffic|unusual activity|ddos protection|security check|ray id|request blocked|bot detection|automated access|kein roboter|sie ein mensch|un robot|êtes un humain|eres un robot|ser humano|sei un robot|não é um robô|не робот|ロボットではない|로봇이 아닙|机器人|機器人|人机验证|robot olmadığ"},
	{"a page that needs a script", "enable javascript|javascript is disabled|javascript is required|requires javascript|turn on javascript|without javascript|javascript aktiv|activer javascript|activez javascript|habilita javascript|habilite javascript|attiva javascript|abilita javascript|schakel javascript|aktivera javascript|włącz javascript|включите javascript|javascript を有効|javascriptを有効|자바스크립트|启用javascript|啟用javascript|启用 javascript"},
	{"an error page", "page not found|404 not found|error 404|404 error|page does not exist|page doesn't exist|page you requested|page you are looking for|page you were looking for|page can't be found|page cannot be found|no longer available|access denied|403 forbidden|permission to access|not available in your|unavailable for legal reasons|internal server error|bad gateway|service unavailable|temporarily unavailable|seite nicht gefunden|seite wurde nicht gefunden|seite existiert nicht|zugriff verweigert|page introuvable|page n'existe|n’existe pas|accès refusé|página no encontrada|no se encuentra|no existe la página|acceso denegado|pagina non trovata|página não encontrada|pagina niet gevonden|sidan kunde inte|sidan finns inte|siden blev ikke fundet|siden finnes ikke|sivua ei löyt|nie znaleziono strony|strona nie istnieje|stránka nenalezena|страница не найдена|доступ запрещ|сторінку не знайдено|sayfa bulunamadı|ページが見つかりません|お探しのページ|페이지를 찾을 수 없|页面不存在|找不到页面|找不到頁面|頁面不存在|الصفحة غير موجودة|הדף לא נמצא"},
	{"a consent wall", "value your privacy|your privacy choices|manage your consent|accept all cookies|accept cookies to|consent to cookies|we and our partners|datenschutzeinstellungen|mit werbung|alle akzeptieren|einwilligung|wir und unsere partner|respectons votre vie privée|nos partenaires|accepter et continuer|valoramos tu privacidad|nuestros socios|rispettiamo la tua privacy|nostri partner|waarderen je privacy|onze partners|cookie-instellingen|våra partners|vores partnere|cenimy prywatność|nasi partnerzy"},
}

// standsIn says what kind of page stands in the article's place, or "" when none does.
func standsIn(doc *document, t *tail, claims bool) string {
	if doc.said == nil || t.served > standInWords || claims && t.words >= shellWords {
		return ""
	}
	total := 0
	for i := range doc.leaves {
		if total += doc.count(i); total > 3*standInWords {
			return ""
		}
	}
	var s strings.Builder
	s.WriteString(strings.ToLower(doc.said.title))
	for i := range doc.leaves {
		if s.Len() < 20_000 {
			s.WriteByte('\n')
			s.WriteString(strings.ToLower(doc.leaves[i].text))
		}
	}
	said := s.String()
	hint := noscriptText(doc.root)
	for _, k := range standIns {
		for p := range strings.SplitSeq(k.phrases, "|") {
			if strings.Contains(said, p) {
				return "in place of an article stands " + k.what + " (“" + p + "”)"
			}
		}
	}
	if t.words < shellWords && total < shellWords {
		for p := range strings.SplitSeq(standIns[1].phrases, "|") {
			if strings.Contains(hint, p) {
				return emptyShell
			}
		}
		if total < 15 {
			return emptyPage + "it holds " + text.Count(total, "word")
		}
	}
	return ""
}

// claimsArticle says whether the page calls itself an article, in JSON-LD or for sharing.
func (d *document) claimsArticle() bool {
	s := d.said
	if s == nil {
		return false
	}
	if t := s.main(d.in.URL); t != nil && !t.inside {
		return true
	}
	return s.first("og:type") == "article" || s.first("article:published_time") != ""
}

// claimsReport says whether the page calls itself a report of a news house: those are no single sentences, as posts of weblogs
// may be.
func (d *document) claimsReport() bool {
	if d.said == nil {
		return false
	}
	t := d.said.main(d.in.URL)
	return t != nil && strings.HasSuffix(strings.ToLower(t.kind), "newsarticle")
}

// noscriptText returns what a page says, in lower case, where scripts do not run.
func noscriptText(root *html.Node) string {
	var s strings.Builder
	for n := root; n != nil; n = next(n, root, true) {
		if n.DataAtom == atom.Noscript && n.FirstChild != nil && s.Len() < 5000 {
			s.WriteString(strings.ToLower(n.FirstChild.Data))
		}
	}
	return s.String()
}
