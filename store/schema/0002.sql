-- Store format 2.

-- Marks that came from another program before their items did. The first poll that brings an item sets them, so that moving
-- in does not turn everything unread.
CREATE TABLE pending (
  feed  INTEGER NOT NULL,
  key   INTEGER NOT NULL, -- feed.Identity.GUID or .Link of the item to come
  marks INTEGER NOT NULL, -- see pending.go
  tags  TEXT NOT NULL,    -- the person's, one a line
  note  TEXT NOT NULL,
  at    INTEGER NOT NULL, -- Unix seconds when they came
  step  INTEGER NOT NULL, -- the undo step that brought them
  PRIMARY KEY (feed, key)
) STRICT, WITHOUT ROWID;

-- The same table without its reference to items: it has no index by item, so every deleted item cost a walk over all keys
-- (4 ms at 50,000 items). Whoever deletes an item deletes its keys first (delete.go).
CREATE TABLE keys_2 (
  feed INTEGER NOT NULL,
  key  INTEGER NOT NULL,
  item INTEGER NOT NULL,
  PRIMARY KEY (feed, key, item)
) STRICT, WITHOUT ROWID;
INSERT INTO keys_2 (feed, key, item) SELECT feed, key, item FROM keys;
DROP TABLE keys;
ALTER TABLE keys_2 RENAME TO keys;
