package demo

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"hash/fnv"
	"net"
	"net/http"
	"strings"
	"time"
)

// ServeHTTP answers for all sites: the port that was called tells which one. It implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	addr, _ := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	if addr == nil || s.byPort[addr.Port] == nil {
		http.Error(w, "no such site", http.StatusMisdirectedRequest)
		return
	}
	st := s.byPort[addr.Port]
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only reading here", http.StatusMethodNotAllowed)
		return
	}
	if st.Slow && !s.opt.Calm && !strings.HasPrefix(r.URL.Path, "/img/") {
		select {
		case <-time.After(s.opt.Slow):
		case <-r.Context().Done():
			panic(http.ErrAbortHandler) // break off: returning would answer 200 with an empty page
		}
	}
	for _, f := range st.Feeds {
		if r.URL.Path == f.Path {
			s.serveFeed(w, r, st, f)
			return
		}
	}
	count := s.count(st)
	if name, ok := strings.CutPrefix(r.URL.Path, "/img/"); ok {
		send(w, r, "image/png", s.began, picture(name))
		return
	}
	if r.URL.Path == "/subscriptions.opml" {
		send(w, r, "text/x-opml", s.began, s.OPML())
		return
	}
	if r.URL.Path == "/" {
		body, err := s.front(st, count)
		s.sendPage(w, r, st, s.published(st, count), body, err)
		return
	}
	if a, ok := st.find(r.URL.RequestURI(), count); ok {
		body, err := s.render(st, a, count)
		s.sendPage(w, r, st, s.published(st, a.N), body, err)
		return
	}
	http.NotFound(w, r)
}

// serveFeed answers a poll; the flaky site refuses every second one.
func (s *Server) serveFeed(w http.ResponseWriter, r *http.Request, st *site, f source) {
	if n := s.polls[st.index].Add(1); st.Flaky && !s.opt.Calm && n%2 == 0 {
		w.Header().Set("Retry-After", "1")
		http.Error(w, "too many readers just now", http.StatusServiceUnavailable)
		return
	}
	count := s.count(st)
	body, kind, err := s.feed(st, f, count)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Cache-Control", "max-age=10")
	send(w, r, kind, s.published(st, count), body)
}

func (s *Server) sendPage(w http.ResponseWriter, r *http.Request, st *site, at time.Time, body []byte, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	send(w, r, "text/html; charset="+st.Charset, at, body)
}

// send answers with a body, or with 304 when the caller has it (RFC 9110, section 13), compressed if asked for.
func send(w http.ResponseWriter, r *http.Request, kind string, at time.Time, body []byte) {
	h := fnv.New64a()
	_, _ = h.Write(body)
	tag := fmt.Sprintf("%x", h.Sum64())
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") && !strings.HasPrefix(kind, "image/") {
		var z bytes.Buffer
		zw := gzip.NewWriter(&z)
		_, _ = zw.Write(body) // a bytes.Buffer takes everything
		_ = zw.Close()
		body = z.Bytes()
		tag += "-gzip"
		w.Header().Set("Content-Encoding", "gzip")
		r.Header.Del("Range")
	}
	w.Header().Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, "", at, bytes.NewReader(body))
}
