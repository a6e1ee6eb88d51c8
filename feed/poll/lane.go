package poll

// lane is a host's queue.
type lane struct {
	jobs    []*job
	asking  int  // jobs whose answer is not there yet
	waiting bool // stands in sweep.ready
	busy    int  // answers 429 in a row
}

// most is how many of the lane's jobs may be without an answer. A host that has just been asked too much gets no one in
// line behind the two that the client lets through.
func (l *lane) most() int {
	if l.busy > 0 {
		return perHost / 2
	}
	return perHost
}

// wait puts a lane that may start another job into the ready queue.
func (s *sweep) wait(l *lane) {
	if !l.waiting && len(l.jobs) > 0 && l.asking < l.most() {
		l.waiting = true
		s.ready = append(s.ready, l)
	}
}

// hear makes room in a lane for the next job: what is left of this one, parsing and storing, is no matter of its host.
func (s *sweep) hear(j *job) {
	j.heard = true
	l := s.lanes[j.host]
	l.asking--
	s.wait(l)
}

// judge gives up on a host that is asked too much, and on all when there is no network.
func (s *sweep) judge(l *lane, o outcome) {
	switch {
	case o.busy:
		l.busy++
	case o.skipped == "":
		l.busy = 0
	}
	if l.busy >= tooBusy {
		for _, j := range l.jobs {
			s.left--
			s.pr.Done++
			delete(s.queued, j.feed.ID)
			s.again[j.feed.ID] = s.p.now().Add(busyRetry)
			s.pr.Skipped = append(s.pr.Skipped, Failure{Feed: j.feed.ID, Title: j.feed.Title, Err: "its server asks us to come back later", Next: s.p.now().Add(busyRetry)})
		}
		l.jobs = nil
	}
	switch {
	case o.skipped != "":
	case !o.offline:
		s.offline = -1
	case s.offline >= 0:
		s.offline++
	}
	if s.offline >= noNet && s.pr.Err == nil {
		s.pr.Err = ErrOffline
		s.drop()
	}
}
