-- Store format 3: deleting an item no longer walks the table of keys, deleting a feed no longer the table of items. SQLite
-- looks for children of every row that is deleted, and neither has an index that answers that: a million items took a second
-- each. Both constraints are taken out of the schema's text, as sqlite.org/lang_altertable.html describes, which does not touch
-- the rows. From here on, texts that do not get smaller and articles stand behind a checksum (see pack.go).
PRAGMA writable_schema=ON;
UPDATE sqlite_schema SET sql = replace(sql, ' REFERENCES items(id)', '') WHERE type = 'table' AND name = 'keys';
UPDATE sqlite_schema SET sql = replace(sql, ' REFERENCES feeds(id)', '') WHERE type = 'table' AND name = 'items';
PRAGMA writable_schema=RESET;

-- The order in which feeds are shown.
CREATE INDEX feeds_tree ON feeds(folder COLLATE NOCASE, name COLLATE NOCASE, id) WHERE removed = 0;
