-- What syncing with a server needs, made the first time that someone syncs: a store that never does is spared the triggers.
-- Its own number, not the store's format: sync_state.format.

CREATE TABLE sync_state (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  format   INTEGER NOT NULL,
  account  TEXT NOT NULL,    -- whose server the rest is about
  applying INTEGER NOT NULL, -- 1 only inside of a transaction that makes the server's marks the store's
  owner    TEXT NOT NULL,    -- the process that syncs, see ownerName
  taken    INTEGER NOT NULL, -- Unix milliseconds
  until    INTEGER NOT NULL
) STRICT;
INSERT INTO sync_state VALUES (1, 1, '', 0, '', 0, 0);

-- Which subscription of the server is which feed, and what both sides agreed on the last time.
CREATE TABLE sync_feeds (
  remote TEXT PRIMARY KEY,
  feed   INTEGER NOT NULL,
  url    TEXT NOT NULL,
  title  TEXT NOT NULL,
  folder TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Which item of the server is which item here, and its marks as the server had them the last time.
CREATE TABLE sync_items (
  remote     TEXT PRIMARY KEY,
  item       INTEGER,                    -- NULL: never delivered
  read       INTEGER NOT NULL DEFAULT 0,
  bookmarked INTEGER NOT NULL DEFAULT 0,
  missing    INTEGER NOT NULL DEFAULT 0, -- how often in a row it was asked for and not delivered
  asked      INTEGER NOT NULL DEFAULT 0  -- when last, Unix seconds
) STRICT, WITHOUT ROWID;
CREATE INDEX sync_items_item ON sync_items(item) WHERE item IS NOT NULL;
CREATE INDEX sync_items_unread ON sync_items(remote, missing) WHERE read = 0 AND item IS NOT NULL;
CREATE INDEX sync_items_bookmarked ON sync_items(remote, missing) WHERE bookmarked = 1 AND item IS NOT NULL;

-- Marks that wait to be sent, whoever made them: the interface, a command, an undo, a rule, in any process.
CREATE TABLE sync_queue (
  id    INTEGER PRIMARY KEY AUTOINCREMENT,
  item  INTEGER NOT NULL,
  mark  TEXT NOT NULL,    -- read or bookmark
  value INTEGER NOT NULL,
  at    INTEGER NOT NULL, -- Unix seconds
  tries INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX sync_queue_item ON sync_queue(item, mark);

CREATE TRIGGER sync_read AFTER UPDATE OF read ON items
  WHEN old.read <> new.read AND (SELECT applying FROM sync_state) = 0 AND EXISTS (SELECT 1 FROM sync_items WHERE item = new.id)
BEGIN
  INSERT INTO sync_queue (item, mark, value, at) VALUES (new.id, 'read', new.read, unixepoch());
END;
CREATE TRIGGER sync_bookmarked AFTER UPDATE OF bookmarked ON items
  WHEN old.bookmarked <> new.bookmarked AND (SELECT applying FROM sync_state) = 0 AND EXISTS (SELECT 1 FROM sync_items WHERE item = new.id)
BEGIN
  INSERT INTO sync_queue (item, mark, value, at) VALUES (new.id, 'bookmark', new.bookmarked, unixepoch());
END;
