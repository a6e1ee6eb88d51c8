package layout

import (
	"strings"
	"time"

	"tidings/feed/article"
	"tidings/ui/style"
)

func spans(s string) []article.Span { return []article.Span{{Text: s}} }

// sample is a made-up article with every structure that an article may have.
func sample() article.Article {
	a := article.Article{
		URL:        "https://harbour.example/2026/11/tide-clock",
		Title:      "The town that set its clocks by the tide, and the quiet argument about what a minute is",
		Standfirst: "In Lower Stell it is as late as the water says, and not everybody is content with that.",
		Byline:     "Maren Oduya, Tim Falk",
		Site:       "The Harbour Gazette",
		Language:   "en",
		Published:  time.Date(2026, 8, 16, 9, 30, 0, 0, time.UTC),
		Blocks: []article.Block{
			{Kind: article.Paragraph, Spans: []article.Span{
				{Text: "For two hundred years nobody in "},
				{Text: "Lower Stell", Style: article.Bold},
				{Text: " asked what time it was. They asked, instead, "},
				{Text: "where the water stood", Style: article.Italic},
				{Text: ", and the answer, given from the "},
				{Text: "harbour office", URL: "https://harbour.example/office"},
				{Text: " with a flag and later with a bell, was good enough for bakers, midwives and the one schoolmaster."},
			}},
			{Kind: article.Paragraph, Spans: []article.Span{
				{Text: "It was never exact. The tide is late by some 50 minutes each day"},
				{Text: "1", Style: article.Note, URL: "#1"},
				{Text: "; a year holds 705 of them, not 730. The formula is short: "},
				{Text: "T = 2\\pi / \\omega", Style: article.Math},
				{Text: ", or as the office wrote it, H"},
				{Text: "2", Style: article.Sub},
				{Text: "O rises x"},
				{Text: "2", Style: article.Sup},
				{Text: ". Set "},
				{Text: "tide --now", Style: article.CodeText},
				{Text: " and "},
				{Text: "see", Style: article.Mark},
				{Text: " — or "},
				{Text: "don’t", Style: article.Strike},
				{Text: "."},
			}},
			{Kind: article.Heading, Level: 2, Spans: spans("The bell")},
			{Kind: article.Paragraph, Quote: 1, Spans: spans("We did not lose the time. We had never owned it; we had borrowed it from the sea, and the sea does not write receipts.")},
			{Kind: article.Paragraph, Quote: 1, Spans: spans("So said the last bell-ringer.")},
			{Kind: article.Paragraph, Quote: 2, Spans: spans("And before her, her grandmother.")},
			{Kind: article.ListItem, Level: 1, Spans: spans("The flag, red at the ebb, which could be seen from the upper road on all but the worst of days;")},
			{Kind: article.ListItem, Level: 2, Spans: spans("later two flags")},
			{Kind: article.ListItem, Level: 3, Spans: spans("of which one was lost")},
			{Kind: article.ListItem, Level: 1, Spans: spans("the bell.")},
			{Kind: article.ListItem, Level: 1, Ordinal: 9, Spans: spans("Nine strokes at the flood.")},
			{Kind: article.ListItem, Level: 1, Ordinal: -1, Spans: spans("A further paragraph of the same item.")},
			{Kind: article.ListItem, Level: 1, Ordinal: 10, Spans: spans("Ten when a ship was due.")},
			{Kind: article.Heading, Level: 3, Spans: spans("How it was reckoned")},
			{Kind: article.Code, Lang: "go", Spans: spans("// next returns the next high water after t.\nfunc next(t time.Time) time.Time {\n\tconst lunar = 12*time.Hour + 25*time.Minute\n\treturn t.Add(lunar) // good to a quarter of an hour, which was always thought to be quite enough\n}")},
			{Kind: article.Table, Spans: spans("High water at Lower Stell"), Rows: []article.Row{
				{Header: true, Cells: []article.Cell{{Spans: spans("Day"), Across: 1}, {Spans: spans("Morning"), Across: 1}, {Spans: spans("Evening"), Across: 1}, {Spans: spans("What the office noted"), Across: 1}}},
				{Cells: []article.Cell{{Spans: spans("Monday"), Across: 1}, {Spans: spans("04:10"), Across: 1}, {Spans: spans("16:35"), Across: 1}, {Spans: spans("wind from the west, flag torn, bell rung by the boy"), Across: 1}}},
				{Cells: []article.Cell{{Spans: spans("Tuesday"), Across: 1}, {Spans: spans("no reading"), Across: 2}, {Spans: []article.Span{{Text: "see "}, {Text: "the log", URL: "https://harbour.example/log"}}, Across: 1}}},
			}},
			{Kind: article.Figure, URL: "https://harbour.example/bell.jpg", Alt: "A bronze bell on a wooden frame at the end of a pier", Spans: spans("The bell in 1911. Photograph: Harbour Office")},
			{Kind: article.Verse, Spans: spans("Ebb and flow, ebb and flow,\n  nobody asked the hour,\nthe water came, the water went, and nothing that the council ever spent could make it come by tower.")},
			{Kind: article.Embed, URL: "https://video.example/watch/42", Alt: "Video: the last ringing", Spans: spans("Two minutes of bell, wind and gulls.")},
			{Kind: article.Definition, Level: 0, Spans: spans("Neap tide")},
			{Kind: article.Definition, Level: 1, Spans: spans("The smallest of the fortnight, when sun and moon pull across each other and the ringer could sleep.")},
			{Kind: article.Rule},
			{Kind: article.Entry, Label: "14:32", Spans: spans("The council votes")},
			{Kind: article.Paragraph, Spans: spans("Nine to four, with one asleep.")},
			{Kind: article.Paragraph, Lang: "ja", Spans: []article.Span{{Text: "津波警報", Ruby: "つなみけいほう"}, {Text: "が解除されました。気象庁は「今後も海面変動が続く」として、注意を呼びかけています。"}}},
			{Kind: article.Paragraph, Lang: "he", RTL: true, Spans: spans("שעון הגאות של העיירה הקטנה לא דייק מעולם, ואיש לא התלונן על כך במשך מאתיים שנה.")},
			{Kind: article.Paragraph, Lang: "th", Spans: spans("เมืองที่ตั้งนาฬิกาตามน้ำขึ้นน้ำลงและการโต้เถียงอันเงียบงันเกี่ยวกับความหมายของหนึ่งนาที")},
			{Kind: article.Paragraph, Spans: spans("Flags: 👩‍👩‍👧‍👦 family, ❤️ heart, 👍🏽 thumb, 🇩🇪 flag, 1️⃣ key; naïve café; see https://harbour.example/a/very/long/address/that/does/not/end/before/the/measure/does?and=more for all.")},
			{Kind: article.Footnote, Ordinal: 1, Label: "1", Spans: spans("A lunar day is 24 hours and 50 minutes; the office rounded.")},
			{Kind: article.Footnote, Ordinal: 2, Label: "2", Spans: spans("Where it did not round down.")},
		},
		Removed: []article.Removed{
			{Kind: article.Navigation, Reason: "nothing but links to other pages", At: 0, Place: article.Around, Blocks: []article.Block{
				{Kind: article.ListItem, Level: 1, Spans: spans("News")}, {Kind: article.ListItem, Level: 1, Spans: spans("Tides")},
			}},
			{Kind: article.Donation, Reason: "asks for money, speaks to “you”, stands in 9 of 12 articles here", At: 0, Place: article.Edge, Blocks: []article.Block{
				{Kind: article.Paragraph, Spans: spans("Your support helps us to tell the story")},
				{Kind: article.Paragraph, Spans: spans("At such a critical moment for our harbour, we need reporters on the ground, and you are the only one who can send them there.")},
			}},
			{Kind: article.Newsletter, Reason: "asks for an e-mail address", At: 6, Blocks: []article.Block{{Kind: article.Paragraph, Spans: spans("Sign up for Tide Times")}}},
			{Kind: article.Related, Reason: "nothing but links to other pages", At: 31, Place: article.Around, Blocks: []article.Block{
				{Kind: article.ListItem, Level: 1, Spans: []article.Span{{Text: "Ten piers to see", URL: "https://harbour.example/piers"}}},
				{Kind: article.ListItem, Level: 1, Spans: []article.Span{{Text: "What gulls want", URL: "https://harbour.example/gulls"}}},
			}},
			{Kind: article.Rights, Reason: "names an owner and a year", At: 99, Place: article.Around, Blocks: []article.Block{{Kind: article.Paragraph, Spans: spans("© 2026 The Harbour Gazette")}}},
		},
	}
	for i := range a.Blocks {
		a.Blocks[i].ID = uint64(i + 1)
	}
	return a
}

func options(width int) Options {
	th, _ := style.Builtin("tidings", true)
	return Options{
		Width: width, Theme: th, LeftOutKey: "X", KeepKey: "+", BrowserKey: "o", Hyperlinks: true,
		Next: "Rust 1.99 is out", Now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC),
	}
}

// shown is a layout as a terminal without colours shows it.
func shown(l *Laid) string {
	var b strings.Builder
	for _, line := range l.Lines {
		b.WriteString(strip(line.Text))
		b.WriteByte('\n')
	}
	return b.String()
}
