package store

import (
	"context"
	"database/sql"
	"sync"
	"time"
)

// checkpointer copies SQLite's log into the file beside the writer, on a connection of its own: a passive checkpoint keeps
// no one from reading or writing. Done by the writer, as SQLite would, it would hold up everyone for two syncs of the disk.
type checkpointer struct {
	dsn   string
	rest  func()      // called when nothing was written for a while and the log is copied
	large func() bool // reports whether the log may get large
	start sync.Once
	wake  chan struct{}
	stop  chan struct{}
	done  chan struct{}
}

const (
	// checkpointPages is how long the log may get before it is copied: SQLite's default, 4 MB.
	checkpointPages = 1000
	// largePages is the same while transactions are large (see gather.go): what is written again and again is copied less often.
	largePages = 4 * checkpointPages
	// writerPages is when the writer does it nevertheless: when the checkpointer does not come to it.
	writerPages = 16 * checkpointPages
	// idlePages is how long the log may stay once nothing was written for idleAfter: the last to close the file copies it, and
	// whoever leaves the program waits for that (measured: 80 ms of 108 for 1,000 pages).
	idlePages = 32
	idleAfter = 2 * time.Second
)

func (c *checkpointer) init(path string, rest func(), large func() bool) {
	c.rest, c.large = rest, large
	c.dsn = dsn(path, "cache_size(-64)", "wal_autocheckpoint(0)")
	c.wake, c.stop, c.done = make(chan struct{}, 1), make(chan struct{}), make(chan struct{})
}

// written tells that the log has grown.
func (c *checkpointer) written() {
	c.start.Do(func() { go c.run() })
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// close ends the checkpointer and closes its connection.
func (c *checkpointer) close() {
	c.start.Do(func() { close(c.done) })
	close(c.stop)
	<-c.done
}

func (c *checkpointer) run() {
	defer close(c.done)
	db, err := sql.Open("sqlite", c.dsn)
	if err != nil {
		return // the writer does it
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	look, work := `PRAGMA wal_checkpoint(NOOP)`, `PRAGMA wal_checkpoint(PASSIVE)`
	idle := time.NewTimer(idleAfter)
	for {
		most := checkpointPages
		select {
		case <-c.stop:
			return
		case <-c.wake:
			if c.large() {
				most = largePages
			}
			idle.Reset(idleAfter)
		case <-idle.C:
			most = idlePages
		}
		// An error costs nothing: the log is whole, and the next commit asks again.
		var busy, log, copied int
		if err := db.QueryRowContext(context.Background(), look).Scan(&busy, &log, &copied); err == nil && log-copied >= most {
			_, _ = db.ExecContext(context.Background(), work)
		}
		if most == idlePages {
			c.rest()
		}
	}
}
