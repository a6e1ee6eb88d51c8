package extract

import "testing"

// Doubtful lines between clutter go. They stay where their words read as reporting, and between the captions of the article's
// pictures.
func TestIslandsLieBetweenClutter(t *testing.T) {
	const above = "<p>The ferry sailed at noon with forty people on board, and the pilots watched it from the pier until it was out of sight behind the long mole.</p>" +
		"<p>Nobody had expected it to leave on that day, for the wind had been strong since the morning and the harbour master had closed the northern gate.</p>"
	const below = "<p>By the evening it lay at the quay of the other shore, where the mayor and a brass band had waited for most of the long afternoon.</p>"
	for name, c := range map[string]struct {
		shore string
		words float32
		stays bool
	}{
		"clutter":            {"<p>Sign up for our newsletter</p>", 1, false},
		"clutter, reporting": {"<p>Sign up for our newsletter</p>", 3, true},
		"captions":           {"<figure><img src=a.jpg><figcaption>Our photographer at the pier</figcaption></figure>", 1, true},
	} {
		s := newSheet(newDocument(Input{HTML: []byte("<article>" + above + c.shore + "<p>The crew cheered.</p>" + c.shore + below + "</article>")}))
		v, words := make([]verdict, len(s.leaf)), make([]float32, len(s.leaf))
		doubtful := -1
		for i := range v {
			switch s.doc.leaves[i].text {
			case "The crew cheered.":
				doubtful = i
				v[i].score, v[i].keep, words[i] = .6, true, c.words
			case "Sign up for our newsletter", "Our photographer at the pier":
				v[i].score, words[i] = .05, -4
			default:
				v[i].score, v[i].keep = .99, true
			}
		}
		s.islands(v, words)
		if v[doubtful].keep != c.stays {
			t.Errorf("between %s: kept %v, want %v", name, v[doubtful].keep, c.stays)
		}
	}
}
