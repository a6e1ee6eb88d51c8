package fetch

import "time"

// Limits bounds what one request may cost and how many run at a time. A zero field means the default.
type Limits struct {
	Connect   time.Duration // name lookup, TCP and TLS each; default 10 s
	FirstByte time.Duration // from the request until the answer's header is whole; default 15 s
	Stall     time.Duration // without a byte of the body; default 20 s
	Whole     time.Duration // everything but waiting for a turn; default 60 s
	Body      int64         // bytes of a body, decompressed; default 20 MiB
	Redirects int           // hops followed; default 10
	PerHost   int           // requests at a time to one host; default 2
	HostGap   time.Duration // between the starts of two requests to one host; default 250 ms, negative for none
	Overall   int           // requests at a time; default 20
}

const (
	maxHeader    = 1 << 20 // bytes of an answer's header
	maxValidator = 4 << 10 // bytes of an ETag or Last-Modified worth sending back
	maxErrorBody = 1 << 20 // bytes kept of the page that comes with an error status
	drain        = 8 << 10 // bytes of a redirect's body read to keep the connection
)

func orDefault[T int | int64 | time.Duration](v, d T) T {
	if v == 0 {
		return d
	}
	return v
}

// withDefaults fills the zero fields in.
func (l Limits) withDefaults() Limits {
	return Limits{
		Connect:   orDefault(l.Connect, 10*time.Second),
		FirstByte: orDefault(l.FirstByte, 15*time.Second),
		Stall:     orDefault(l.Stall, 20*time.Second),
		Whole:     orDefault(l.Whole, 60*time.Second),
		Body:      orDefault(l.Body, 20<<20),
		Redirects: orDefault(l.Redirects, 10),
		PerHost:   orDefault(l.PerHost, 2),
		HostGap:   max(orDefault(l.HostGap, 250*time.Millisecond), 0),
		Overall:   orDefault(l.Overall, 20),
	}
}
