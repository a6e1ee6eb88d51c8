package extract

import (
	"strings"
	"testing"

	"tidings/feed/article"
)

// A reason is said only where it holds: whoever stands beside an appeal does not ask for money, whatever the box is called.
func TestReasonsHold(t *testing.T) {
	m, err := shippedModel()
	if err != nil {
		t.Fatal(err)
	}
	const bio, card = "Lena Orr is a writer and a teacher who lives by the river.", "In the basement of the savings bank there is a safe that nobody can open."
	page := `<main>` + opening + `<div class="donate support-box"><p>Support our work: donate today and help us keep our journalism free for everyone.</p></div>
		<div class="donate support-box"><p>` + bio + `</p></div><div class="card"><p>` + card + `</p></div>` + closing + `</main>`
	s := newSheet(newDocument(Input{HTML: []byte(page), URL: "https://news.example.org/a"}))
	v := make([]verdict, len(s.leaf))
	for i := range v {
		v[i].keep = i == 0 || i == len(v)-1
	}
	s.span(v)
	s.explain(m, v)
	if v[1].kind != article.Donation || !strings.Contains(v[1].reason(), "asks for money") {
		t.Errorf("the appeal: %s, %q", v[1].kind, v[1].reasons)
	}
	for i, text := range []string{bio, card} {
		if why := v[2+i].reasons; strings.Contains(strings.Join(why, ","), "asks for money") {
			t.Errorf("%q: %q", text, why)
		}
	}
}
