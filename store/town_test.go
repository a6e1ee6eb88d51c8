package store_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// The ways of a publisher's server.
const (
	fine   = iota
	flaky  // every third answer is an error, most with Retry-After
	hung   // never answers
	stalls // begins to answer
	gone   // says so from the third time on
	moves  // moved for good
)

// publisher is a feed as its server sees it.
type publisher struct {
	host, path string
	ways       int
	every      time.Duration // between two items
	from       time.Time     // of the first item
	validators bool
	maxAge     int // seconds, in Cache-Control
	ttl        int // minutes, in the document
	skip       []int

	asked  int
	plain  int       // requests without validators after an answer had some
	saidGo bool      // has said 410
	was301 int       // requests at the old address
	until  time.Time // it allowed the next request then
	why    string
	early  []string
}

func (p *publisher) url() string { return "http://" + p.host + p.path }

// town is the network of a hard day.
type town struct {
	mu    sync.Mutex
	feeds []*publisher
	at    map[string]*publisher // by address, old and new
	open  int
	total int
	hosts map[string]*door
}

// door is a host as its owner sees it.
type door struct {
	inside, most int
	last         time.Time
	least        time.Duration
}

func newTown(d day) *town {
	r := rand.New(rand.NewPCG(3, 5))
	w := &town{at: map[string]*publisher{}, hosts: map[string]*door{}}
	for i := range d.feeds {
		p := &publisher{host: fmt.Sprintf("h%d.example", i%d.hosts), path: fmt.Sprintf("/%d.xml", i), from: time.Now().Add(-30 * 24 * time.Hour)}
		if i%10 == 0 {
			p.host = "platform.example" // a tenth of the feeds have one host
		}
		switch n := i % 100; {
		case n < 5:
			p.ways = flaky
		case n == 5:
			p.ways = hung
		case n == 6:
			p.ways = stalls
		case n == 7:
			p.ways = gone
		case n < 10:
			p.ways = moves
		}
		// From an item every ten minutes to one a month.
		p.every = time.Duration(float64(10*time.Minute) * exp(r.Float64()*8.4))
		p.validators = r.IntN(10) > 0
		switch r.IntN(8) {
		case 0:
			p.maxAge = 1800 + r.IntN(7200)
		case 1:
			p.ttl = 30 + r.IntN(300)
		case 2:
			p.skip = []int{0, 1, 2, 3, 4, 5}
		}
		w.feeds = append(w.feeds, p)
		w.at[p.host+p.path] = p
		w.at[p.host+"/new"+p.path] = p
	}
	return w
}

// exp is e to the x, near enough for a spread of paces.
func exp(x float64) float64 {
	sum, term := 1.0, 1.0
	for i := 1; i < 40; i++ {
		term *= x / float64(i)
		sum += term
	}
	return sum
}

// dial opens a connection to a host of the town.
func (w *town) dial(_ context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	w.mu.Lock()
	w.open++
	w.mu.Unlock()
	go func() {
		defer func() {
			_ = server.Close()
			w.mu.Lock()
			w.open--
			w.mu.Unlock()
		}()
		in := bufio.NewReader(server)
		for {
			r, err := http.ReadRequest(in)
			if err != nil || !w.answer(server, r) {
				return
			}
		}
	}()
	return client, nil
}

// answer answers one request and reports whether the connection goes on.
func (w *town) answer(c net.Conn, r *http.Request) bool {
	w.mu.Lock()
	p := w.at[r.Host+r.URL.Path]
	old := strings.HasPrefix(r.URL.Path, "/new/")
	w.note(p, r, !old)
	n, ways := p.asked, p.ways
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		w.hosts[p.host].inside--
		w.mu.Unlock()
	}()
	if ways == hung {
		_, _ = io.Copy(io.Discard, c) // until the other side gives up
		return false
	}
	time.Sleep(80 * time.Millisecond)
	head, body := w.reply(p, r, n, !old)
	if ways == stalls && n > 1 {
		w.mu.Lock()
		p.until = time.Time{}
		w.mu.Unlock()
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: 5000\r\n\r\n<?xml")
		_, _ = io.Copy(io.Discard, c)
		return false
	}
	if ways == flaky && n%9 == 8 && body != "" { // cut off: not fresh for any time (RFC 9111 3.3)
		w.mu.Lock()
		p.until = time.Time{}
		w.mu.Unlock()
		_, _ = fmt.Fprintf(c, "HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n%s", head, len(body), body[:len(body)/2])
		return false
	}
	var b bytes.Buffer
	status := "200 OK"
	if s, rest, ok := strings.Cut(head, "|"); ok {
		status, head = s, rest
	}
	fmt.Fprintf(&b, "HTTP/1.1 %s\r\n%sDate: %s\r\n", status, head, time.Now().UTC().Format(http.TimeFormat))
	if !strings.HasPrefix(status, "304") {
		fmt.Fprintf(&b, "Content-Length: %d\r\n", len(body))
	} else {
		body = ""
	}
	b.WriteString("\r\n" + body)
	_, err := c.Write(b.Bytes())
	return err == nil
}

// note writes down what a server's owner would: who came too early, too often, too many at a time. The lock is held.
func (w *town) note(p *publisher, r *http.Request, atOld bool) {
	now := time.Now()
	h := w.hosts[p.host]
	if h == nil {
		h = &door{least: time.Hour}
		w.hosts[p.host] = h
	}
	h.inside++
	h.most = max(h.most, h.inside)
	if !h.last.IsZero() {
		h.least = min(h.least, now.Sub(h.last))
	}
	h.last = now
	w.total++
	p.asked++
	switch {
	case p.saidGo:
		p.early = append(p.early, "asked after 410")
	case now.Before(p.until):
		p.early = append(p.early, fmt.Sprintf("asked %v before %s", p.until.Sub(now), p.why))
	}
	if atOld && p.ways == moves {
		p.was301++
	}
	if p.validators && p.ways == fine && p.asked > 1 && r.Header.Get("If-None-Match") == "" {
		p.plain++
	}
	for _, hour := range p.skip {
		if p.asked > 1 && p.ways == fine && now.UTC().Hour() == hour {
			p.early = append(p.early, fmt.Sprintf("asked at %s, an hour that it leaves out", now.UTC().Format("15:04")))
		}
	}
}

// reply is what a server says: the status, a bar and the header's lines (200 without a status), and the body.
func (w *town) reply(p *publisher, r *http.Request, n int, atOld bool) (head, body string) {
	now := time.Now()
	allow := func(at time.Time, why string) {
		w.mu.Lock()
		p.until, p.why = at, why
		w.mu.Unlock()
	}
	switch {
	case p.ways == gone && n >= 3:
		w.mu.Lock()
		p.saidGo = true
		w.mu.Unlock()
		return "410 Gone|", ""
	case p.ways == moves && atOld:
		return "301 Moved Permanently|Location: http://" + p.host + "/new" + p.path + "\r\n", ""
	case p.ways == flaky && n%3 == 1:
		wait := time.Duration(10+n*37%170) * time.Minute
		switch n % 4 {
		case 0:
			allow(now.Add(wait), "Retry-After in seconds")
			return fmt.Sprintf("429 Too Many Requests|Retry-After: %d\r\n", int(wait.Seconds())), ""
		case 1:
			at := now.Add(wait).Truncate(time.Second)
			allow(at, "Retry-After as a date")
			return "503 Service Unavailable|Retry-After: " + at.UTC().Format(http.TimeFormat) + "\r\n", ""
		}
		return "500 Internal Server Error|", ""
	}
	newest := int(now.Sub(p.from) / p.every)
	etag := fmt.Sprintf("\"%d\"", newest)
	if p.validators {
		head = "ETag: " + etag + "\r\n"
	}
	lower := time.Duration(p.maxAge) * time.Second
	if p.maxAge > 0 {
		head += fmt.Sprintf("Cache-Control: max-age=%d\r\n", p.maxAge)
	}
	lower = max(lower, time.Duration(p.ttl)*time.Minute)
	allow(now.Add(lower), fmt.Sprintf("max-age %d s, ttl %d min", p.maxAge, p.ttl))
	if p.validators && r.Header.Get("If-None-Match") == etag {
		return "304 Not Modified|" + head, ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0"?><rss version="2.0"><channel><title>%s</title><link>http://%s/</link>`, p.path, p.host)
	if p.ttl > 0 {
		fmt.Fprintf(&b, "<ttl>%d</ttl>", p.ttl)
	}
	if len(p.skip) > 0 {
		b.WriteString("<skipHours>")
		for _, h := range p.skip {
			fmt.Fprintf(&b, "<hour>%d</hour>", h)
		}
		b.WriteString("</skipHours>")
	}
	for i := newest; i > max(newest-10, 0); i-- {
		at := p.from.Add(time.Duration(i) * p.every)
		fmt.Fprintf(&b, `<item><guid isPermaLink="false">%s-%d</guid><title>Number %d of %s</title><link>http://%s/%d</link><pubDate>%s</pubDate><description>What happened at %s, in a few plain words, number %d.</description></item>`,
			p.path, i, i, p.path, p.host, i, at.UTC().Format(time.RFC1123Z), p.host, i)
	}
	b.WriteString("</channel></rss>")
	return head + "Content-Type: application/rss+xml\r\n", b.String()
}

func (w *town) requests() int    { w.mu.Lock(); defer w.mu.Unlock(); return w.total }
func (w *town) connections() int { w.mu.Lock(); defer w.mu.Unlock(); return w.open }

// judge says what the servers' owners complain of.
func (w *town) judge(t *testing.T, d day) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, p := range w.feeds {
		for _, e := range p.early[:min(len(p.early), 3)] {
			t.Errorf("%s (ways %d, poll %d): %s", p.url(), p.ways, p.asked, e)
		}
		if p.plain > 0 {
			t.Errorf("%s: %d requests without validators", p.url(), p.plain)
		}
		least := max(d.hours/12, 1) // each feed is asked once a day at least, a failing one too, and soon after the start
		if p.ways == gone {
			least = min(least, 3)
		}
		if p.asked < least || p.asked > d.hours*4+4 {
			t.Errorf("%s (ways %d, an item every %v) was asked %d times in %d h", p.url(), p.ways, p.every, p.asked, d.hours)
		}
		if p.ways == moves && p.was301 > 2 {
			t.Errorf("%s moved, but was asked %d times at its old address", p.url(), p.was301)
		}
	}
	for name, h := range w.hosts {
		if h.most > 2 || h.least < 250*time.Millisecond {
			t.Errorf("%s: %d at a time, %v between two starts", name, h.most, h.least)
		}
	}
}
