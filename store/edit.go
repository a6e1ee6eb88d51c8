package store

import (
	"strings"

	"tidings/feed"
)

// editItem stores a publisher's later text of an item. Marks, place and number stay; the earlier text becomes a revision.
func (t *tx) editItem(feedID int64, r *newRow) error {
	var old feed.Item
	var x storedText
	if _, err := t.row(`SELECT i.title, `+textColumns+` FROM items i`+textJoins+` WHERE i.id = ?`, []any{r.id}, append([]any{&old.Title}, x.dest()...)...); err != nil {
		return err
	}
	readable := true // a damaged text is replaced, and leaves no revision
	if x.there() {
		readable = new(unpacking).read(r.id, &x, &old) == nil
	}
	if r.matched.Changed && readable {
		if err := t.addRevision(r.id, "feed", old.Title, r.it.Title, htmlBlocks(textOf(&old)), htmlBlocks(textOf(r.it))); err != nil {
			return err
		}
		if _, err := t.exec(`UPDATE articles SET saved = 0 WHERE item = ?`, r.id); err != nil { // see Outdated
			return err
		}
	}
	if _, err := t.exec(`UPDATE items SET title = ?, author = ?, summary = ?, url = ?, lang = ?, parts = ? WHERE id = ?`,
		r.it.Title, strings.Join(r.it.Authors, ", "), r.summary, r.it.Link, r.lang, partsOf(r.it), r.id); err != nil {
		return err
	}
	k := r.matched.Identity
	if _, err := t.exec(`UPDATE texts SET guid = ?, link = ?, title = ?, text = ?, dated = ?, body = ?, edits = edits + 1, data = ?, pack = 0 WHERE item = ?`,
		k.GUID, k.Link, k.Title, k.Text, k.Published, r.body, r.stored(), r.id); err != nil {
		return err
	}
	if x.inPack() {
		if err := t.leavePack(*x.pack); err != nil {
			return err
		}
	}
	if err := t.addKeys(feedID, r.id, k); err != nil { // the former ones stay: a publisher may go back
		return err
	}
	return t.reindex(r.id)
}

// textOf is the longer of an item's two texts: the one that a reader is shown.
func textOf(it *feed.Item) string {
	if len(it.Content) >= len(it.Summary) {
		return it.Content
	}
	return it.Summary
}

// reindex makes the item's search document anew from what is stored of it: the article's text, where there is one, in
// place of the feed's, and the person's note.
func (t *tx) reindex(id int64) error {
	var (
		it             feed.Item
		d              document
		doc            int64
		tags, note     string
		x              storedText
		packed         []byte
		author, source string
	)
	ok, err := t.row(`SELECT i.doc, i.title, i.author, a.data, coalesce(n.text, ''), coalesce(i.feed, 0), coalesce(f.name, ''), coalesce(i.tags, ''), `+textColumns+`
		FROM items i LEFT JOIN feeds f ON f.id = i.feed`+textJoins+` LEFT JOIN articles a ON a.item = i.id LEFT JOIN notes n ON n.item = i.id
		WHERE i.id = ?`, []any{id}, append([]any{&doc, &d.title, &author, &packed, &note, &d.feed, &source, &tags}, x.dest()...)...)
	if err != nil || !ok {
		return err
	}
	if d.text, err = new(unpacking).searchable(id, &x, &it, packed); err != nil {
		d.text = "" // what is damaged cannot be found by its words, but must not keep anything else from being stored
	}
	d.text += "\n" + note
	d.authors, d.source, d.tags = []string{author}, source, append(it.Tags, splitTags(tags)...)
	t.index(indexed{doc: doc, words: indexWords(d), again: true})
	return nil
}

// searchable is the plain text that a search looks through: the article's, else the feed's. It fills it from the text. A damaged
// article is passed over; a damaged text is an error.
func (u *unpacking) searchable(item int64, x *storedText, it *feed.Item, packedArticle []byte) (string, error) {
	if x.there() {
		if err := u.read(item, x, it); err != nil {
			return "", err
		}
	}
	if len(packedArticle) > 0 {
		a, _ := readArticle(packedArticle)
		var b strings.Builder
		for _, bl := range a.Blocks {
			b.WriteString(bl.Text())
			b.WriteByte('\n')
		}
		if b.Len() > 0 {
			return b.String(), nil
		}
	}
	plain := plainText(it.Content)
	if it.Summary == "" {
		return plain, nil
	}
	if short := plainText(it.Summary); !strings.HasPrefix(plain, strings.TrimSpace(short)) {
		plain += "\n" + short
	}
	return plain, nil
}
