package opml

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"tidings/feed/text"
)

// ErrEmpty says that a file holds no subscription list.
var ErrEmpty = errors.New("this file holds no subscriptions")

// Parse reads a subscription list. Broken files are read as far as they make sense; List.Repairs says what was mended. The
// same address twice is kept twice when it stands in different folders. The error is ErrEmpty, with Repairs where it
// breaks off before the first, or says why nothing could be read.
func Parse(data []byte) (List, error) {
	data, repairs := Text(data)
	if trimmed := bytes.TrimSpace(data); len(trimmed) == 0 {
		return List{}, ErrEmpty
	} else if bytes.IndexByte(trimmed, '<') < 0 || isPlain(trimmed) {
		return parsePlain(trimmed)
	}
	p := parser{seen: map[string]bool{}, folders: map[string]bool{}}
	p.list.Repairs = repairs
	p.read(mend(data, &p.list.Repairs))
	if len(p.list.Outlines) == 0 {
		if p.err != nil && !p.opml {
			return List{}, fmt.Errorf("not a subscription list: %w", p.err)
		}
		return List{Repairs: p.list.Repairs}, ErrEmpty
	}
	return p.list, nil
}

type parser struct {
	list    List
	opml    bool
	err     error
	seen    map[string]bool
	folders map[string]bool
	twice   int
	without int
}

func (p *parser) read(data []byte) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false
	d.AutoClose = nil
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // decoded already
	var path []string                                                                  // the folder at each open outline
	here := ""
	inTitle := false
	for len(p.list.Outlines) < maxOutlines {
		tok, err := d.RawToken()
		if err != nil {
			if err != io.EOF {
				p.err = err
				p.repair("the file breaks off or is broken at the end: what stands before was read")
			} else if len(path) > 0 {
				p.repair("outlines were not closed")
			}
			break
		}
		switch t := tok.(type) {
		case xml.StartElement:
			switch strings.ToLower(t.Name.Local) {
			case "opml":
				p.opml = true
			case "title":
				inTitle = len(path) == 0
			case "outline":
				p.opml = true
				row, _ := d.InputPos()
				folder := p.outline(t, here, row)
				path = append(path, here)
				if len(path) <= maxDepth {
					here = folder
				}
			}
		case xml.EndElement:
			switch strings.ToLower(t.Name.Local) {
			case "title":
				inTitle = false
			case "outline":
				if len(path) == 0 {
					p.repair("outlines were closed too often")
					continue
				}
				here, path = path[len(path)-1], path[:len(path)-1]
			}
		case xml.CharData:
			if inTitle && p.list.Title == "" {
				p.list.Title = line(string(t))
			}
		}
	}
	if p.twice > 0 {
		p.repair(fmt.Sprintf("%d addresses that stood twice in a folder were taken once", p.twice))
	}
	if p.without > 0 {
		p.repair(fmt.Sprintf("%d feeds without an address were left out", p.without))
	}
}

// outline takes one outline and returns the folder of those inside it.
func (p *parser) outline(t xml.StartElement, here string, row int) string {
	var o Outline
	var words, category string
	for _, a := range t.Attr {
		v := a.Value
		switch strings.ToLower(a.Name.Local) {
		case "xmlurl":
			o.URL = address(v)
		case "url":
			if o.URL == "" {
				o.URL = address(v)
			}
		case "htmlurl":
			o.Site = address(v)
		case "title":
			o.Title = line(v)
		case "text":
			words = line(v)
		case "type":
			o.Type = strings.ToLower(line(v))
		case "description":
			o.Description = line(v)
		case "language":
			o.Language = line(v)
		case "category":
			category = v
		default:
			o.more(a)
		}
	}
	if o.Title == "" {
		o.Title = words
	}
	switch {
	case o.URL == "" && (o.Type == "rss" || o.Type == "atom" || o.Type == "json"):
		p.without++
		return here
	case o.Type == "link" || o.Type == "include": // a bookmark of a page, or another list
		return here
	case o.URL == "":
		if words == "" {
			words = o.Title
		}
		folder := join(here, words)
		p.folder(folder)
		return folder
	}
	o.Folder, o.Line = here, row
	for c := range strings.SplitSeq(category, ",") {
		if c = line(strings.Trim(strings.TrimSpace(c), "/")); c != "" {
			o.Categories = append(o.Categories, c)
		}
	}
	key := o.Folder + "\n" + o.URL
	if p.seen[key] {
		p.twice++
		return here
	}
	p.seen[key] = true
	p.folder(here)
	p.list.Outlines = append(p.list.Outlines, o)
	return here
}

// more keeps an attribute that OPML does not know, such as FreshRSS' frss:cssFullContent.
func (o *Outline) more(a xml.Attr) {
	name, v := a.Name.Local, text.Lines(a.Value)
	if a.Name.Space != "" {
		name = a.Name.Space + ":" + name
	}
	if v == "" || len(v) > maxText || len(name) > 100 || len(o.More) >= 50 || a.Name.Space == "xmlns" {
		return
	}
	if o.More == nil {
		o.More = map[string]string{}
	}
	o.More[text.Line(name)] = v
}

func (p *parser) folder(name string) {
	if name != "" && !p.folders[name] {
		p.folders[name] = true
		p.list.Folders = append(p.list.Folders, name)
	}
}

func (p *parser) repair(words string) {
	if slices.Contains(p.list.Repairs, words) {
		return
	}
	p.list.Repairs = append(p.list.Repairs, words)
}

// line cleans one attribute: writers of lists escape twice as often as not.
func line(s string) string {
	if strings.Contains(s, "&") {
		s = html.UnescapeString(s)
	}
	s = text.Line(s)
	if len(s) > maxText {
		n := maxText
		for n > 0 && !utf8.RuneStart(s[n]) {
			n--
		}
		s = text.Line(s[:n])
	}
	return s
}

// address cleans an address: no white space within, no controls. It is not judged: whoever fetches it does that.
func address(s string) string {
	s = strings.ReplaceAll(text.Line(s), "&amp;", "&") // escaped twice
	s = strings.ReplaceAll(s, " ", "%20")
	if len(s) > maxAddress {
		return ""
	}
	return s
}

// Text turns a file into UTF-8 by its byte order mark, its XML declaration, or, where neither helps, by looking at it, and
// says in words what was wrong.
func Text(data []byte) ([]byte, []string) {
	if utf16, _, certain := charset.DetermineEncoding(data, ""); certain && len(data) > 1 && (data[0] == 0xfe || data[0] == 0xff) {
		if out, err := utf16.NewDecoder().Bytes(data); err == nil {
			return bytes.TrimPrefix(out, []byte("\ufeff")), nil
		}
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	label := declared(data)
	if e, name := charset.Lookup(label); e != nil && name != "utf-8" && !strings.HasPrefix(name, "utf-16") {
		if out, err := e.NewDecoder().Bytes(data); err == nil {
			return out, nil
		}
	}
	if utf8.Valid(data) {
		return data, nil
	}
	e, name := charset.Lookup("windows-1252")
	out, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return bytes.ToValidUTF8(data, []byte("\ufffd")), []string{"bytes that are not UTF-8 were replaced"}
	}
	return out, []string{"the file is not in the character set that it declares; read as " + name}
}

// declared returns the encoding that the XML declaration names, or "".
func declared(data []byte) string {
	head := data[:min(len(data), 200)]
	end := bytes.Index(head, []byte("?>"))
	at := bytes.Index(head, []byte("encoding="))
	if at < 0 || end < at {
		return ""
	}
	v := head[at+len("encoding="):]
	if len(v) < 2 || v[0] != '"' && v[0] != '\'' {
		return ""
	}
	if i := bytes.IndexByte(v[1:], v[0]); i > 0 {
		return string(v[1 : 1+i])
	}
	return ""
}
