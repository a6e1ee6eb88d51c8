package demo

import (
	"fmt"
	"math/rand/v2"
)

// bulletin is what the busy site publishes once its written articles are out: the reading of a river gauge, number n.
// Like any automatic report it repeats itself; only the figures are new.
func bulletin(n int) article {
	rnd := rand.New(rand.NewPCG(uint64(n), 7))
	pick := func(s ...string) string { return s[rnd.IntN(len(s))] }
	metres := func(cm int) string { return fmt.Sprintf("%d.%02d m", cm/100, cm%100) }
	place := pick("Lower Fennick", "Osier Weir", "Tallow Bridge", "Marl Sluice", "Hexley Lock", "St Brannock’s Mill")
	level, change := 120+rnd.IntN(180), rnd.IntN(23)-11
	moved := "the same as an hour before"
	switch {
	case change > 0:
		moved = fmt.Sprintf("%d cm higher than an hour before", change)
	case change < 0:
		moved = fmt.Sprintf("%d cm lower than an hour before", -change)
	}
	row := func(cells ...string) []inline {
		out := make([]inline, len(cells))
		for i, c := range cells {
			out[i] = inlines(c)
		}
		return out
	}
	return article{
		N: n, Slug: "gauge-report", Title: fmt.Sprintf("Gauge report %d: %s at %s", n, metres(level), place),
		By: "Automatic gauge desk", Tags: []string{"Rivers", "Automatic"},
		Blocks: []block{
			textBlock("p", fmt.Sprintf("The river stood at %s at %s when the gauge was last read, %s.", metres(level), place, moved)),
			textBlock("p", pick(
				"The lock keepers expect nothing out of the ordinary for the season, and the towpath is open along the whole of the reach.",
				"Wet fields above the town are letting go of last week’s rain slowly, which is why the level lags behind the sky.",
				"Canoeists are asked to keep to the left bank below the weir, where the stream is slower.",
			)),
			{Kind: "table", Rows: [][]inline{
				row("Gauge", "Level", "An hour before"),
				row(place, metres(level), metres(level-change)),
				row("Two miles upstream", metres(level-14), metres(level-14-change/2)),
			}},
			textBlock("p", pick(
				"A warning is given out at 3.10 metres, and the flood gates at the mill are closed at 3.40. Neither was reached this autumn.",
				"The highest level of the year so far was 3.02 metres, on a night in February when the melt and a spring tide came together.",
				"The lowest level of the year, 0.88 metres in August, left two houseboats on the mud until the end of the month.",
			)),
			textBlock("p", fmt.Sprintf("The water measured %d °C at a depth of half a metre, %s.", 4+rnd.IntN(6), pick(
				"close to the average of the last ten years for the day", "a little under the average for the day", "and was clear to the bottom",
			))),
			textBlock("p", "This report was put together from the readings of the public gauges without anyone at the desk. A person looks over "+
				"every tenth one, and all of those in which a warning level is passed."),
		},
	}
}
