package poll

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"tidings/feed"
	"tidings/feed/fetch"
	"tidings/feed/text"
)

// leaseFor is how long a feed is leased: a poll that waits its turn behind slow servers takes less.
const leaseFor = 3 * time.Minute

// outcome is what one poll came to.
type outcome struct {
	job     *job
	saved   Saved
	err     string // in words; "" when it went well
	next    time.Time
	heard   bool   // no outcome yet: only that the answer is there
	skipped string // why it was not polled at all, in words
	removed bool   // the person removed the feed meanwhile
	stopped bool
	offline bool          // this machine seems to have no network
	busy    bool          // the server said that it is asked too much (429)
	again   time.Duration // nothing of it is in the store: Run must not try again before
}

// When the store cannot say when to poll again, Run waits so long before it tries.
const (
	againLeased = time.Minute // another process has the feed
	againBroken = firstRetry  // the store fails
)

// poll polls one feed: lease, fetch, parse, store. late outlives ctx by the grace, to store what has arrived. heard is called
// when a good answer is there; after a bad one the host is not asked for more before it is known what it was.
func (p *Poller) poll(ctx, late context.Context, f feed.Feed, since time.Time, heard func()) outcome {
	ok, err := p.store.Lease(ctx, f.ID, p.now().Add(leaseFor))
	if err != nil {
		return outcome{stopped: ctx.Err() != nil, err: failureWords(err), again: againBroken}
	}
	if !ok {
		return outcome{skipped: "another Tidings is polling it", again: againLeased}
	}
	// Another process may have polled it between reading the list and now.
	if fresh, err := p.store.Feed(ctx, f.ID); err == nil {
		if at := fresh.State.Polled; at.After(since) && !at.After(p.now()) {
			p.release(late, fresh)
			return outcome{skipped: "another Tidings has just polled it"}
		}
		f = fresh
	} else if errors.Is(err, feed.ErrNotFound) {
		return outcome{removed: true}
	} else if ctx.Err() == nil {
		return outcome{err: failureWords(err), again: againBroken}
	}
	req := request(f)
	resp, err := p.fetcher.Get(ctx, req)
	if err != nil && ctx.Err() != nil && (resp == nil || resp.Status < 400) {
		p.release(late, f)
		return outcome{stopped: true}
	}
	if err == nil {
		heard()
	}
	return p.take(late, f, req, resp, err)
}

// request is what to ask for a feed. An address that it moved to is tried in its place; the feed's secrets do not go there.
func request(f feed.Feed) fetch.Request {
	s := f.Settings
	r := fetch.Request{
		URL: f.URL, Accept: fetch.AcceptFeed, ETag: f.State.ETag, LastModified: f.State.LastModified,
		UserAgent: s.UserAgent, Headers: s.Headers, Cookies: s.Cookies, Credential: s.Credential, Proxy: s.Proxy,
		AllowPrivate: s.AllowPrivate, MaxBytes: s.MaxBytes,
	}
	if trial(f) {
		r.URL, r.Chosen, r.Origin = f.State.MovedTo, true, f.URL
	}
	return r
}

// trial reports whether the next poll goes to the address that the feed moved to. A feed with secrets stays where its owner
// put it when the new address is another server.
func trial(f feed.Feed) bool {
	s := f.Settings
	return f.State.MovedTo != "" && f.State.MovedSeen > 0 &&
		(s.Credential == "" && s.Cookies == "" && len(s.Headers) == 0 || fetch.SameServer(f.URL, f.State.MovedTo))
}

// take judges the answer and stores what follows from it.
func (p *Poller) take(ctx context.Context, f feed.Feed, req fetch.Request, resp *fetch.Response, err error) outcome {
	now := p.now()
	st := f.State
	st.Polled, st.Status = now, 0
	if resp != nil {
		st.Status = resp.Status
	}
	res := Result{Feed: f.ID, Now: now}
	var newest time.Time
	switch {
	case err == nil && resp.NotModified():
		newest = p.pace(ctx, &st, f.ID, nil, now)
	case err == nil:
		sum := hash(resp.Body)
		whole := true
		if sum == st.BodyHash {
			newest = p.pace(ctx, &st, f.ID, nil, now)
		} else {
			doc, perr := p.read(ctx, resp, now)
			if perr != nil {
				if errors.Is(perr, errStopped) {
					p.release(ctx, f)
					return outcome{stopped: true}
				}
				err = perr
				break
			}
			res.Document = &doc
			st.Hints.TTL, st.Hints.SkipHours, st.Hints.SkipDays = doc.Hints.TTL, doc.Hints.SkipHours, doc.Hints.SkipDays
			st.BodyHash = sum
			newest = p.pace(ctx, &st, f.ID, doc.Items, now)
			// A document that ends too soon is asked for once more without new validators; served so twice, it is the publisher's.
			whole = !doc.Cut
		}
		if whole {
			st.ETag, st.LastModified = resp.ETag, resp.LastModified
		}
	case resp != nil && resp.Cut:
		// The complete items of what came are kept; the validators stay, so that the rest is asked for.
		if doc, perr := p.read(ctx, resp, now); perr == nil && len(doc.Items) > 0 {
			res.Document = &doc
		}
	}
	if err != nil {
		p.failed(&st, f, req, resp, err, now)
	} else {
		st.Succeeded, st.Failures, st.Error, st.Gone = now, 0, "", false
		st.Hints.NotBefore = time.Time{}
		if age := resp.MaxAge(now); age > 0 || !resp.NotModified() {
			st.Hints.MaxAge = age
		}
		moved(&st, &res, f, resp)
		plan := after(f.Settings, st, newest, now, p.jitter())
		st.Next, st.Why = plan.Next, plan.Why
		if resp.Downgrade {
			st.Why += "; not secure: a redirect leads from https down to http"
		}
	}
	res.State = st
	out := p.save(ctx, f, res)
	if fe, ok := errors.AsType[*fetch.Error](err); ok {
		out.offline = fe.Kind == fetch.Offline
		out.busy = fe.Status == http.StatusTooManyRequests
	}
	return out
}

// failed writes a failure into the state.
func (p *Poller) failed(st *feed.State, f feed.Feed, req fetch.Request, resp *fetch.Response, err error, now time.Time) {
	st.Failures++
	st.Error = failureWords(err)
	base, most := firstRetry, daily
	st.Hints.NotBefore = time.Time{}
	fe, _ := errors.AsType[*fetch.Error](err)
	if fe != nil && fe.Kind == fetch.Status {
		if d := resp.RetryAfter(now); d > 0 {
			st.Hints.NotBefore = now.Add(min(d, daily))
		}
		if fe.Status == http.StatusTooManyRequests {
			base = busyRetry
		}
	}
	if fe != nil && fe.Kind == fetch.Offline && st.Failures <= offlineTimes {
		base, most = offlineRetry, offlineMost
	}
	if req.URL != f.URL {
		// The new address of a feed that moved fails: for good, or for the third time, the old one is asked again.
		if fe == nil || !fe.Temporary() || fe.Kind == fetch.Status && fe.Status < 500 && fe.Status != http.StatusTooManyRequests || st.Failures >= 3 {
			st.MovedTo, st.MovedSeen = "", 0
		}
	} else if fe != nil && fe.Kind == fetch.Status && fe.Status == http.StatusGone {
		st.Gone, st.Next = true, time.Time{}
		st.Why = "not polled any more: the publisher took it away for good; refresh it to ask again"
		return
	}
	if to := movedBefore(fe); to != "" && req.URL == f.URL && to != f.URL {
		st.MovedTo, st.MovedSeen = to, 1
	}
	plan := retry(*st, base, most, now, p.jitter())
	st.Next, st.Why = plan.Next, plan.Why
}

// movedBefore returns where a feed has moved for good although it could not be had there now: a server that is slow or busy
// is asked at the new address next time.
func movedBefore(e *fetch.Error) string {
	if e == nil {
		return ""
	}
	switch e.Kind {
	case fetch.FirstByteTimeout, fetch.WholeTimeout, fetch.Stalled, fetch.ConnectTimeout, fetch.Reset:
		return e.Moved()
	case fetch.Status:
		if e.Status >= 500 || e.Status == http.StatusTooManyRequests {
			return e.Moved()
		}
	}
	return ""
}

// failureWords says in one clean line what went wrong.
func failureWords(err error) string {
	if s := feed.StoreTrouble(err); s != "" { // no feed is at fault
		return text.Line(s)
	}
	if w, ok := err.(interface{ Words() string }); ok && w.Words() != "" {
		return text.Line(w.Words())
	}
	return text.Line(err.Error())
}

// moved keeps track of a permanent redirect. It is taken over when it held twice: the first poll saw it, and the second,
// which goes to the new address at once (RFC 9110 15.4.2 lets a client remember), got the feed there.
func moved(st *feed.State, res *Result, f feed.Feed, resp *fetch.Response) {
	to := resp.Permanent()
	switch {
	case trial(f) && to == "":
		res.URL = st.MovedTo
		st.MovedTo, st.MovedSeen = "", 0
	case to == "" || to == f.URL:
		st.MovedTo, st.MovedSeen = "", 0
	case to == st.MovedTo:
		st.MovedSeen++
	default:
		st.MovedTo, st.MovedSeen = to, 1
	}
}

// paceFor is how long a feed's pace is not judged anew while nothing comes.
const paceFor = 6 * time.Hour

// pace fills in how much the feed publishes and returns when its newest item was.
func (p *Poller) pace(ctx context.Context, st *feed.State, id feed.FeedID, items []feed.Item, now time.Time) time.Time {
	var times []time.Time
	for _, it := range items {
		if !it.Published.IsZero() {
			times = append(times, it.Published)
		}
	}
	if len(times) < 10 {
		n := paceItems
		known := items == nil && st.PerDay > 0 && st.Succeeded.Truncate(paceFor).Equal(now.Truncate(paceFor))
		if known {
			n = 1
		}
		stored, err := p.store.Pace(ctx, id, n)
		if known && err == nil && len(stored) == 1 {
			return earlier(stored[0], now)
		}
		if err == nil && len(stored) > len(times) {
			times = stored
		}
	}
	if len(times) == 0 && len(items) > 0 {
		times = append(times, now) // items without dates, never seen before
	}
	st.PerDay = perDay(times, now)
	if len(times) == 0 {
		return time.Time{}
	}
	return earlier(slices.MaxFunc(times, time.Time.Compare), now)
}

func earlier(a, b time.Time) time.Time {
	if a.After(b) {
		return b
	}
	return a
}

// heavy is the size of a body from which on only one is parsed at a time, for the memory that it takes.
const heavy = 1 << 20

var errStopped = errors.New("stopped")

// read parses a body, as many at a time as there are processors. After a stop what has arrived
// is still parsed, for as long as the grace lasts.
func (p *Poller) read(ctx context.Context, resp *fetch.Response, now time.Time) (doc feed.Document, err error) {
	if len(resp.Body) > heavy {
		select {
		case p.heavy <- struct{}{}:
			defer func() { <-p.heavy }()
		case <-ctx.Done():
			return doc, errStopped
		}
	}
	select {
	case p.parsing <- struct{}{}:
	case <-ctx.Done():
		return doc, errStopped
	}
	defer func() {
		<-p.parsing
		resp.Body = nil // the document holds what it needs
		if r := recover(); r != nil {
			err = fmt.Errorf("the document could not be read: a fault of Tidings (%v)", r)
		}
	}()
	return p.parse(resp.Body, resp.ContentType, resp.URL, now)
}

// save stores the outcome. When the items cannot be stored, the feed is tried again as after a failure, with its old
// validators.
func (p *Poller) save(ctx context.Context, f feed.Feed, res Result) outcome {
	out := outcome{err: res.State.Error, next: res.State.Next}
	saved, err := p.store.SavePoll(ctx, res)
	if err == nil {
		out.saved = saved
		return out
	}
	out.saved = saved
	if errors.Is(err, feed.ErrNotFound) {
		return outcome{removed: true}
	}
	out.err = "what it brought could not be stored: " + failureWords(err)
	st := f.State
	st.Polled, st.Status = res.State.Polled, res.State.Status
	st.Failures, st.Error = f.State.Failures+1, out.err
	plan := retry(st, firstRetry, daily, res.Now, p.jitter())
	st.Next, st.Why = plan.Next, plan.Why
	if _, err := p.store.SavePoll(ctx, Result{Feed: f.ID, State: st, Now: res.Now}); err != nil {
		out.again = againBroken
	}
	out.next = st.Next
	return out
}

// release ends the lease of a feed that was not polled after all.
func (p *Poller) release(ctx context.Context, f feed.Feed) {
	_, _ = p.store.SavePoll(ctx, Result{Feed: f.ID, State: f.State, Now: p.now()}) // else the lease ends by its time
}

// hash fingerprints a body: the first 64 bits of its SHA-256, never 0.
func hash(body []byte) uint64 {
	sum := sha256.Sum256(body)
	return max(binary.LittleEndian.Uint64(sum[:8]), 1)
}
