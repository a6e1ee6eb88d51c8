package extract

import (
	"slices"
	"strings"
	"testing"
)

const (
	giveToUs = "<p>Your gift keeps our reporters at sea. Please give what you can today. (-5)</p><p>Donate (-5)</p>"
	lede     = "<p>The harbour office of Saltmarrow counted its boats on Monday and found more of them than ever before. (-.5)</p>"
)

// A first paragraph that an appeal cuts off from the rest says what the title says; a line that does not stays out.
func TestFirstParagraphBeforeAnAppeal(t *testing.T) {
	title := "<title>Harbour office counts more boats than ever</title><h1>Harbour office counts more boats than ever (-4)</h1>"
	body := "<p>Nobody had counted since the war, and the fleet has changed with the fish that it follows up the coast. (4)</p>" + closing
	for _, c := range []struct {
		name, first string
		want        bool
	}{
		{"a lede", lede, true},
		{"something else", "<p>Our paper has stood on the quay since 1904 and is printed every day but Sunday by six people. (-.5)</p>", false},
		{"plainly clutter", strings.ReplaceAll(lede, "(-.5)", "(-5)"), false},
		{"in another dress", strings.ReplaceAll(lede, "p>", "h3>"), false},
	} {
		kept, _ := judgedBy(t, title+c.first+giveToUs+body)
		if got := len(kept) == 3; got != c.want || !got && len(kept) != 2 {
			t.Errorf("%s: kept %q", c.name, kept)
		}
	}
}

func TestQuotationThatIsAnAppeal(t *testing.T) {
	appeal := "<blockquote><p>Please give what you can to keep our reporters at sea. (-4.5)</p><p>Every pound that you send us counts. (-4.5)</p></blockquote>"
	said := "<blockquote><p>Nobody counted before we did, and nobody will after us. (-1)</p></blockquote>"
	kept, _ := judgedBy(t, opening+appeal+closing)
	if len(kept) != 2 {
		t.Errorf("the appeal stays: %q", kept)
	}
	kept, _ = judgedBy(t, opening+said+closing)
	if !slices.Contains(kept, "Nobody counted before we did, and nobody will after us.") {
		t.Errorf("the quotation is lost: %q", kept)
	}
}
