package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// gateWeights is what each class of words adds to a notice's weight.
var gateWeights = [gateClasses]float64{gateBuy: 1.1, gateEnter: 1, gateGoOn: .8, gateTerms: .5, gateLetter: -1, gateComment: -1.2, gateGive: -.6, gateElse: -1.3}

// heard is what was found in a leaf's text: deciding what stays and telling whether it is whole ask for it again and again.
type heard struct {
	words           int
	seen            [gateClasses]bool
	counted, sought bool
}

func (d *document) hear(i int) *heard {
	if d.heard == nil {
		d.heard = make([]heard, len(d.leaves))
	}
	return &d.heard[i]
}

// count counts the words of a leaf.
func (d *document) count(i int) int {
	h := d.hear(i)
	if !h.counted {
		h.words, h.counted = countWords(d.leaves[i].text), true
	}
	return h.words
}

// gates says which classes of words a leaf has.
func (d *document) gates(i int) [gateClasses]bool {
	h := d.hear(i)
	if !h.sought {
		h.seen, h.sought = gateSeen(d.leaves[i].text), true
	}
	return h.seen
}

// gateOf weighs the leaves from i on, up to end, as one notice. The leaf i must speak of it itself.
func gateOf(doc *document, i, end int) (weight float64, seen [gateClasses]bool, button bool) {
	seen = doc.gates(i)
	// Who sells a subscription speaks of the app that comes with it.
	seen[gateElse] = seen[gateElse] && !seen[gateBuy]
	if weight = gateSum(seen); weight <= 0 {
		return 0, seen, false
	}
	for j := i; j < end && j < i+3; j++ {
		l := &doc.leaves[j]
		if len(l.text) > 60 && j > i {
			break
		}
		if doc.elems[l.elem].marks&inButton != 0 || accountLink(l) {
			button = true
		}
		if j > i {
			more := doc.gates(j)
			for c, w := range gateWeights {
				if more[c] && !seen[c] && !(gateClass(c) == gateElse && seen[gateBuy]) {
					seen[c] = true
					weight += w / 2
				}
			}
		}
	}
	if button {
		weight += .4
	}
	return weight, seen, button
}

// gateSum is the weight of the classes that are seen.
func gateSum(seen [gateClasses]bool) (sum float64) {
	for c, w := range gateWeights {
		if seen[c] {
			sum += w
		}
	}
	return sum
}

// accountLink says whether a leaf holds a link to where one subscribes or logs in.
func accountLink(l *leaf) bool {
	if l.linked == 0 {
		return false
	}
	for _, t := range l.texts {
		for p := t.Parent; p != nil && p != l.block; p = p.Parent {
			if linksToAccount(p) {
				return true
			}
		}
	}
	return linksToAccount(l.block)
}

func linksToAccount(n *html.Node) bool {
	if n.DataAtom != atom.A {
		return false
	}
	href, _ := attr(n, "href")
	href = strings.ToLower(href)
	for _, w := range [...]string{"subscri", "login", "log-in", "signin", "sign-in", "signup", "sign-up", "register", "abo", "account", "checkout", "membership", "offer", "suscri", "assin", "paywall"} {
		if strings.Contains(href, w) && !strings.Contains(href, "/about") {
			return true
		}
	}
	return false
}
