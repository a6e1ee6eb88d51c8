package moving

import (
	"database/sql"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// database makes an SQLite file of statements and returns its bytes.
func database(t testing.TB, statements ...string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	db, err := sql.Open("sqlite", "file:"+filepath.ToSlash(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

const cacheSchema = `CREATE TABLE rss_item (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL, title VARCHAR(1024) NOT NULL, author VARCHAR(1024) NOT NULL,
	url VARCHAR(1024) NOT NULL, feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL, content VARCHAR(65535) NOT NULL, unread INTEGER(1) NOT NULL,
	enclosure_url VARCHAR(1024), enclosure_type VARCHAR(1024), enqueued INTEGER(1) NOT NULL DEFAULT 0, flags VARCHAR(52), deleted INTEGER(1) NOT NULL DEFAULT 0, base VARCHAR(128) NOT NULL DEFAULT '')`

func TestReadNewsboatCache(t *testing.T) {
	data := database(t, "PRAGMA journal_mode=WAL", cacheSchema,
		`INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread, flags, deleted, enclosure_url, enclosure_type) VALUES
		('g1', 'Read', 'Ann', 'https://a.example/1', 'https://a.example/f', 1700000000, 'x', 0, NULL, 0, NULL, NULL),
		('g2', 'Unread &amp; new', 'Ann', 'https://a.example/2', 'https://a.example/f', 1700000000, '<p>text<script>x</script></p>', 1, '', 0, 'https://a.example/2.mp3', 'audio/mpeg'),
		('g3', 'Flagged', '', 'https://a.example/3', 'https://a.example/f', 0, 'kept', 0, 'ab', 0, NULL, NULL),
		('g4', 'Deleted', '', 'https://a.example/4', 'https://a.example/f', 0, 'x', 1, 'a', 1, NULL, NULL),
		('g5', 'Of a query', '', 'https://a.example/5', 'query:x:y', 0, 'x', 1, NULL, 0, NULL, NULL)`)
	m, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	want := `item https://a.example/f g1 https://a.example/1 [] r
item https://a.example/f g2 https://a.example/2 [Unread & new] 
item https://a.example/f g3 https://a.example/3 [Flagged] rb ["flag-a" "flag-b"] ""
item https://a.example/f g4 https://a.example/4 [] r
`
	if got := show(m); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if it := m.Items[1]; it.Content != "<p>text</p>" || len(it.Enclosures) != 1 || it.Published.Unix() != 1700000000 || it.Authors[0] != "Ann" {
		t.Errorf("%+v", it.Item)
	}
	// A cache knows the names of the feeds that urls lists.
	named := database(t, cacheSchema, `CREATE TABLE rss_feed (rssurl, url, title, lastmodified, is_rtl, etag)`,
		`INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread) VALUES ('g', 't', '', 'https://a.example/1', 'https://a.example/f', 0, '', 1)`,
		`INSERT INTO rss_feed VALUES ('https://a.example/f', 'https://a.example/', 'The' || char(7) || ' A', 0, 0, ''), ('https://b.example/f', 'javascript:1', 'B', 0, 0, ''), ('https://gone.example/f', '', 'Gone', 0, 0, '')`)
	cache, err := Read(named)
	if err != nil {
		t.Fatal(err)
	}
	list, err := Read([]byte("https://a.example/f\nhttps://b.example/f \"~Mine\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	if m := Join(list, cache); len(m.Feeds) != 2 || m.Feeds[0].Title != "The A" || m.Feeds[0].Site != "https://a.example/" || m.Feeds[1].Settings.Title != "Mine" || m.Feeds[1].Site != "" {
		t.Errorf("%+v", m.Feeds)
	}
	// An old one has fewer columns.
	old := database(t, `CREATE TABLE rss_item (guid, title, author, url, feedurl, pubDate, content, unread)`, `INSERT INTO rss_item VALUES ('g', 't', '', 'https://a.example/1', 'https://a.example/f', 0, '', 0)`)
	if m, err := Read(old); err != nil || len(m.Items) != 1 || !m.Items[0].Read {
		t.Errorf("%s %v", show(m), err)
	}
	// Cut off anywhere, it is an error or a part, never a crash.
	for n := len(data); n > 0; n = n * 3 / 4 {
		if m, err := Read(data[:n]); err == nil && n < len(data)/2 && len(m.Items) > 4 {
			t.Errorf("cut at %d: %d items", n, len(m.Items))
		}
	}
}

func TestReadNomStore(t *testing.T) {
	data := database(t, `create table items (id integer primary key, feedurl text, link text, title text, content text, author text, readat datetime, publishedat datetime, updatedat datetime, createdat datetime)`,
		`alter table items add favourite boolean not null default 0`,
		`insert into items (feedurl, link, title, content, author, readat, publishedat, favourite) values
		('https://a.example/f', 'https://a.example/1', 'One', 'x', 'Ann', '2026-01-02 03:04:05+00:00', '2026-01-01 00:00:00+00:00', 0),
		('https://a.example/f', 'https://a.example/2', 'Two', 'x', 'Ann', null, '2026-01-01 00:00:00.123 +0000 UTC m=+0.1', 1)`)
	m, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	want := "item https://a.example/f  https://a.example/1 [] r\nitem https://a.example/f  https://a.example/2 [Two] b\n"
	if got := show(m); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := m.Items[1].Published; !got.Truncate(time.Second).Equal(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("published %v", got)
	}
}

// A database that was made to do harm.
func TestReadHostileStore(t *testing.T) {
	for name, statements := range map[string][]string{
		"a view": {`CREATE VIEW rss_item AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS guid, x AS url, x AS feedurl, 1 AS unread FROM n`},
		"a hidden virtual": {
			`CREATE VIRTUAL TABLE rss_item USING fts5(guid, url, feedurl, unread)`, `INSERT INTO rss_item VALUES ('g', 'https://a.example/1', 'https://a.example/f', 1)`,
			`PRAGMA writable_schema = 1`, `UPDATE sqlite_schema SET sql = 'CREATE /**/ ' || substr(sql, 8) WHERE name = 'rss_item'`,
		},
		"virtual":          {`CREATE VIRTUAL TABLE rss_item USING fts5(guid, url, feedurl, unread)`},
		"generated":        {`CREATE TABLE rss_item (guid, url, feedurl, unread AS (hex(zeroblob(1000000))))`, `INSERT INTO rss_item (guid) VALUES (1)`},
		"other":            {`CREATE TABLE x (y)`},
		"one of Tidings'":  {`CREATE TABLE feeds (url)`, `CREATE TABLE texts (item)`},
		"columns of blobs": {`CREATE TABLE rss_item (guid, url, feedurl, unread)`, `INSERT INTO rss_item VALUES (x'00ff', x'1b5b', x'00', x'01')`},
	} {
		if m, err := Read(database(t, statements...)); err == nil {
			t.Errorf("%s: %s", name, show(m))
		} else if strings.ContainsAny(err.Error(), "\x00\x1b\n") {
			t.Errorf("%s: %q", name, err)
		}
	}
}

// Rows whose texts lie on the same pages: the file claims many times what it holds, and a larger one would fill the memory.
func TestReadStoreOfSharedPages(t *testing.T) {
	const page, least = 4096, (4096-12)*32/255 - 23 // of a record that goes on elsewhere, this much stays (sqlite.org/fileformat.html, 1.6)
	store := func(content int) (data, leaf []byte, record, at int) {
		data = database(t, "PRAGMA page_size=4096", cacheSchema, `INSERT INTO rss_item (id, guid, title, author, url, feedurl, pubDate, content, unread, flags) VALUES
			(1, 'g', 't', 'a', 'https://a.example/1', 'https://a.example/f', 1, '`+strings.Repeat("w", content)+`', 1, 'a')`)
		leaf = data[page : 2*page]
		at = int(binary.BigEndian.Uint16(leaf[8:]))
		return data, leaf, int(leaf[at]&0x7f)<<14 | int(leaf[at+1]&0x7f)<<7 | int(leaf[at+2]), at
	}
	const much = 1_000_000
	_, _, record, _ := store(much)
	data, leaf, record, at := store(much - (record-least)%(page-4))
	if leaf[0] != 0x0d || binary.BigEndian.Uint16(leaf[3:]) != 1 || leaf[at+3] != 1 || (record-least)%(page-4) != 0 {
		t.Fatal("the file is not as SQLite writes it")
	}
	cell := slices.Clone(leaf[at : at+4+least+4]) // length, number, what stays, the page where it goes on
	const rows = 7
	for i := 1; i < rows; i++ {
		at -= len(cell)
		copy(leaf[at:], cell)
		leaf[at+3] = byte(i + 1)
		binary.BigEndian.PutUint16(leaf[8+2*i:], uint16(at))
	}
	binary.BigEndian.PutUint16(leaf[3:], rows)
	binary.BigEndian.PutUint16(leaf[5:], uint16(at))
	if m, err := Read(data); err == nil || !strings.Contains(err.Error(), "more than the file") {
		t.Errorf("%d items, %v", len(m.Items), err)
	}
}
