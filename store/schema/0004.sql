-- Store format 4: texts of several items of a feed may stand together in a row of packs (see textpack.go). A text is either in
-- texts.data or in the pack that texts.pack names. What an older store holds stays where it is until Tidy packs it, so that
-- the migration rewrites no text.
CREATE TABLE packs (
  id    INTEGER PRIMARY KEY,
  items BLOB NOT NULL, -- whose texts these are, and how long each is
  data  BLOB NOT NULL  -- the texts one after the other, packed
) STRICT;
ALTER TABLE texts ADD COLUMN pack INTEGER NOT NULL DEFAULT 0; -- 0: the text is in data
CREATE INDEX texts_loose ON texts(item) WHERE pack = 0;
