-- Store format 1.
-- items.sort is the place of an item in every list: the second when it was published (or first seen) and a slot that makes
-- it unique; items.doc is the same by the minute and the rowid of its search document (see sortkey.go). A list, its
-- continuation and a search's newest hits are then each a range of one integer key.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value ANY
) STRICT, WITHOUT ROWID;

CREATE TABLE feeds (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  url         TEXT NOT NULL,
  title       TEXT NOT NULL DEFAULT '', -- the publisher's
  name        TEXT NOT NULL DEFAULT '', -- to show: the person's title, else the publisher's, else the host
  site        TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '',
  language    TEXT NOT NULL DEFAULT '',
  image       TEXT NOT NULL DEFAULT '',
  kind        TEXT NOT NULL DEFAULT '',
  folder      TEXT NOT NULL DEFAULT '',
  added       INTEGER NOT NULL,
  settings    TEXT NOT NULL DEFAULT '',  -- JSON of feed.Settings, '' for the defaults
  state       BLOB NOT NULL DEFAULT x'', -- feed.State, see statecodec.go
  next        INTEGER NOT NULL DEFAULT 0, -- State.Next, Unix milliseconds
  idle        INTEGER NOT NULL DEFAULT 0, -- paused or gone: not polled
  unread      INTEGER NOT NULL DEFAULT 0,
  total       INTEGER NOT NULL DEFAULT 0,
  gen         INTEGER NOT NULL DEFAULT 0, -- grows with every change of its items by a poll
  removed     INTEGER NOT NULL DEFAULT 0  -- Unix seconds when the person removed it, else 0
) STRICT;
CREATE UNIQUE INDEX feeds_url ON feeds(url);
CREATE INDEX feeds_next ON feeds(next) WHERE idle = 0 AND removed = 0;
CREATE INDEX feeds_counts ON feeds(id, removed, unread, total);
CREATE INDEX feeds_unread ON feeds(unread, id) WHERE removed = 0;

CREATE TABLE leases (
  feed  INTEGER PRIMARY KEY,
  owner TEXT NOT NULL,
  taken INTEGER NOT NULL, -- Unix milliseconds
  until INTEGER NOT NULL
) STRICT;

-- What a list shows and filters on. Everything else of an item is in texts.
CREATE TABLE items (
  id         INTEGER PRIMARY KEY,
  feed       INTEGER REFERENCES feeds(id), -- NULL: a page saved without a feed
  sort       INTEGER NOT NULL,
  doc        INTEGER NOT NULL,
  published  INTEGER,                      -- Unix seconds, NULL when unknown
  seen       INTEGER NOT NULL,             -- Unix seconds
  title      TEXT NOT NULL,
  author     TEXT NOT NULL,
  summary    TEXT NOT NULL,
  url        TEXT NOT NULL,
  lang       TEXT NOT NULL,                -- lower case; the item's, else the document's
  tags       TEXT,                         -- the person's, one a line
  read       INTEGER NOT NULL DEFAULT 0,
  bookmarked INTEGER NOT NULL DEFAULT 0,
  preview    INTEGER NOT NULL DEFAULT 0,
  parts      INTEGER NOT NULL DEFAULT 0,   -- what comes with it: see parts.go
  gone       INTEGER NOT NULL DEFAULT 0    -- the undo step that took it away; 0 while it is here
) STRICT;
CREATE UNIQUE INDEX items_sort ON items(sort);
CREATE UNIQUE INDEX items_doc ON items(doc);
CREATE INDEX items_feed ON items(feed, sort) WHERE gone = 0;
CREATE INDEX items_unread ON items(sort, feed) WHERE read = 0 AND gone = 0;
CREATE INDEX items_feed_unread ON items(feed, sort) WHERE read = 0 AND gone = 0;
CREATE INDEX items_bookmarked ON items(sort, feed) WHERE bookmarked = 1 AND gone = 0;
CREATE INDEX items_gone ON items(gone) WHERE gone <> 0;

-- What an item is recognised by (feed.Identity), and all of it that no list shows.
CREATE TABLE texts (
  item  INTEGER PRIMARY KEY REFERENCES items(id),
  guid  INTEGER NOT NULL,
  link  INTEGER NOT NULL,
  title INTEGER NOT NULL,
  text  INTEGER NOT NULL,
  dated INTEGER NOT NULL, -- as last published, Unix seconds or 0; items.published stays as it was first
  body  INTEGER NOT NULL, -- hash of all that a publisher may edit
  edits INTEGER NOT NULL DEFAULT 0,
  data  BLOB NOT NULL     -- see textcodec.go
) STRICT;

-- Where to look for an item of a document: feed.Identity.Keys, shortened (see identity.go). By feed, so that a poll
-- touches neighbouring pages.
CREATE TABLE keys (
  feed INTEGER NOT NULL,
  key  INTEGER NOT NULL,
  item INTEGER NOT NULL REFERENCES items(id),
  PRIMARY KEY (feed, key, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE articles (
  item  INTEGER PRIMARY KEY REFERENCES items(id),
  saved INTEGER NOT NULL,
  site  INTEGER,          -- counted in this site's blocks
  data  BLOB NOT NULL     -- packed feed/article encoding
) STRICT;

CREATE TABLE revisions (
  item INTEGER NOT NULL REFERENCES items(id),
  n    INTEGER NOT NULL, -- grows
  at   INTEGER NOT NULL, -- when the later text came, Unix seconds
  kind TEXT NOT NULL,    -- feed or article
  data BLOB NOT NULL,    -- what differed from the next of its kind, see revisions.go
  PRIMARY KEY (item, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE tags (
  tag  TEXT NOT NULL,
  sort INTEGER NOT NULL,
  item INTEGER NOT NULL REFERENCES items(id),
  PRIMARY KEY (tag, sort)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_item ON tags(item);

CREATE TABLE notes (
  item INTEGER PRIMARY KEY REFERENCES items(id),
  at   INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;

CREATE TABLE tombstones (
  feed INTEGER NOT NULL,
  key  INTEGER NOT NULL, -- an identity hash of an item that was pruned
  seen INTEGER NOT NULL, -- when a document last held it, Unix seconds
  PRIMARY KEY (feed, key)
) STRICT, WITHOUT ROWID;

-- What can be undone. A long step is several rows with the same first: rows are small and each is undone by itself.
CREATE TABLE journal (
  id    INTEGER PRIMARY KEY AUTOINCREMENT,
  first INTEGER NOT NULL, -- id of the step's first row
  at    INTEGER NOT NULL, -- Unix seconds
  kind  TEXT NOT NULL,
  n     INTEGER NOT NULL, -- items that changed
  name  TEXT NOT NULL,    -- of the one item or feed, '' when there are several
  data  TEXT NOT NULL     -- JSON of what is needed to go back
) STRICT;
CREATE INDEX journal_first ON journal(first);

CREATE TABLE sites (
  id    INTEGER PRIMARY KEY,
  host  TEXT NOT NULL UNIQUE,
  pages INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE site_blocks (
  site  INTEGER NOT NULL REFERENCES sites(id),
  block INTEGER NOT NULL,
  n     INTEGER NOT NULL,
  last  INTEGER NOT NULL, -- sites.pages when last seen
  keep  INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (site, block)
) STRICT, WITHOUT ROWID;

CREATE TABLE views (
  name  TEXT PRIMARY KEY,
  place INTEGER NOT NULL,
  query TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE state (
  key   TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The words of every item, without their places and without a copy of the text; see index.go for what they are and
-- words.go for how text is cut and folded. The ASCII tokenizer only splits at spaces. Merging is done by the store in small
-- steps (tidy.go), not by a poll that happens to be the sixteenth.
CREATE VIRTUAL TABLE search USING fts5(words, content='', contentless_delete=1, detail=none, tokenize="ascii tokenchars '_+#'");
INSERT INTO search (search, rank) VALUES ('automerge', 0);
INSERT INTO search (search, rank) VALUES ('usermerge', 16);
INSERT INTO search (search, rank) VALUES ('crisismerge', 1000);
