package main

import (
	"fmt"
	"go/format"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"tidings/feed/article"
	"tidings/feed/extract"
)

// Whether a text was cut off is told by a logistic regression over a few features of its end. It learns from the saved pages
// as they are, from the same pages with a notice, a box or an appeal put in or below, and from the same pages cut off after
// some paragraphs, with notices of the hand-written bank in place of the rest. Every page is read with the model of its fold,
// and a notice is drawn from the page's own fold, so that the figures are honest.

// weightsFile is where the weights go.
const weightsFile = "feed/extract/complete_weights.go"

// cutForms are the forms of a page with their weights: calling whole articles cut off is the worse mistake, and nearly all
// pages are whole and have no such notice below them.
var cutForms = []struct {
	how    string
	weight float64
}{
	{"as served", 4},
	{"labelled", 4},
	{"notice inside", 1},
	{"box inside", 1},
	{"notice below", .1},
	{"box below", 1},
	{"cut, notice", 1},
	{"cut, broken off", 1},
	{"set inj", 0},
	{"set cut", 0}, // these measure
}

// cutRow is one page to learn from.
type cutRow struct {
	s    *sample
	how  string
	x    []float64
	cut  bool
	told bool // something speaks for a cut
}

// fitCut fits the weights and writes them down.
func (c *config) fitCut(gold, made []*sample) error {
	models, err := c.foldModels()
	if err != nil {
		return err
	}
	own, err := ownBank(c.folds)
	if err != nil {
		return err
	}
	perPage := make([][]*cutRow, len(gold))
	if err := parallel(len(gold), func(i int) error {
		rows, err := c.cutRows(models[gold[i].fold], gold[i], own)
		perPage[i] = rows
		return err
	}); err != nil {
		return err
	}
	var learn, test []*cutRow
	for _, rows := range perPage {
		learn = append(learn, rows...)
	}
	tests := make([]*cutRow, len(made))
	if err := parallel(len(made), func(i int) error {
		b, err := made[i].bytes(c.data)
		if err != nil {
			return err
		}
		x, _, told := extract.NewStudy(extract.Input{HTML: b, URL: made[i].URL}).Cut(models[made[i].fold])
		tests[i] = &cutRow{made[i], "set " + made[i].Set, x, made[i].Set == "cut", told}
		return nil
	}); err != nil {
		return err
	}
	test = append(test, tests...)
	right, all := map[string]int{}, map[string]int{}
	for f := range c.folds {
		var rows []*cutRow
		for _, r := range learn {
			if r.s.fold != f {
				rows = append(rows, r)
			}
		}
		w := fitLogistic(rows)
		for _, r := range append(learn, test...) {
			if r.s.fold == f {
				all[r.how]++
				if (r.told && dot(w, r.x) > 0) == r.cut {
					right[r.how]++
				}
			}
		}
	}
	for _, f := range cutForms {
		fmt.Printf("%-16s %5d pages, %.3f right out of fold\n", f.how, all[f.how], float64(right[f.how])/float64(max(1, all[f.how])))
	}
	w := fitLogistic(learn)
	var b strings.Builder
	b.WriteString("package extract\n\n// cutWeights are the weights of cutNames.\n//\n// They were fitted by \"go run ./feed/extract/train -data ../shared/articles -work DIR -cut\", which writes this file: do not edit it.\n")
	b.WriteString("var cutWeights = [cutCount]float64{\n")
	for i, n := range extract.CutNames() {
		fmt.Fprintf(&b, "\t%.2f, // %s\n", w[i], n)
	}
	b.WriteString("}\n")
	src, err := format.Source([]byte(b.String()))
	if err != nil {
		return err
	}
	return os.WriteFile(weightsFile, src, 0o644)
}

// foldModels reads the models that -work holds.
func (c *config) foldModels() ([]*extract.Model, error) {
	models := make([]*extract.Model, c.folds)
	for f := range models {
		if !c.measured(f) {
			continue
		}
		b, err := os.ReadFile(filepath.Join(c.work, fmt.Sprintf("fold%d.bin", f)))
		if err != nil {
			return nil, err
		}
		if models[f], err = extract.LoadModel(b); err != nil {
			return nil, err
		}
	}
	return models, nil
}

// cutRows are the forms of one page.
func (c *config) cutRows(m *extract.Model, s *sample, own []*item) ([]*cutRow, error) {
	raw, err := s.bytes(c.data)
	if err != nil {
		return nil, err
	}
	in := extract.Input{HTML: raw, URL: s.URL}
	rng := rand.New(rand.NewPCG(11, uint64(hash(s.ID))))
	var out []*cutRow
	x, kept, told := extract.NewStudy(in).Cut(m)
	how := "as served"
	if s.Complete != "" {
		how = "labelled"
	}
	out = append(out, &cutRow{s, how, x, s.Complete == "preview" || s.Complete == "teaser", told})
	if out[0].cut || kept < 80 {
		return out, nil
	}
	form := func(how string, cut bool, change func(st *extract.Study, y []bool) bool) {
		st := extract.NewStudy(in)
		if !change(st, label(st, s.Text)) {
			return
		}
		x, kept, told := extract.NewStudyTree(st.Root(), in).Cut(m)
		if kept > 0 {
			out = append(out, &cutRow{s, how, x, cut, told})
		}
	}
	draw := func(kinds ...article.RemovedKind) *item { return drawKind(own, kinds, s.fold, s.Lang, rng) }
	inside := func(kinds ...article.RemovedKind) func(st *extract.Study, y []bool) bool {
		return func(st *extract.Study, y []bool) bool {
			ps := paragraphs(st, y)
			if len(ps) < 5 {
				return false
			}
			return setBehind(st.Block(ps[1+rng.IntN(len(ps)-3)]), notice(draw(kinds...), rng))
		}
	}
	form("notice inside", false, inside(article.Paywall, article.Account))
	form("box inside", false, inside(article.Newsletter, article.Donation, article.App, article.Related))
	form("notice below", false, func(st *extract.Study, y []bool) bool {
		ps := paragraphs(st, y)
		if len(ps) < 8 {
			return false
		}
		return setBehind(st.Block(ps[len(ps)-1]), notice(draw(article.Paywall, article.Account), rng))
	})
	form("box below", false, func(st *extract.Study, y []bool) bool {
		ps := paragraphs(st, y)
		if len(ps) < 2 {
			return false
		}
		return setBehind(st.Block(ps[len(ps)-1]), notice(draw(article.Newsletter, article.Donation, article.App, article.Related), rng))
	})
	for _, after := range []int{1, 1 + rng.IntN(2), 2 + rng.IntN(2), 3 + rng.IntN(3)} {
		form("cut, notice", true, func(st *extract.Study, y []bool) bool {
			at := cutOff(st, y, after)
			return at != nil && setBehind(at, notice(draw(article.Paywall), rng))
		})
	}
	form("cut, broken off", true, func(st *extract.Study, y []bool) bool {
		at := cutOff(st, y, 1+rng.IntN(3))
		if at == nil {
			return false
		}
		breakOff(at, rng)
		it := draw(article.Paywall)
		if rng.Float32() < .5 { // the last paragraph of a notice is often its button alone
			it = &item{kind: it.kind, paras: it.paras[:1]}
		}
		return setBehind(at, notice(it, rng))
	})
	return out, nil
}

// drawKind takes an item of the fold and the kinds, mostly in the page's language.
func drawKind(own []*item, kinds []article.RemovedKind, fold int, lang string, rng *rand.Rand) *item {
	var all, same []*item
	for _, it := range own {
		for _, k := range kinds {
			if it.kind == k && (it.fold == fold || len(own) == 0) {
				all = append(all, it)
				if it.lang == lang {
					same = append(same, it)
				}
			}
		}
	}
	if len(same) > 0 && rng.Float32() < .7 {
		all = same
	}
	return all[rng.IntN(len(all))]
}

// paragraphs are the leaves of a page that are paragraphs of its article.
func paragraphs(st *extract.Study, y []bool) (out []int) {
	for i := range y {
		if b := st.Block(i); y[i] && st.Words(i) >= 8 && b != nil && b.Parent != nil && b.DataAtom != atom.Body && b.DataAtom != atom.Td && b.DataAtom != atom.Li {
			out = append(out, i)
		}
	}
	return out
}

// cutOff takes all behind the article's paragraph number after away, up to its last leaf, and returns that paragraph's
// element; nil where that is not possible or not a cut.
func cutOff(st *extract.Study, y []bool, after int) *html.Node {
	ps := paragraphs(st, y)
	if len(ps) < after+3 {
		return nil
	}
	at := st.Block(ps[after-1])
	last := ps[len(ps)-1]
	for i := range y {
		if y[i] {
			last = max(last, i)
		}
	}
	var gone []*html.Node
	for i := ps[after-1] + 1; i <= last; i++ {
		b := st.Block(i)
		for p := at; p != nil; p = p.Parent {
			if p == b { // the text stands beside the next one in one element
				return nil
			}
		}
		gone = append(gone, b)
	}
	for _, b := range gone {
		if b.Parent != nil {
			b.Parent.RemoveChild(b)
		}
	}
	return at
}

// breakOff ends an element's text in the middle with an ellipsis.
func breakOff(at *html.Node, rng *rand.Rand) {
	for n := range at.Descendants() {
		if n.Type == html.TextNode && strings.Count(n.Data, " ") > 8 {
			fields := strings.Fields(n.Data)
			n.Data = strings.Join(fields[:len(fields)*(40+rng.IntN(50))/100], " ") + []string{"…", "...", " …", " […]"}[rng.IntN(4)]
			for next := n.NextSibling; next != nil; next = n.NextSibling {
				n.Parent.RemoveChild(next)
			}
			return
		}
	}
}

// setBehind puts nodes behind an element.
func setBehind(at *html.Node, nodes []*html.Node) bool {
	for i := len(nodes) - 1; i >= 0; i-- {
		at.Parent.InsertBefore(nodes[i], at.NextSibling)
	}
	return true
}

// notice sets an item as pages set what stands in place of the rest: in a box or bare, with a heading, a link or a button.
func notice(it *item, rng *rand.Rand) []*html.Node {
	link := func(text string) *html.Node {
		a := element(atom.A, "", &html.Node{Type: html.TextNode, Data: text})
		a.Attr = append(a.Attr, html.Attribute{Key: "href", Val: []string{"/subscribe", "/login", "/abo", "/go", "/plans", "/register"}[rng.IntN(6)]})
		return a
	}
	var out []*html.Node
	style := rng.IntN(6)
	for i, p := range it.paras {
		text := &html.Node{Type: html.TextNode, Data: strings.ReplaceAll(p, "{site}", "The Harbour Post")}
		short := strings.Count(p, " ") < 5
		switch {
		case i > 0 && short && style%2 == 0:
			out = append(out, element(atom.Button, "", text))
		case i > 0 && short:
			out = append(out, element(atom.P, "", link(text.Data)))
		case i == 0 && style < 2:
			out = append(out, element(atom.H3, "", text))
		default:
			out = append(out, element(atom.P, "", text))
		}
	}
	if len(it.paras) == 1 && style != 5 {
		label := []string{"Subscribe", "Continue", "Log in", "OK", "Sign up", "→"}[rng.IntN(6)]
		if style%2 == 0 {
			out = append(out, element(atom.Button, "", &html.Node{Type: html.TextNode, Data: label}))
		} else {
			out = append(out, link(label))
		}
	}
	if style == 3 || style == 5 {
		return out
	}
	return []*html.Node{element([]atom.Atom{atom.Div, atom.Section, atom.Aside}[rng.IntN(3)], fmt.Sprintf("c-%06x", rng.IntN(1<<24)), out...)}
}

func dot(w, x []float64) float64 {
	sum := 0.0
	for i := range w {
		sum += w[i] * x[i]
	}
	return sum
}

// fitLogistic fits a logistic regression with a small ridge by gradient descent with a step of its own for each weight (Rprop,
// Riedmiller and Braun 1993), which needs no tuning for so few weights.
func fitLogistic(rows []*cutRow) []float64 {
	weights := map[string]float64{}
	for _, f := range cutForms {
		weights[f.how] = f.weight
	}
	n := len(rows[0].x)
	w, step, before := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range step {
		step[i] = .05
	}
	for range 400 {
		grad := make([]float64, n)
		total := 0.0
		for _, r := range rows {
			if !r.told {
				continue
			}
			y, weight := 0.0, weights[r.how]
			if r.cut {
				y = 1
			}
			total += weight
			e := weight * (1/(1+math.Exp(-dot(w, r.x))) - y)
			for i, v := range r.x {
				grad[i] += e * v
			}
		}
		for i := range w {
			g := grad[i]/total + 2e-4*w[i]
			switch {
			case g*before[i] > 0:
				step[i] = min(step[i]*1.2, 1)
			case g*before[i] < 0:
				step[i] = max(step[i]*.5, 1e-5)
			}
			before[i] = g
			switch {
			case g > 0:
				w[i] -= step[i]
			case g < 0:
				w[i] += step[i]
			}
		}
	}
	return w
}
