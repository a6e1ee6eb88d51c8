package opml

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"time"
)

// Write writes l as OPML 2.0: folders as nested outlines, in the order of their first appearance, feeds before the folders
// inside a folder. created is the list's date.
func Write(w io.Writer, l List, created time.Time) error {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	b.WriteString("<opml version=\"2.0\">\n  <head>\n    <title>")
	escape(&b, l.Title)
	b.WriteString("</title>\n    <dateCreated>" + created.UTC().Format(time.RFC1123Z) + "</dateCreated>\n    <docs>http://opml.org/spec2.opml</docs>\n  </head>\n  <body>\n")
	root := tree(l)
	root.write(&b, 2)
	b.WriteString("  </body>\n</opml>\n")
	_, err := w.Write(b.Bytes())
	return err
}

// folder is a folder on its way to the file.
type folder struct {
	name  string
	feeds []Outline
	sub   []*folder
	by    map[string]*folder
}

func tree(l List) *folder {
	root := &folder{by: map[string]*folder{}}
	for _, f := range l.Folders {
		root.at(f)
	}
	for _, o := range l.Outlines {
		f := root.at(o.Folder)
		f.feeds = append(f.feeds, o)
	}
	return root
}

// at returns the folder of that path, made if need be.
func (f *folder) at(path string) *folder {
	for name := range strings.SplitSeq(path, "/") {
		if name == "" {
			continue
		}
		next := f.by[name]
		if next == nil {
			next = &folder{name: name, by: map[string]*folder{}}
			f.by[name] = next
			f.sub = append(f.sub, next)
		}
		f = next
	}
	return f
}

func (f *folder) write(b *bytes.Buffer, depth int) {
	indent := strings.Repeat("  ", depth)
	for _, o := range f.feeds {
		b.WriteString(indent + "<outline")
		kind := o.Type
		if kind == "" {
			kind = "rss"
		}
		attr(b, "type", kind)
		title := o.Title
		if title == "" {
			title = o.URL // text is required
		}
		attr(b, "text", title)
		if o.Title != "" {
			attr(b, "title", o.Title)
		}
		attr(b, "xmlUrl", o.URL)
		for _, a := range [][2]string{{"htmlUrl", o.Site}, {"description", o.Description}, {"language", o.Language}, {"category", strings.Join(o.Categories, ",")}} {
			if a[1] != "" {
				attr(b, a[0], a[1])
			}
		}
		b.WriteString("/>\n")
	}
	for _, s := range f.sub {
		name := strings.ReplaceAll(s.name, slash, "/")
		b.WriteString(indent + "<outline")
		attr(b, "text", name)
		attr(b, "title", name)
		b.WriteString(">\n")
		s.write(b, depth+1)
		b.WriteString(indent + "</outline>\n")
	}
}

func attr(b *bytes.Buffer, name, value string) {
	b.WriteString(" " + name + "=\"")
	escape(b, value)
	b.WriteByte('"')
}

// escape writes s as XML text; a bytes.Buffer does not fail.
func escape(b *bytes.Buffer, s string) { _ = xml.EscapeText(b, []byte(s)) }
