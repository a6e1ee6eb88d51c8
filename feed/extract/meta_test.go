package extract

import (
	"strings"
	"testing"
	"time"

	"tidings/feed/article"
)

func described(page string) article.Article {
	root, _ := parse([]byte(page))
	return readSaid(root).describe(Input{URL: "https://www.paper.example/news/harbour-opens-after-long-repairs.html"}, "")
}

func TestTitle(t *testing.T) {
	for _, c := range []struct{ name, page, want string }{
		{"h1", `<title>x</title><h1>The harbour opens</h1>`, "The harbour opens"},
		{"site's name behind", `<title>The harbour opens - The Paper</title><meta property="og:site_name" content="The Paper">`, "The harbour opens"},
		{"site's name in front", `<title>The Paper | The harbour opens</title><meta property="og:site_name" content="The Paper">`, "The harbour opens"},
		{"site's name from the host", `<title>The harbour opens | Paper</title>`, "The harbour opens"},
		{"a dash that belongs to it", `<title>The harbour opens – and closes</title>`, "The harbour opens – and closes"},
		{"h1 with the site's name", `<h1><a href="/">The Paper</a></h1><h2>The harbour opens</h2><meta property="og:title" content="The harbour opens">`, "The harbour opens"},
		{"h1 of a section", `<h1>Blog</h1><h2 class="post-title">The harbour opens after repairs</h2><title>The harbour opens after repairs</title>`, "The harbour opens after repairs"},
		{"what is shown wins", `<h1>The harbour opens after repairs</h1><meta property="og:title" content="Why the harbour opens after two years of repairs"><title>Harbour opens after repairs</title>`, "The harbour opens after repairs"},
		{"JSON-LD", `<script type="application/ld+json">{"@type":"NewsArticle","headline":"The harbour &amp; the town"}</script>`, "The harbour & the town"},
		{"the page's own among teasers", `<title>Harbour opens</title><h3>Other</h3><h3>Third thing</h3><h1>Harbour opens</h1>`, "Harbour opens"},
		{"a quotation in angle quotes", `<h1>«Wir bleiben», sagt sie</h1><title>«Wir bleiben», sagt sie</title>`, "«Wir bleiben», sagt sie"},
		{"a quotation that ends it", `<h1>Harbour : « We stay »</h1>`, "Harbour : « We stay »"},
		{"angle quotes before the site's name", `<title>The harbour opens » The Paper</title><meta property="og:site_name" content="The Paper">`, "The harbour opens"},
		{"a kicker in the heading", `<h1><span class="article__overline">Trade</span><span> - </span><span>The harbour opens</span></h1>`, "Trade: The harbour opens"},
		{"a kicker that asks", `<h1><em class="kicker">Open?</em> The harbour waits</h1>`, "Open? The harbour waits"},
		{"several h1", `<h1>Town Notes</h1><h1>The harbour opens after repairs</h1><title>The harbour opens after repairs - Town</title>`, "The harbour opens after repairs"},
		{"days as h1", `<h1>Day 1</h1><h1>Day 2</h1><h1>Day 3</h1><meta property="og:title" content="A week of harbour repairs"><title>A week of harbour repairs</title>`, "A week of harbour repairs"},
		{"the title where the site's name belongs", `<meta name="application-name" content="How the harbour opened - and closed again"><h1>How the harbour opened - and closed again</h1><title>How the harbour opened - and closed again</title>`, "How the harbour opened - and closed again"},
		{"no control characters", "<meta property=og:title content='a\x1b[31mb'>", "ab"},
		{"nothing", ``, ""},
	} {
		if got := described(c.page).Title; got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestByline(t *testing.T) {
	ld := func(author string) string {
		return `<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","publisher":{"name":"The Paper"},"author":` + author + `}</script>`
	}
	for _, c := range []struct{ name, page, want string }{
		{"JSON-LD", ld(`{"@type":"Person","name":"Ann Lee"}`), "Ann Lee"},
		{"several", ld(`[{"name":"Ann Lee"},{"name":"Bo Ek"},"Cy Dow"]`), "Ann Lee, Bo Ek, Cy Dow"},
		{"names in one string", ld(`"By Ann Lee, Bo Ek and Cy Dow"`), "Ann Lee, Bo Ek, Cy Dow"},
		{"by reference", `<script type="application/ld+json">{"@graph":[{"@type":"Article","headline":"x","author":{"@id":"#p"}},{"@type":"Person","@id":"#p","name":"Ann Lee"}]}</script>`, "Ann Lee"},
		{"roles", ld(`"Ann Lee, Political Editor; Bo Ek - Senior Reporter"`), "Ann Lee, Bo Ek"},
		{"degrees", ld(`"Ann Lee MS, RDN"`), "Ann Lee"},
		{"places and papers", ld(`"Ann Lee in London and Bo Ek for The Wire"`), "Ann Lee"},
		{"addresses and handles", `<meta name="author" content="https://social.example/ann"><meta name="author" content="@ann"><meta name="author" content="ann@paper.example"><meta name="author" content="Ann Lee">`, "Ann Lee"},
		{"German", `<meta name="author" content="Von Ann Lee und Bo Ek">`, "Ann Lee, Bo Ek"},
		{"a name with von", `<meta name="author" content="Ann von der Ley">`, "Ann von der Ley"},
		{"Japanese", `<meta name="author" content="記者 山田太郎、鈴木花子">`, "山田太郎, 鈴木花子"},
		{"rel", `<h1>x y z</h1><p>By <a rel="author" href="/a">Ann Lee</a></p>`, "Ann Lee"},
		{"microdata", `<span itemprop="author"><a>More</a><b itemprop="name">Ann Lee</b></span>`, "Ann Lee"},
		{"class", `<h1>x y z</h1><div class="article-byline">By Ann Lee | 5 min read</div>`, "Ann Lee"},
		{"not in comments", `<h1>x y z</h1><div class="comments"><span class="author">Troll King</span></div>`, ""},
		{"a line that begins with By", `<h1>The harbour</h1><p>By <a href="/x">Ann Lee</a></p><p>Text</p>`, "Ann Lee"},
		{"the paper itself yields to a person", ld(`{"name":"The Paper"}`) + `<h1>x</h1><p class="byline">By Ann Lee</p>`, "Ann Lee"},
		{"the paper itself", ld(`{"name":"The Paper"}`), "The Paper"},
		{"buttons are no names", `<h1>x y z</h1><div class="author">Member Login</div><div class="author">Learn More</div>`, ""},
		{"a capital By", `<h1>The harbour</h1><p>Words BY Ann Lee</p><p>WRITTEN BY Ann Lee</p>`, "Ann Lee"},
		{"By alone on its line", `<h1>The harbour</h1><div><div>By</div><div>Ann Lee</div></div>`, "Ann Lee"},
		{"a name above its date", `<h1>The harbour</h1><p>Ann Lee</p><p>4 May 2025</p>`, "Ann Lee"},
		{"a name in the line of the date", `<h1>The harbour</h1><p>Ann Lee · 4 May 2025 · 6 min read</p>`, "Ann Lee"},
		{"a name and a role with the date", `<h1>The harbour</h1><p>Ann Lee | Senior Writer | July 2, 2025</p>`, "Ann Lee"},
		{"a section beside the date", `<h1>The harbour</h1><p>World News</p><p>4 May 2025</p>`, ""},
		{"a section's link beside the date", `<h1>The harbour</h1><p><a href="/category/deep-sea">Deep Sea</a></p><p>4 May 2025</p>`, ""},
		{"a name that stands alone", `<h1>The harbour</h1><p>Ann Lee</p><p>The mayor of the town opened the harbour.</p>`, ""},
		{"a name in the text", `<h1>The harbour</h1><p>4 May 2025</p>` + strings.Repeat("<p>"+strings.Repeat("The mayor of the town opened the harbour. ", 4)+"</p>", 3) + `<p>By Ann Lee</p><p>5 May 2025</p>`, "Ann Lee"},
		{"reviewers", ld(`"Ann Lee, medically reviewed by Bo Ek"`), "Ann Lee"},
		{"a role below the name", `<h1>x y z</h1><div class="author"><p>Ann Lee</p><p>Content Coordinator</p></div>`, "Ann Lee"},
		{"a house", ld(`"Center for Tides and Harbours"`), "Center for Tides and Harbours"},
		{"a label without a name", `<h1>x y z</h1><div class="author">Written By</div>`, ""},
		{"agencies behind a person", ld(`["Ann Lee","Getty Images"]`), "Ann Lee"},
	} {
		if got := described(c.page).Byline; got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestPublished(t *testing.T) {
	meta := func(v string) string { return `<meta property="article:published_time" content="` + v + `">` }
	for _, c := range []struct{ page, want string }{
		{meta("2025-08-16T09:30:00+01:00"), "2025-08-16T09:30:00+01:00"},
		{meta("2025-08-16 09:30:00"), "2025-08-16T09:30:00Z"},
		{meta("2025-08-16T09:30:00+0200"), "2025-08-16T09:30:00+02:00"},
		{meta("Sat, 16 Aug 2025 09:30:00 EST"), "2025-08-16T09:30:00-05:00"},
		{meta("1755336600"), "2025-08-16T09:30:00Z"},
		{meta("1755336600000"), "2025-08-16T09:30:00Z"},
		{`<script type="application/ld+json">{"@type":"Article","headline":"x","datePublished":"2025-08-16"}</script>`, "2025-08-16T00:00:00Z"},
		{`<time datetime="2025-08-16T09:30Z">x</time>`, "2025-08-16T09:30:00Z"},
		{`<span itemprop="datePublished" content="2025-08-16">x</span>`, "2025-08-16T00:00:00Z"},
		{`<h1>x</h1><p class="date">August 16, 2025, 5:04 p.m.</p>`, "2025-08-16T17:04:00Z"},
		{`<h1>x</h1><p>16. August 2025, 17:04 Uhr</p>`, "2025-08-16T17:04:00Z"},
		{`<h1>x</h1><p>16 août 2025 à 17:04</p>`, "2025-08-16T17:04:00Z"},
		{`<h1>x</h1><p>16 de agosto de 2025</p>`, "2025-08-16T00:00:00Z"},
		{`<h1>x</h1><p>16 августа 2025</p>`, "2025-08-16T00:00:00Z"},
		{`<h1>x</h1><p>2025年8月16日 17:04</p>`, "2025-08-16T17:04:00Z"},
		{`<h1>x</h1><p>Cureus. 2025 Aug 16;15(1)</p>`, "2025-08-16T00:00:00Z"},
		{`<h1>x</h1><p>2025.08.16</p>`, "2025-08-16T00:00:00Z"},
		{`<html lang="en-GB"><h1>x</h1><p>06/08/2025</p>`, "2025-08-06T00:00:00Z"},
		{`<html lang="en"><h1>x</h1><p>06/08/2025</p>`, "2025-06-08T00:00:00Z"},
		{`<h1>The harbour</h1><div><footer><span>By Ann Lee</span> <span>February 10, 2020 | 50 Comments</span></footer></div>`, "2020-02-10T00:00:00Z"},
		{`<h1>The harbour</h1><div>Ann Lee<span>Dec 05, 2023</span>2 Shares</div>`, "2023-12-05T00:00:00Z"},
		{`<p>4 May 2025</p><h1>The harbour</h1><p>Text</p>`, "2025-05-04T00:00:00Z"},
		{`<div hidden id="S:0"><h1>The harbour</h1><p>4 May 2025</p></div>`, "2025-05-04T00:00:00Z"},
		{meta("yesterday") + `<h1>x</h1><p>31 February 2025</p>`, "0001-01-01T00:00:00Z"},
	} {
		if got := described(c.page).Published.Format(time.RFC3339); got != c.want {
			t.Errorf("%s: %s, want %s", c.page, got, c.want)
		}
	}
}

func TestDateOfURL(t *testing.T) {
	for in, want := range map[string]string{
		"https://a.example/2023/12/22/x": "2023-12-22", "https://a.example/x-2023-12-22-y": "2023-12-22", "https://a.example/2023/13/22/x": "0001-01-01", "https://a.example/12023/12/22": "0001-01-01",
		"https://a.example/news/A2026012914320005196": "2026-01-29", "https://a.example/20231222-harbour": "2023-12-22", "https://a.example/article/20239922": "0001-01-01", "https://a.example/id/2023122": "0001-01-01", "": "0001-01-01",
	} {
		if got := dateOfURL(in).Format(time.DateOnly); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
}

func TestLanguage(t *testing.T) {
	german := strings.Repeat("Die Stadt hat am Dienstag entschieden, dass der Hafen nicht geschlossen wird und die Schiffe auch im Winter kommen. ", 6)
	for _, c := range []struct{ page, body, want string }{
		{`<html lang="pt-br">`, "", "pt-BR"},
		{`<html lang="en_US">`, "", "en-US"},
		{`<meta property="og:locale" content="fr_FR">`, "", "fr-FR"},
		{`<html lang="x!">`, "", ""},
		{``, german, "de"},
		{`<html lang="en">`, german, "de"},
		{`<html lang="de-AT">`, german, "de-AT"},
		{``, strings.Repeat("도시는 화요일에 항구를 닫지 않기로 결정했다. ", 5), "ko"},
		{``, strings.Repeat("市は火曜日に港を閉鎖しないと決めた。", 8), "ja"},
		{``, strings.Repeat("该市周二决定不关闭港口，船只冬季也会来。", 8), "zh"},
		{``, strings.Repeat("Город решил во вторник, что порт не будет закрыт и что корабли также придут зимой. ", 6), "ru"},
		{`<html lang="en">`, "Too short to tell", "en"},
		{``, strings.Repeat("قررت المدينة يوم الثلاثاء أن الميناء لن يغلق وأن السفن ستأتي في الشتاء أيضا من كل البلاد التي على البحر. ", 6), "ar"},
		{``, strings.Repeat("شهر روز سه شنبه تصمیم گرفت که بندر بسته نمی شود و کشتی ها در زمستان هم از راه دور به آن می آیند و این برای همه خوب است. ", 6), "fa"},
		{``, strings.Repeat("העיר החליטה ביום שלישי שהנמל לא ייסגר ושהאוניות יגיעו גם בחורף. ", 6), "he"},
		{``, strings.Repeat("शहर ने मंगलवार को फैसला किया कि बंदरगाह बंद नहीं होगा और जहाज सर्दियों में भी इस शहर के लिए आएंगे। ", 6), "hi"},
		{``, strings.Repeat("เมืองตัดสินใจเมื่อวันอังคารว่าจะไม่ปิดท่าเรือ ", 6), "th"},
		{``, strings.Repeat("Η πόλη αποφάσισε την Τρίτη ότι το λιμάνι δεν θα κλείσει και τα πλοία θα έρχονται και τον χειμώνα. ", 6), "el"},
		{``, strings.Repeat("Місто вирішило у вівторок, що порт не буде закрито, але кораблі також прийдуть до нього взимку, як було раніше. ", 6), "uk"},
		{``, strings.Repeat("Градът реши във вторник, че пристанището няма да се затвори и че корабите ще идват и през зимата, но това не е всичко. ", 6), "bg"},
		{``, strings.Repeat("நகரம் செவ்வாய்க்கிழமை துறைமுகத்தை மூட வேண்டாம் என்று முடிவு செய்தது. ", 6), "ta"},
		{``, strings.Repeat("শহরটি মঙ্গলবার সিদ্ধান্ত নিয়েছে যে বন্দর বন্ধ হবে না। ", 6), "bn"},
		{``, strings.Repeat("ქალაქმა სამშაბათს გადაწყვიტა, რომ ნავსადგური არ დაიკეტება. ", 6), "ka"},
		{``, strings.Repeat("Thành phố đã quyết định vào thứ ba rằng cảng sẽ không đóng cửa và các con tàu vẫn đến trong mùa đông của năm này với người dân. ", 6), "vi"},
		{``, strings.Repeat("Kaupunki päätti tiistaina, että satama ei ole kiinni ja että laivat tulevat myös talvella, mutta se on kallista kuin ennen. ", 6), "fi"},
		{``, strings.Repeat("Şehir salı günü limanın kapanmayacağına ve gemilerin kışın da geleceğine karar verdi, ama bu daha çok para için bir yol olarak görüldü ve ne kadar iyi olduğu. ", 6), "tr"},
		{`<html lang="af">`, strings.Repeat("Die stad het Dinsdag besluit dat die hawe nie gesluit word nie en dat die skepe ook in die winter sal kom, maar dit is nie van die begin af so nie. ", 6), "af"},
		{`<html lang="ne">`, strings.Repeat("शहरले मंगलबार बन्दरगाह बन्द नहुने र जहाजहरू जाडोमा पनि आउने निर्णय गर्यो। ", 6), "ne"},
		{`<html lang="yi">`, strings.Repeat("די שטאָט האָט באַשלאָסן דינסטיק אַז דער פּאָרט וועט נישט ווערן פֿאַרמאַכט. ", 6), "yi"},
		{`<html lang="sr-Latn">`, strings.Repeat("Grad je u utorak odlučio da se luka neće zatvoriti i da će brodovi dolaziti i zimi, ali to nije sve što se može reći za ovaj grad. ", 6), "sr-Latn"},
		{`<html lang="zu">`, german, "zu"},
		{`<html lang="zh-Hant-TW">`, strings.Repeat("市政府週二決定不關閉港口，船隻冬季也會來。", 8), "zh-Hant-TW"},
		{`<html lang="ru">`, strings.Repeat("도시는 화요일에 항구를 닫지 않기로 결정했다. ", 5), "ko"},
	} {
		root, _ := parse([]byte(c.page))
		if got := readSaid(root).readLanguage(Input{}, c.body); got != c.want {
			t.Errorf("%s, %.30s: %q, want %q", c.page, c.body, got, c.want)
		}
	}
}

func TestSiteImageAndNextPage(t *testing.T) {
	a := described(`<base href="/dir/"><meta property="og:site_name" content="The Paper"><meta property="og:image" content="data:x"><meta property="og:image" content="i.jpg"><link rel="next" href="https://www.paper.example/news/harbour-opens-after-long-repairs.html?page=2">`)
	if a.Site != "The Paper" || a.Image != "https://www.paper.example/dir/i.jpg" || a.Next != "https://www.paper.example/news/harbour-opens-after-long-repairs.html?page=2" {
		t.Errorf("%+v", a)
	}
	if a := described(`<link rel="next" href="https://other.example/2">`); a.Next != "" || a.Site != "paper.example" {
		t.Errorf("%+v", a)
	}
}

func TestLeadPicture(t *testing.T) {
	for head, want := range map[string]string{
		`<meta property="og:image" content="/img/harbour.jpg">`:                                                                                            "https://www.paper.example/img/harbour.jpg",
		`<meta property="og:image" content="/img/site-logo.png">`:                                                                                          "",
		`<meta property="og:image" content="/img/LOGO_2x.png"><meta name="twitter:image" content="/img/harbour.jpg">`:                                      "https://www.paper.example/img/harbour.jpg",
		`<meta property="og:image" content="/img/default.png">`:                                                                                            "",
		`<meta property="og:image" content="/img/harbour_default_0.jpg">`:                                                                                  "https://www.paper.example/img/harbour_default_0.jpg",
		`<meta property="og:image" content="/img/mark.svg">`:                                                                                               "",
		`<meta property="og:image" content="/img/biological-waste.jpg">`:                                                                                   "https://www.paper.example/img/biological-waste.jpg",
		`<meta property="og:image" content="/favicon.ico"><script type="application/ld+json">{"@type":"Article","headline":"x","image":"/a.jpg"}</script>`: "https://www.paper.example/a.jpg",
	} {
		if got := described(head).Image; got != want {
			t.Errorf("%s: %q", head, got)
		}
	}
}

func TestSiteName(t *testing.T) {
	for head, want := range map[string]string{
		`<meta property="og:site_name" content="@thepaper">`:                                                                       "thepaper",
		`<meta property="og:site_name" content="The Harbour Gazette and Mercury of the North">`:                                    "The Harbour Gazette and Mercury of the North",
		`<meta property="og:site_name" content="Paper - News, Weather and Sport from all of the Harbour">`:                         "Paper",
		`<meta property="og:site_name" content="News, Weather and Sport from all of the Harbour | Paper.example">`:                 "Paper.example",
		`<title>Harbour opens after long repairs</title><meta name="application-name" content="Harbour opens after long repairs">`: "paper.example",
		`<title>The Paper</title><meta property="og:site_name" content="The Paper">`:                                               "The Paper",
	} {
		if got := described(head).Site; got != want {
			t.Errorf("%s: %q", head, got)
		}
	}
}

func TestJSONLDChoosesThePagesOwnArticle(t *testing.T) {
	a := described(`<script type="application/ld+json">[{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"Other","author":"No One"}]},
		{"@type":["WebPage","NewsArticle"],"headline":"Mine","author":"Ann Lee","mainEntityOfPage":"https://www.paper.example/news/harbour-opens-after-long-repairs.html","image":[{"url":"https://paper.example/i.jpg"}],"inLanguage":"sv"}]</script>`)
	if a.Title != "Mine" || a.Byline != "Ann Lee" || a.Image != "https://paper.example/i.jpg" || a.Language != "sv" {
		t.Errorf("%+v", a)
	}
}

// FuzzSaid: any page gives a description, never a panic.
func FuzzSaid(f *testing.F) {
	f.Add(`<h1>x</h1><script type="application/ld+json">{"@graph":[{"@type":"Article","@id":"a","author":{"@id":"a"}}]}</script><p class=byline>By A B, 1/2/2003</p>`)
	f.Add(`<meta property="og:image" content="//"><time datetime="99999-99-99">`)
	f.Fuzz(func(t *testing.T, page string) {
		a := described(page)
		if strings.ContainsAny(a.Title+a.Byline+a.Site+a.Image+a.Next, "\x00\x1b\n") {
			t.Errorf("%+v", a)
		}
	})
}

func BenchmarkSaid(b *testing.B) {
	page := `<title>A title | Site</title><meta property="og:title" content="A title"><h1>A title</h1>` + strings.Repeat(`<div class="teaser date"><h3>Some other title</h3><time>1 May 2024</time><p>text</p></div>`, 300)
	root, _ := parse([]byte(page))
	b.ReportAllocs()
	for b.Loop() {
		readSaid(root).describe(Input{URL: "https://paper.example/a-title"}, "")
	}
}
