package poll

import (
	"context"
	"fmt"
	"testing"
	"time"

	"tidings/feed/fetch"
)

// BenchmarkSweep measures what polling itself costs: 1,000 feeds at 50 hosts, no network, no disk, nothing new.
func BenchmarkSweep(b *testing.B) {
	var list []string
	for i := range 1000 {
		list = append(list, fmt.Sprintf("http://h%d.example/%d", i%50, i))
	}
	m := newMemory(time.Now, list...)
	p, _ := poller(m, nil)
	p.fetcher = always{}
	b.ReportAllocs()
	for b.Loop() {
		if pr, err := p.Sweep(b.Context(), Scope{}, nil); err != nil || len(pr.Failed) > 0 {
			b.Fatal(pr.Failed, err)
		}
	}
}

// always answers 304.
type always struct{}

func (always) Get(context.Context, fetch.Request) (*fetch.Response, error) { return notModified(), nil }
