package extract

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// gateClass is what a word in a notice at the end of a text speaks of.
type gateClass uint8

const (
	gateBuy     gateClass = iota // subscribing, membership
	gateEnter                    // logging in, registering
	gateGoOn                     // reading on, the whole text
	gateTerms                    // price, trial, unlimited access, reserved for
	gateLetter                   // newsletters: a box with one stands under whole articles too
	gateComment                  // comments: one logs in for those too
	gateGive                     // donations
	gateElse                     // other articles, an app, a channel
	gateClasses
)

// gateWords are beginnings of words, words (with a full stop behind them), or phrases, by which notices are known in the
// languages of many papers. Alone none of them says that a text was cut off: the place and the length of the text decide with
// them.
var gateWords = [gateClasses]string{
	gateBuy: `subscri membership member abonn abo abonnement suscri suscrí assin abbona prenumer tilaa tilaus predplat předplat pretplat előfizet abonat abonează подпис підпис абонам συνδρομ üye abone langganan berlangganan
		구독 購読 定期購読 会員 有料 订阅 訂閱 会员 會員 付费 付費 اشترك اشتراك सदस्य सब्सक्र מנוי đăng ký thuê สมาชิก plan. plans. paywall upgrade plus-artikel`,
	gateEnter: `login log-in signin sign-in register account anmeld einlogg registrier connect connecter identifi inscri compte iniciar sesión registr cuenta entrar conta. accedi registrati inloggen aanmelden logga logg kirjaudu zalogu přihl prihlás prijav bejelentkez
		войти войдите вход зарегистр увійти είσοδος σύνδεση giriş kaydol masuk daftar ログイン 로그인 登录 登錄 登入 注册 註冊 تسجيل हिस्सा लॉग התחבר|log in|sign in|sign up|log on|logged in|se connecter|log ind|create a free`,
	gateGoOn:    `weiterlesen verderlezen jatka devamını unlock freischalt débloque desbloque sblocca otključ odemkn|continue reading|keep reading|continue to read|go on reading|read the full|read the rest|read the whole|full story|full article|rest of this|rest of the|entire article|entire story|complete article|whole article|to read more|want to read|to keep reading|to continue|read on|remaining|this article is|this story is|ganzen artikel|artikel lesen|vollständig|lesen sie|lire la suite|poursuivre|la suite|article en entier|intégralité|seguir leyendo|leer más|leer el artículo|contenido completo|continuar lendo|continue lendo|ler a matéria|continua a leggere|leggi tutto|per continuare|lees verder|lees het hele|läs vidare|läs hela|læs videre|læs hele|les videre|les hele|lue koko|czytaj dalej|cały artykuł|celý článek|číst dál|čítať ďalej|tovább olvas|teljes cikk|citește|читать далее|полный текст|дочитать|читати далі|διαβάστε|devamı|selengkapnya|続きを読む|続きは|残り|全文|계속 읽|전문|기사 전체|继续阅读|繼續閱讀|阅读全文|閱讀全文|剩余|لقراءة|المقال كامل|पूरा|להמשך`,
	gateTerms:   `unlimited trial offer exclusive access premium archive preview complimentary devices reserved exklusiv unbegrenzt probe angebot zugang monat kündbar vorbehalten illimit offre accès abonnés mois ilimitad oferta acceso mes mês exclusiv acesso illimitat offerta accesso mese onbeperkt toegang maand obegränsad tillgång månad måned adgang ubegrænset kuukau miesiąc dostęp měsíc přístup доступ месяц місяць erişim ay akses bulan 無料 限定 月額 독점 무제한 免费 独家 免費|per month|a month|a week|per week|im monat|par mois|al mes|al mese`,
	gateLetter:  `newsletter newsletters inbox mailbox digest e-mail email mail posteingang courriel correo boletín infolettre posta nyhetsbrev nyhedsbrev uutiskirje nieuwsbrief biuletyn рассылк розсил bülten メール メルマガ 뉴스레터 通讯 電子報 القائمة نشرتنا النشرة البريدية بريدك נוזלטר ניוזלטר ενημερωτικό δελτίο|new posts|new articles|more like this|future posts|every new post|neue beiträge|neuen beiträge|nouveaux articles|nouvelles publications|nuevas entradas|nuevas publicaciones|nuovi articoli|nuovi post|novos textos|nieuwe berichten|новые записи|新文章|新しい記事`,
	gateComment: `comment comments commenting commenter kommentar kommentare kommentieren discussion diskussion commentaire commentaires comentar comentario comentarios comentários commento commenti reactie reacties kommentti komentarz komentář коммент комент yorum コメント 댓글 评论 評論 留言 تعليق תגובה forum`,
	gateGive:    `donat donation donate contribut spende spenden unterstütz don dons soutien soutenez donar donativo doação donazione sostieni doneer donera støtt støt lahjoita wspar przekaż daruj пожертв підтрим bağış 寄付 支援 후원 捐 تبرع दान|support my work|support our work`,
	gateElse:    `app apps whatsapp telegram podcast podcasts herunterladen téléchargez descarga descargue scarica baixe تطبيق アプリ 앱 应用|read also|also read|see also|read more:|read next|more on this|related|lesen sie auch|auch interessant|mehr zum thema|mehr dazu|lire aussi|à lire|lee también|lea también|leggi anche|leia também|leia mais|lees ook|läs också|läs även|les også|læs også|lue myös|czytaj też|czytaj także|čtěte také|olvassa el|citește și|читайте также|читайте також|διαβάστε επίσης|ilgili haber|baca juga|xem thêm|اقرأ أيضا|関連記事|あわせて読み|관련 기사|相关阅读|相關閱讀|यह भी पढ़|קראו גם`,
}

// gateLexicon is gateWords in the form that is looked up. A line is read once, and only what begins with the same bytes is
// compared.
type gateLexicon struct {
	stems    map[uint16][]gateTerm // by their first two bytes; they stand at a word's beginning
	anywhere map[uint32][]gateTerm // by their first three bytes; phrases, and words of scripts without spaces
	begins   [1 << 8]uint64        // a filter before anywhere: for a first byte, a bit for each mix of the two after it
}

// gateTerm is a stem or a phrase of one class.
type gateTerm struct {
	text  string
	class gateClass
	whole bool // it is a word, not the beginning of one
}

var gates = sync.OnceValue(func() *gateLexicon {
	g := &gateLexicon{stems: map[uint16][]gateTerm{}, anywhere: map[uint32][]gateTerm{}}
	phrase := func(p string, c gateClass) {
		k := threeBytes(p)
		g.anywhere[k] = append(g.anywhere[k], gateTerm{text: p, class: c})
		g.begins[p[0]] |= 1 << ((p[1] ^ p[2]<<1) & 63)
	}
	for c, list := range gateWords {
		words, phrases, _ := strings.Cut(list, "|")
		for w := range strings.FieldsSeq(words) {
			if r, _ := utf8.DecodeRuneInString(w); unbroken(r) || r >= 0xac00 && r <= 0xd7a3 {
				phrase(w, gateClass(c))
				continue
			}
			k := uint16(w[0])<<8 | uint16(w[1])
			stem, whole := strings.CutSuffix(w, ".")
			g.stems[k] = append(g.stems[k], gateTerm{stem, gateClass(c), whole})
		}
		if phrases != "" {
			for p := range strings.SplitSeq(phrases, "|") {
				phrase(p, gateClass(c))
			}
		}
	}
	return g
})

func threeBytes(s string) uint32 { return uint32(s[0])<<16 | uint32(s[1])<<8 | uint32(s[2]) }

// longestNotice is the longest line, in bytes, that is read as a notice. Longer ones are running text.
const longestNotice = 700

// gateSeen says which classes of words a line has.
func gateSeen(line string) (seen [gateClasses]bool) {
	if len(line) > 3*longestNotice {
		return seen // no letter's lower case is shorter than a third of it
	}
	line = strings.ToLower(line)
	if len(line) > longestNotice {
		return seen
	}
	g := gates()
	start := 0
	for i := 0; i <= len(line); i++ {
		if i == len(line) || line[i] < utf8.RuneSelf && (line[i] < 'a' || line[i] > 'z') && line[i] != '-' {
			g.word(line[start:i], &seen)
			start = i + 1
		}
	}
	for i := 0; i+3 <= len(line); i++ {
		if g.begins[line[i]]>>((line[i+1]^line[i+2]<<1)&63)&1 == 0 {
			continue
		}
		for _, t := range g.anywhere[threeBytes(line[i:])] {
			if strings.HasPrefix(line[i:], t.text) {
				seen[t.class] = true
			}
		}
	}
	return seen
}

// word marks the classes of the stems that a word begins with. Short stems are to be nearly the whole word.
func (g *gateLexicon) word(w string, seen *[gateClasses]bool) {
	if len(w) < 2 {
		return
	}
	for _, t := range g.stems[uint16(w[0])<<8|uint16(w[1])] {
		if strings.HasPrefix(w, t.text) && (len(t.text) > 4 || len(w) <= len(t.text)+4) && (len(t.text) > 3 && !t.whole || w == t.text) {
			seen[t.class] = true
		}
	}
}
