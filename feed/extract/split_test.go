package extract

import (
	"strings"
	"testing"
)

func TestSplit(t *testing.T) {
	for _, c := range []struct{ page, want string }{
		{"<p>one <b>two</b>  three</p>four<div>five<br>six<br><br>seven</div>", "one two three|four|five|six|seven"},
		{"<div>a<p>b</p>c<script>x</script></div><style>y</style><select><option>z</select>", "a|b|c"},
		{"<ul><li>a<ul><li>b</ul><li>c</ul><table><tr><td>d<td>e</table>", "a|b|c|d|e"},
		{"<a href=x><h3>t</h3><p>u</p></a><button>v</button> w", "t|u|v|w"},
		{"so\u00adft \u200bzero\u00a0space", "soft zero space"},
		{"", ""},
	} {
		d := newDocument(Input{HTML: []byte(c.page)})
		var got []string
		for i := range d.leaves {
			got = append(got, d.leaves[i].text)
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%q splits into %q, want %q", c.page, s, c.want)
		}
		for i, e := range d.elems {
			if e.first > e.last || int(e.last) > len(d.leaves) {
				t.Errorf("%q: element %d holds leaves %d to %d of %d", c.page, i, e.first, e.last, len(d.leaves))
			}
		}
		for i := range d.leaves {
			e := d.elems[d.leaves[i].elem]
			if int32(i) < e.first || int32(i) >= e.last {
				t.Errorf("%q: leaf %d is outside its element %d:%d", c.page, i, e.first, e.last)
			}
		}
	}
}

func TestDeepNesting(t *testing.T) {
	d := newDocument(Input{HTML: []byte(strings.Repeat("<div>", 20_000) + "<p>the text" + strings.Repeat("</div>", 20_000))})
	if len(d.leaves) != 1 || d.leaves[0].text != "the text" {
		t.Fatalf("deeply nested page gives %d leaves", len(d.leaves))
	}
}
