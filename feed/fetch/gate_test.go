package fetch

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestGate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(Limits{}.withDefaults())
		var mu sync.Mutex
		var wg sync.WaitGroup
		starts := map[string][]time.Time{}
		running, mostHost, mostAll := map[string]int{}, 0, 0
		for i := range 200 {
			host := fmt.Sprintf("h%d", i%40)
			if i < 20 {
				host = "busy"
			}
			wg.Go(func() {
				leave, err := g.enter(t.Context(), host)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				starts[host] = append(starts[host], time.Now())
				running[host]++
				running[""]++
				mostHost, mostAll = max(mostHost, running[host]), max(mostAll, running[""])
				mu.Unlock()
				time.Sleep(700 * time.Millisecond)
				mu.Lock()
				running[host]--
				running[""]--
				mu.Unlock()
				leave()
			})
		}
		wg.Wait()
		if mostHost != 2 || mostAll != 20 {
			t.Errorf("%d at a time to a host, %d overall", mostHost, mostAll)
		}
		for host, times := range starts {
			slices.SortFunc(times, time.Time.Compare)
			for i := 1; i < len(times); i++ {
				if d := times[i].Sub(times[i-1]); d < 250*time.Millisecond {
					t.Errorf("%s: %v between two starts", host, d)
				}
			}
		}
	})
}

func TestGateGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(Limits{PerHost: 1, Overall: 1}.withDefaults())
		leave, err := g.enter(t.Context(), "a")
		if err != nil {
			t.Fatal(err)
		}
		for _, host := range []string{"a", "b"} { // waits for its host, waits for a place
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			if _, err := g.enter(ctx, host); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: %v", host, err)
			}
			cancel()
		}
		leave()
		for _, host := range []string{"a", "b"} {
			leave, err := g.enter(t.Context(), host)
			if err != nil {
				t.Fatal(err)
			}
			leave()
		}
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond) // waits for its time
		defer cancel()
		if _, err := g.enter(ctx, "b"); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		if len(g.overall) != 0 || len(g.hosts["b"].slots) != 0 || g.hosts["b"].users != 0 {
			t.Error("a place was not given back")
		}
	})
}

// TestGateForgets checks that the gate does not grow with the hosts that were ever asked.
func TestGateForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(Limits{}.withDefaults())
		for i := range 5000 {
			leave, err := g.enter(t.Context(), fmt.Sprint(i))
			if err != nil {
				t.Fatal(err)
			}
			leave()
			time.Sleep(time.Millisecond)
		}
		if n := len(g.hosts); n > 1000 {
			t.Errorf("%d hosts are remembered", n)
		}
	})
}
