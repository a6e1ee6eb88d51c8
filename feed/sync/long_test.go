package sync_test

import (
	"flag"
	"runtime"
	"testing"
	"time"
)

var long = flag.Bool("long", false, "run the tests that take long")

// A server that lists a million items that it does not have: the sync ends, in bounded memory, and all that is real arrives.
func TestAMillionIDs(t *testing.T) {
	if !*long {
		t.Skip("takes half a minute: -long")
	}
	f, c := ready(t, 40)
	f.bogus = 999_000
	f.add("feed/1", 5)
	c.mark("Item 1", true, true)
	began := time.Now()
	r := c.run()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("%s, %d MB of heap asked for in all, %d MB from the system; %+v", time.Since(began).Round(time.Millisecond), m.TotalAlloc>>20, m.Sys>>20, r)
	if r.NewItems != 5 || r.Rest < 900_000 {
		t.Errorf("%+v", r)
	}
	f.bogus = 0
	c.run()
	c.same(f.fakeServer)
}
