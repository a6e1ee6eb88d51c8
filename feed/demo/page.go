package demo

import (
	"fmt"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
)

// pageData is what a site's page.html is given.
type pageData struct {
	Site     *site
	Title    string
	By       string
	Tags     []string
	URL      string
	Date     string    // as the site prints it
	Time     time.Time // for machines
	Lead     string    // the first paragraph's text
	Image    string    // address of the first picture, or of the site's own
	Body     []block
	Mid      int // the block after which boxes are put in the middle
	Words    int // of the whole article, whatever is served of it
	Minutes  int
	Cut      bool // Body is not all
	Related  []link
	Comments []comment
	LD       map[string]any // schema.org NewsArticle
}

type link struct{ URL, Title, Lead string }

// render returns the page of an article in the site's charset.
func (s *Server) render(st *site, a article, count int) ([]byte, error) {
	body := st.served(a)
	at := s.published(st, a.N)
	d := pageData{
		Site: st, Title: a.Title, By: a.By, Tags: a.Tags, URL: st.url + st.path(a), Date: st.date(at), Time: at,
		Lead: a.Blocks[0].Text, Image: st.url + "/img/" + st.ID + ".png", Body: body, Mid: len(body) / 2,
		Words: a.words(), Minutes: max(1, a.words()/200), Cut: len(body) < len(a.Blocks),
	}
	for _, b := range body {
		if b.Kind == "pic" {
			d.Image = st.url + "/img/" + b.Pic + ".png"
			break
		}
	}
	for i := range min(5, count-1) { // neighbours, five apart on a ring where that is possible
		step := 5
		if count%5 == 0 {
			step = 1
		}
		d.Related = append(d.Related, s.link(st, (a.N-1+(i+1)*step)%count+1))
	}
	for i := range 3 {
		if len(st.Comments) > i {
			d.Comments = append(d.Comments, st.Comments[(a.N*2+i)%len(st.Comments)])
		}
	}
	d.LD = map[string]any{
		"@context": "https://schema.org", "@type": "NewsArticle", "headline": a.Title, "datePublished": at.UTC().Format(time.RFC3339),
		"author": map[string]any{"@type": "Person", "name": a.By}, "image": d.Image, "wordCount": d.Words, "inLanguage": st.Language,
		"publisher": map[string]any{"@type": "NewsMediaOrganization", "name": st.Name}, "isAccessibleForFree": st.Cut == 0,
	}
	return st.execute("page.html", d)
}

// front returns the site's front page: it names the feeds, and lists what is out.
func (s *Server) front(st *site, count int) ([]byte, error) {
	d := struct {
		Site  *site
		Links []link
	}{Site: st}
	for n := count; n > max(0, count-30); n-- {
		d.Links = append(d.Links, s.link(st, n))
	}
	return st.execute("front.html", d)
}

func (s *Server) link(st *site, n int) link {
	a := st.article(n)
	return link{URL: st.path(a), Title: a.Title, Lead: a.Blocks[0].Text}
}

func (st *site) execute(name string, d any) ([]byte, error) {
	page, err := st.page.ExecuteNamed(name, d)
	if err != nil {
		return nil, fmt.Errorf("%s of %s: %w", name, st.ID, err)
	}
	return encode([]byte(page), st.Charset, func(e *encoding.Encoder) *encoding.Encoder { return encoding.HTMLEscapeUnsupported(e) })
}

// encode turns UTF-8 into a charset by its WHATWG name; escape says what becomes of what it lacks.
func encode(b []byte, charset string, escape func(*encoding.Encoder) *encoding.Encoder) ([]byte, error) {
	if charset == "" || charset == "utf-8" {
		return b, nil
	}
	enc, err := htmlindex.Get(charset)
	if err != nil {
		return nil, fmt.Errorf("charset %s: %w", charset, err)
	}
	out, err := escape(enc.NewEncoder()).Bytes(b)
	if err != nil {
		return nil, fmt.Errorf("charset %s: %w", charset, err)
	}
	return out, nil
}
