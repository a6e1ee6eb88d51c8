package extract

import (
	"strings"
	"testing"
)

// Paragraphs that the models doubt stay where most of what is set like them is kept; an appeal among them, or one that most of
// its kin does not vouch for, goes.
func TestKinVouchesForDoubtfulParagraphs(t *testing.T) {
	const (
		sure     = "<p>The harbour office counts the boats on the first Monday of the month and writes them up in a ledger. (2)</p>"
		doubtful = "<p>On the outer quay lay the trawlers from the north, two and two, with nobody on board but the cook. (-1.5)</p>"
		caption  = "<p>Photo: the harbour office (-3)</p>"
		appeal   = "<p>Give to the harbour's paper today, for it is your gift alone that pays for the count of the boats. (-5)</p>"
	)
	for _, c := range []struct {
		name, page, lost string
		want             bool
	}{
		{"among many that are kept", opening + strings.Repeat(sure+caption, 4) + doubtful + caption + doubtful + caption + sure + closing, "On the outer quay", true},
		{"among few", opening + caption + doubtful + caption + doubtful + caption + doubtful + closing, "On the outer quay", false},
		{"an appeal", opening + strings.Repeat(sure+caption, 4) + appeal + caption + sure + closing, "Give to the harbour's paper", false},
	} {
		kept, _ := judgedBy(t, `<title>The count of the boats</title><h1>The count of the boats (-3)</h1>`+c.page)
		if got := strings.Contains(strings.Join(kept, "\n"), c.lost); got != c.want {
			t.Errorf("%s: kept %q", c.name, kept)
		}
	}
}
