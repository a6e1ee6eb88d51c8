package main

import (
	"fmt"
	"html"
	"math/rand/v2"
	"strings"

	"tidings/feed/extract"
)

// bare sets a page's article anew in the plainest of pages: its own leaves in their order, a few of the page's other leaves above
// and below, in one of the ways in which small sites set theirs. It returns the new page, its leaves labelled; nil when the page
// has too little. What belongs to the article is marked with putInAttr.
func bare(p *page, bank *bankOf, rng *rand.Rand) (*extract.Study, []bool) {
	first, last, n := -1, -1, 0
	for i, y := range p.y {
		if y {
			if first < 0 {
				first = i
			}
			last = i
			n++
		}
	}
	if n < 3 {
		return nil, nil
	}
	cut := n
	if rng.Float32() < .5 {
		cut = 4 + rng.IntN(12)
	}
	tag := []string{"p", "p", "p", "div", "br"}[rng.IntN(5)]
	class := ""
	if rng.Float32() < .5 {
		class = fmt.Sprintf(" class=\"t%d\"", rng.IntN(1000))
	}
	var h strings.Builder
	set := func(text, tag, mark string) {
		mark = fmt.Sprintf(" %s=%q", putInAttr, mark)
		if tag == "br" {
			fmt.Fprintf(&h, "%s<br>", html.EscapeString(text))
			if rng.Float32() < .7 {
				h.WriteString("<br>")
			}
			return
		}
		fmt.Fprintf(&h, "<%s%s>%s</%s>\n", tag+class, mark, html.EscapeString(text), tag)
	}
	site := html.EscapeString(p.st.SiteName())
	title := html.EscapeString(p.s.Title)
	fmt.Fprintf(&h, "<html lang=%q><head><title>%s</title><meta property=\"og:site_name\" content=\"%s\"></head><body>", p.s.Lang, title, site)
	if rng.Float32() < .7 {
		h.WriteString("<nav><ul>")
		for i := 0; i < first && i < 12; i++ {
			if p.st.Words(i) <= 3 {
				fmt.Fprintf(&h, "<li><a href=/>%s</a></li>", html.EscapeString(p.st.Text(i)))
			}
		}
		h.WriteString("</ul></nav>")
	}
	open := []string{"article", "main", "div", "section"}[rng.IntN(4)]
	fmt.Fprintf(&h, "<%s>", open)
	if title != "" && rng.Float32() < .9 {
		fmt.Fprintf(&h, "<h1>%s</h1>", title)
	}
	for i := max(0, first-rng.IntN(5)); i < first; i++ {
		if w := p.st.Words(i); w <= 25 && rng.Float32() < .6 {
			fmt.Fprintf(&h, "<p>%s</p>", html.EscapeString(p.st.Text(i)))
		}
	}
	inner := rng.Float32() < .4 || tag == "br"
	if inner {
		mark := ""
		if tag == "br" {
			mark = fmt.Sprintf(" %s=%q", putInAttr, asArticle) // text without an element of its own carries its parent's mark
		}
		fmt.Fprintf(&h, "<div%s>", mark)
	}
	done := 0
	for i := first; i <= last && done < cut; i++ {
		if !p.y[i] {
			continue
		}
		done++
		if tag == "br" && rng.Float32() < 1.5/float32(min(n, cut)) {
			if it := bank.draw(rng, p.s.Lang); it != nil {
				for _, text := range it.named(p.st.SiteName(), rng, bank).paras {
					fmt.Fprintf(&h, "<span %s=%q>%s</span><br><br>\n", putInAttr, it.kind, html.EscapeString(text))
				}
			}
		}
		t := tag
		switch b := p.st.Block(i); {
		case len(b.Data) == 2 && b.Data[0] == 'h' && b.Data[1] >= '1' && b.Data[1] <= '6' && tag != "br":
			t = "h2"
		case b.Data == "li" && tag != "br":
			t = "li"
		}
		set(p.st.Text(i), t, asArticle)
	}
	if inner {
		h.WriteString("</div>")
	}
	fmt.Fprintf(&h, "</%s>", open)
	if rng.Float32() < .7 {
		h.WriteString("<section><h3>" + html.EscapeString(p.st.Text(min(last+1, p.st.Len()-1))) + "</h3><ul>")
		for i := last + 2; i < p.st.Len() && i < last+12; i++ {
			if w := p.st.Words(i); w >= 3 && w < 25 {
				fmt.Fprintf(&h, "<li><a href=/x>%s</a></li>", html.EscapeString(p.st.Text(i)))
			}
		}
		h.WriteString("</ul></section>")
	}
	fmt.Fprintf(&h, "<footer><p>© 2025 %s</p>", site)
	for i := max(last+1, p.st.Len()-4); i < p.st.Len(); i++ {
		if w := p.st.Words(i); w < 30 {
			fmt.Fprintf(&h, "<p>%s</p>", html.EscapeString(p.st.Text(i)))
		}
	}
	h.WriteString("</footer></body></html>")
	st := extract.NewStudy(extract.Input{HTML: []byte(h.String()), URL: p.s.URL})
	y := make([]bool, st.Len())
	for i := range y {
		_, y[i] = putIn(st.Inner(i))
	}
	return st, y
}
