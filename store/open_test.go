package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"tidings/feed"
	"tidings/store"
)

func TestOpenRefusesInWords(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "other.db")
	d, err := sql.Open("sqlite", other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Exec(`CREATE TABLE theirs (a)`); err != nil {
		t.Fatal(err)
	}
	_ = d.Close()
	future := filepath.Join(dir, "future.db")
	db, err := store.Open(context.Background(), future)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Exec(`PRAGMA user_version = 99`), db.Close()); err != nil {
		t.Fatal(err)
	}
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("this is no database\n", 200)), 0o600); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, path string
		is         error
		says       []string
		opts       []store.Option
	}{
		{"no home", "", nil, []string{"HOME"}, nil},
		{"a folder", dir, nil, []string{dir, "is a folder", "name a file in it"}, nil},
		{"below a file", filepath.Join(file, "news.db"), nil, []string{file, "not a directory"}, nil},
		{"another program's", other, store.ErrNotStore, []string{other}, nil},
		{"no database", text, store.ErrNotStore, []string{text}, nil},
		{"the future's", future, store.ErrFuture, []string{future, "format 99", "install"}, nil},
		{"a network's", filepath.Join(dir, "x.db"), store.ErrNetwork, []string{"NFS", "local disk"}, []store.Option{store.WithNetworkFS("NFS")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, _ := os.ReadFile(c.path)
			db, err := store.Open(context.Background(), c.path, c.opts...)
			if err == nil {
				_ = db.Close()
				t.Fatal("no error")
			}
			if c.is != nil && !errors.Is(err, c.is) {
				t.Errorf("%v is not %v", err, c.is)
			}
			for _, s := range c.says {
				if !strings.Contains(err.Error(), s) {
					t.Errorf("%q does not say %q", err, s)
				}
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("%q has several lines", err)
			}
			if after, _ := os.ReadFile(c.path); string(after) != string(before) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestOpenReadOnly(t *testing.T) {
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		t.Skip("permissions do not bind this user")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "news.db")
	if err := openAt(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		mode os.FileMode
		path string
	}{{"folder", 0o500, dir}, {"file", 0o400, path}} {
		t.Run(c.name, func(t *testing.T) {
			if err := os.Chmod(c.path, c.mode); err != nil {
				t.Fatal(err)
			}
			defer os.Chmod(c.path, 0o700)
			_, err := store.Open(context.Background(), path)
			if !errors.Is(err, store.ErrReadOnly) || !strings.Contains(err.Error(), path) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestPermissions(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such permissions")
	}
	dir := filepath.Join(t.TempDir(), "a", "b")
	db := openAt(t, filepath.Join(dir, "news.db"))
	addFeed(t, db, "https://example.org/feed")
	for name, want := range map[string]os.FileMode{dir: 0o700, db.Path(): 0o600, db.Path() + "-wal": 0o600} {
		if st, err := os.Stat(name); err != nil || st.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", name, st.Mode(), err)
		}
	}
}

// A store that others may read is made the person's own again; one behind a symbolic link is not opened, nor made there.
func TestStrangeFiles(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such permissions")
	}
	dir, elsewhere := t.TempDir(), t.TempDir()
	path := filepath.Join(dir, "news.db")
	if err := openAt(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := openAt(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	if st, err := os.Stat(path); err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", st.Mode(), err)
	}
	for _, name := range []string{"other.db", "another.db-wal", "third.db-shm"} {
		target := filepath.Join(elsewhere, name)
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		base, _, _ := strings.Cut(name, "-")
		db, err := store.Open(t.Context(), filepath.Join(dir, base))
		if err == nil {
			_ = db.Close()
		}
		if err == nil || !strings.Contains(err.Error(), "symbolic link") {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Lstat(target); err == nil {
			t.Errorf("%s was made behind a link", target)
		}
	}
}

// TestMigrate brings a store of the newest format to one more; a step that fails leaves all as it was.
func TestMigrate(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "news.db")
	steps := store.SchemaSteps()
	now := len(steps)
	files := fstest.MapFS{
		"more.sql": {Data: []byte(`ALTER TABLE views ADD COLUMN colour TEXT; CREATE TABLE more (a);`)},
		"half.sql": {Data: []byte(`CREATE TABLE half (a); INSERT INTO nowhere VALUES (1);`)},
	}
	var names []string
	for i, data := range steps {
		names = append(names, fmt.Sprintf("%d.sql", i+1))
		files[names[i]] = &fstest.MapFile{Data: data}
	}
	db := openAt(t, path)
	id := addFeed(t, db, "https://example.org/feed")
	save(t, db, id, items(0, 10)...)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(ctx, path, store.WithSchema(files, append(names, "more.sql", "half.sql")...)); err == nil {
		t.Fatal("a broken step was taken")
	}
	var said []string
	db2 := openAt(t, path, store.WithSchema(files, append(names, "more.sql")...), store.WithProgress(func(s string) { said = append(said, s) }))
	if n, err := db2.Int(`SELECT count(*) FROM items`); err != nil || n != 10 {
		t.Fatalf("%d items, %v", n, err)
	}
	if v, err := db2.Int(`PRAGMA user_version`); err != nil || v != now+1 {
		t.Errorf("format %d, %v", v, err)
	}
	if n, err := db2.Int(`SELECT count(*) FROM sqlite_schema WHERE name = 'half'`); err != nil || n != 0 {
		t.Errorf("half a step was kept")
	}
	copies, err := filepath.Glob(fmt.Sprintf("%s.format-%d.*", path, now))
	if err != nil || len(copies) == 0 {
		t.Fatalf("copies %v, %v", copies, err)
	}
	old := openAt(t, copies[0])
	if l := list(t, old, feed.Query{}); len(l) != 10 {
		t.Errorf("the copy holds %d items", len(l))
	}
	if _, err := store.Open(ctx, path); !errors.Is(err, store.ErrFuture) {
		t.Errorf("the older program opens it: %v", err)
	}
}

// TestMigrateFirst brings a store of the first format, with items, to the newest.
func TestMigrateFirst(t *testing.T) {
	path := filepath.Join(t.TempDir(), "news.db")
	first, err := store.Open(context.Background(), path, store.WithSchema(fstest.MapFS{"1.sql": {Data: store.SchemaSteps()[0]}}, "1.sql"))
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Exec(`INSERT INTO feeds (url, name, added) VALUES ('https://example.org/feed', 'Feed', 0)`); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(first.Exec(`INSERT INTO items (id, feed, sort, doc, seen, title, author, summary, url, lang) VALUES (1, 1, 64, 8, 0, 'Old', '', '', '', '')`),
		first.Exec(`INSERT INTO keys (feed, key, item) VALUES (1, 77, 1)`), first.Close()); err != nil {
		t.Fatal(err)
	}
	db := openAt(t, path)
	if n, err := db.Int(`SELECT item FROM keys WHERE feed = 1 AND key = 77`); err != nil || n != 1 {
		t.Errorf("the key leads to %d, %v", n, err)
	}
	if n, err := db.Int(`PRAGMA user_version`); err != nil || n != len(store.SchemaSteps()) {
		t.Errorf("format %d, %v", n, err)
	}
}
