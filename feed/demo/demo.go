// Package demo is a handful of made-up news sites, served inside the process on loopback ports: what `tidings demo` shows
// and what the end-to-end tests read. Every site is of another making (format of its feed, language, charset, markup,
// manners), and its pages carry the usual clutter. It is no test of its own and knows nothing of how pages are read: the
// pages were written first, and Expected says what a perfect reader would find in them.
package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// Options say how the sites behave. The zero value is what `tidings demo` wants.
type Options struct {
	// Now is the clock; nil means time.Now. The sites' articles are dated before its first reading, and the site that
	// publishes while one looks on asks it how much time has passed.
	Now func() time.Time
	// Port is the first site's port, the others take the ports above it, so that a kept profile finds its feeds again.
	// 0 lets the system choose every one.
	Port int
	// Every is how often the busy site publishes; 0 means 20 s.
	Every time.Duration
	// Slow is how long the slow site takes to answer; 0 means 2 s.
	Slow time.Duration
	// Calm switches the sites' bad manners off: nobody is slow, unavailable or publishes anew.
	Calm bool
}

// Server is the running sites. Its methods may be called from several goroutines.
type Server struct {
	opt    Options
	sites  []*site
	byPort map[int]*site
	polls  []atomic.Int64 // polls of each site's feeds so far: the flaky one refuses every other
	began  time.Time
	http   *http.Server
	serve  sync.WaitGroup
	close  sync.Once
	unhook func() bool
}

// Site is one of the sites as a subscriber sees it.
type Site struct {
	ID       string // its folder under sites/, and the first argument of Expected
	Name     string
	Language string // BCP 47
	Folder   string // where the demo's subscriptions sort it
	URL      string // the front page, which names the feeds
	Feeds    []string
}

// Start serves the sites until ctx is done or Close is called. Each has a listener of its own, so that to a reader they
// are different hosts; all share one http.Server. An error means that no port could be had.
func Start(ctx context.Context, opt Options) (*Server, error) {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Every <= 0 {
		opt.Every = 20 * time.Second
	}
	if opt.Slow <= 0 {
		opt.Slow = 2 * time.Second
	}
	sites, err := loadSites()
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	s := &Server{opt: opt, sites: sites, byPort: map[int]*site{}, polls: make([]atomic.Int64, len(sites)), began: opt.Now()}
	s.http = &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       30 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ErrorLog:          log.New(io.Discard, "", 0), // a broken connection must not write over the interface
	}
	listeners, err := s.listen(ctx)
	if err != nil {
		return nil, err
	}
	for _, l := range listeners {
		s.serve.Go(func() { _ = s.http.Serve(l) }) // always ErrServerClosed: Close ends it
	}
	s.unhook = context.AfterFunc(ctx, func() { _ = s.http.Close() })
	return s, nil
}

// listen opens a loopback port for each site; none stays open when one cannot be had.
func (s *Server) listen(ctx context.Context) ([]net.Listener, error) {
	var all []net.Listener
	var lc net.ListenConfig
	for i, st := range s.sites {
		port := 0
		if s.opt.Port > 0 {
			port = s.opt.Port + i
		}
		l, err := lc.Listen(ctx, "tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err != nil {
			errs := []error{fmt.Errorf("demo: no port for %s: %w", st.Name, err)}
			for _, open := range all {
				errs = append(errs, open.Close())
			}
			return nil, errors.Join(errs...)
		}
		all = append(all, l)
		port = l.Addr().(*net.TCPAddr).Port
		st.url = fmt.Sprintf("http://127.0.0.1:%d", port)
		st.index = i
		s.byPort[port] = st
	}
	return all, nil
}

// Close ends all sites, breaks connections off and waits until nothing of the server is running.
func (s *Server) Close() error {
	var err error
	s.close.Do(func() {
		s.unhook()
		err = s.http.Close()
		s.serve.Wait()
	})
	return err
}

// Sites returns the sites in the order in which they are best shown.
func (s *Server) Sites() []Site {
	out := make([]Site, len(s.sites))
	for i, st := range s.sites {
		out[i] = Site{ID: st.ID, Name: st.Name, Language: st.Language, Folder: st.Folder, URL: st.url + "/"}
		for _, f := range st.Feeds {
			out[i].Feeds = append(out[i].Feeds, st.url+f.Path)
		}
	}
	return out
}

// Page returns the address of article n of a site, counted from 1, and "" when there is none.
func (s *Server) Page(id string, n int) string {
	for _, st := range s.sites {
		if st.ID == id && n >= 1 {
			return st.url + st.path(st.article(n))
		}
	}
	return ""
}
