//go:build unix

package store_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"tidings/feed"
	"tidings/feed/poll"
	"tidings/store"
)

// TestFilesTakenAway removes and replaces the files of an open store: nothing is acknowledged that would be lost, the person is
// told what to do, and with the log alone nothing is lost at all.
func TestFilesTakenAway(t *testing.T) {
	for _, c := range []struct {
		name string
		harm func(path string) error
		lost bool // marks that were acknowledged before may be missing
		says string
	}{
		{"log removed", func(p string) error { return os.Remove(p + "-wal") }, false, "was saved"},
		{"log and memory removed", func(p string) error { return errors.Join(os.Remove(p+"-wal"), os.Remove(p+"-shm")) }, false, "was saved"},
		{"log replaced", func(p string) error {
			return errors.Join(os.Remove(p+"-wal"), os.WriteFile(p+"-wal", nil, 0o600))
		}, true, "may be missing"},
		{"store removed", os.Remove, true, "may be missing"},
	} {
		t.Run(strings.ReplaceAll(c.name, " ", "-"), func(t *testing.T) {
			ctx := context.Background()
			path := filepath.Join(t.TempDir(), "news.db")
			db, err := store.Open(ctx, path)
			if err != nil {
				t.Fatal(err)
			}
			id := addFeed(t, db, "https://example.org/feed")
			save(t, db, id, items(0, 30)...)
			m := &marks{set: map[feed.ItemID]bool{}}
			for _, h := range list(t, db, feed.Query{Limit: 10}) {
				if err := m.put(db, h.ID, true); err != nil {
					t.Fatal(err)
				}
			}
			if err := c.harm(path); err != nil {
				t.Fatal(err)
			}
			err = db.SetBookmark(ctx, []feed.ItemID{list(t, db, feed.Query{})[20].ID}, true)
			if !errors.Is(err, store.ErrMoved) || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%v", err)
			}
			_ = db.Close()
			if db, err = store.Open(ctx, path); err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if !c.lost {
				m.check(t, db)
			}
			checkSound(t, db)
		})
	}
}

// TestLinkedStore: a link to a store's file is not followed, one to its folder is.
func TestLinkedStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "news.db")
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	save(t, openAt(t, path), addFeed(t, openAt(t, path), "https://example.org/feed"), items(0, 5)...)
	if db, err := store.Open(context.Background(), link); err == nil || !strings.Contains(err.Error(), "symbolic link") {
		t.Errorf("a link to the file: %v", err)
		if err == nil {
			_ = db.Close()
		}
	}
	folder := filepath.Join(t.TempDir(), "folder")
	if err := os.Symlink(filepath.Dir(path), folder); err != nil {
		t.Fatal(err)
	}
	db := openAt(t, filepath.Join(folder, "news.db"))
	if l := list(t, db, feed.Query{}); len(l) != 5 {
		t.Errorf("%d items", len(l))
	}
	if err := db.SetRead(context.Background(), []feed.ItemID{1}, true); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path + "-wal"); err != nil {
		t.Fatal(err)
	}
	if err := db.SetRead(context.Background(), []feed.ItemID{2}, true); !errors.Is(err, store.ErrMoved) {
		t.Errorf("%v", err)
	}
}

// mountSmall mounts a file system of a few megabytes in memory and returns its place; it skips where this is not allowed.
func mountSmall(t *testing.T, size string) (dir string, remount func(options string)) {
	t.Helper()
	if runtime.GOOS != "linux" || os.Getuid() != 0 {
		t.Skip("mounting a file system needs Linux and root")
	}
	dir = t.TempDir()
	mount := func(args ...string) error {
		out, err := exec.Command("mount", args...).CombinedOutput()
		if err != nil {
			t.Logf("mount: %v: %s", err, out)
		}
		return err
	}
	if mount("-t", "tmpfs", "-o", "size="+size, "tmpfs", dir) != nil {
		t.Skip("mounting a file system is not allowed here")
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v: %s", err, out)
		}
	})
	return dir, func(options string) {
		t.Helper()
		if mount("-o", "remount,"+options, dir) != nil {
			t.Fatal("remount")
		}
	}
}

// TestReadOnlyDisk opens a store on a file system that cannot be written to, which binds root as well.
func TestReadOnlyDisk(t *testing.T) {
	dir, remount := mountSmall(t, "16m")
	path := filepath.Join(dir, "news.db")
	if err := openAt(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	remount("ro")
	for _, p := range []string{path, filepath.Join(dir, "new.db")} {
		_, err := store.Open(context.Background(), p)
		if !errors.Is(err, store.ErrReadOnly) || !strings.Contains(err.Error(), p) || !strings.Contains(err.Error(), "another file") {
			t.Errorf("%v", err)
		}
	}
	remount("rw")
	checkSound(t, openAt(t, path))
}

// TestSmallDisk fills a file system of 2 MB: what was acknowledged is there, reading goes on, and with room everything goes on.
func TestSmallDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("a long form")
	}
	ctx := context.Background()
	dir, remount := mountSmall(t, "2m")
	path := filepath.Join(dir, "news.db")
	db, err := store.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	id := addFeed(t, db, "https://example.org/feed")
	m := &marks{set: map[feed.ItemID]bool{}}
	full := 0
	tries := 0
	for n := 0; n < 3000; n += 100 {
		tries++
		_, err := db.SavePoll(ctx, poll.Result{Feed: id, Now: start, Document: &feed.Document{Items: items(n, n+100)}})
		if err == nil {
			l := list(t, db, feed.Query{Limit: 5})
			err = m.put(db, l[n/100%5].ID, n%200 == 0)
		}
		if err != nil {
			full++
			if !errors.Is(err, store.ErrFull) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("%v", err)
			}
		}
	}
	if full == 0 {
		t.Fatal("the disk was never full")
	}
	m.check(t, db)
	remount("size=64m")
	save(t, db, id, items(0, 600)...)
	if err := m.put(db, list(t, db, feed.Query{})[7].ID, true); err != nil {
		t.Fatal(err)
	}
	m.check(t, db)
	checkSound(t, db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	db = openAt(t, path)
	m.check(t, db)
	checkSound(t, db)
	t.Logf("%d of %d polls and their marks found the disk full", full, tries)
}
