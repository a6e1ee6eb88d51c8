package extract

import (
	"bytes"

	"golang.org/x/net/html/atom"
)

// Ceilings for what one page may cost. A tree node takes about 150 bytes and an attribute 80, so these keep a hostile page
// of 10 MB under 64 MiB; the largest real page at hand has 8,600 tags and 12,600 attributes.
const (
	maxTags   = 60_000
	maxAttrs  = 100_000
	maxCopies = 600_000 // nodes that a parser may make of open formatting elements; of a real page at most 549,000, by far more than it does
	mostLooks = 4       // times the page's length that is read for its attributes
	maxRoots  = 50      // <html> and <body> tags: the parser merges the attributes of all
)

// What follows judges the bytes, not the tags of a parser: what is a tag depends on comments, scripts and tables around it,
// and a count that could be led astray by those would be no ceiling. A "<" in a script counts as well.

// limit returns how many bytes of the page hold no more tags and attributes than the ceilings allow.
func limit(page []byte) int {
	tags, attrs, looked := 0, 0, 0
	for i := 0; i < len(page); i++ {
		j := bytes.IndexByte(page[i:], '<')
		if j < 0 {
			break
		}
		i += j
		if tags++; tags > maxTags {
			return i
		}
		end, n := tagAt(page, i, maxAttrs-attrs+1)
		attrs += n
		looked += max(end-i, 0)
		if attrs > maxAttrs || looked > mostLooks*len(page)+1<<20 { // as of tags that begin in each other and never end
			return i
		}
	}
	return len(page)
}

// tagAt returns where the start tag at page[i] ends, behind its ">" or at the end of the page, and how many attributes it has:
// by the rules of the standard's tokenizer (13.2.5.32 to 13.2.5.39), as golang.org/x/net/html has them. It looks no further than
// most attributes, and returns 0, 0 where no tag starts.
func tagAt(page []byte, i, most int) (end, attrs int) {
	i++
	if i >= len(page) || !isLetter(page[i]) {
		return 0, 0
	}
	for i < len(page) && !isSpace(page[i]) && page[i] != '/' && page[i] != '>' {
		i++
	}
	for {
		for i < len(page) && (isSpace(page[i]) || page[i] == '/') {
			i++
		}
		if i >= len(page) || attrs >= most {
			return i, attrs
		}
		if page[i] == '>' {
			return i + 1, attrs
		}
		attrs++
		for i++; i < len(page) && !isSpace(page[i]) && page[i] != '/' && page[i] != '>' && page[i] != '='; i++ {
		}
		i = skipSpace(page, i)
		if i >= len(page) || page[i] != '=' {
			continue
		}
		if i = skipSpace(page, i+1); i >= len(page) {
			return i, attrs
		}
		if c := page[i]; c == '"' || c == '\'' {
			j := bytes.IndexByte(page[i+1:], c)
			if j < 0 {
				return len(page), attrs
			}
			i += j + 2
			continue
		}
		for i < len(page) && !isSpace(page[i]) && page[i] != '>' {
			i++
		}
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

func skipSpace(page []byte, i int) int {
	for i < len(page) && isSpace(page[i]) {
		i++
	}
	return i
}

// tame changes a page that a parser would make far too much of. Formatting elements that are left open are opened anew in each
// paragraph that follows, with all their attributes, three of a kind (the standard's 13.2.4.3 and 13.2.6.1): a page of
// 64 kB can become a gigabyte. Where it could become too much, they lose their attributes; in a page of very many tags they become
// spans. Nothing is changed in an ordinary page.
func tame(page []byte) []byte {
	tags, roots, weight := weigh(page)
	if roots <= maxRoots && tags*weight <= maxCopies {
		return page
	}
	strip := tags*weight > maxCopies
	spans := strip && tags*(3*len(formatting)+most/2) > maxCopies
	out := make([]byte, 0, len(page))
	roots = 0
	for i := 0; i < len(page); {
		j := bytes.IndexByte(page[i:], '<')
		if j < 0 {
			return append(out, page[i:]...)
		}
		out = append(out, page[i:i+j+1]...)
		i += j
		name, start := tagName(page, i)
		as := name
		if isRoot(name) && start {
			roots++
		}
		switch {
		case isRoot(name) && start && roots > maxRoots, spans && formatting[name]:
			as = "span"
		case !strip || !start || name != "a" && !formatting[name]:
			i++
			continue
		}
		end, attrs := tagAt(page, i, maxAttrs)
		i += 1 + len(name)
		if !start {
			out = append(out, '/')
			i++
		}
		out = append(out, as...)
		if strip && start && (formatting[name] || attrs > most) {
			out = append(out, '>')
			i = end
		}
	}
	return out
}

// most is how many attributes a link keeps in a page that is tamed.
const most = 20

// formatting are the elements that a parser opens anew (13.2.4.3), less "a", of which there is one at a time.
var formatting = map[string]bool{
	"b": true, "big": true, "code": true, "em": true, "font": true, "i": true, "nobr": true, "s": true, "small": true, "strike": true,
	"strong": true, "tt": true, "u": true,
}

func isRoot(name string) bool { return name == "html" || name == "body" }

// tagName returns the name of the start or end tag at page[i], in lower case, if it is one that tame may change; else "".
func tagName(page []byte, i int) (name string, start bool) {
	i++
	start = i < len(page) && page[i] != '/'
	if !start {
		i++
	}
	j := i
	for j < len(page) && j < i+7 && isLetter(page[j]) {
		j++
	}
	if j == i || j < len(page) && !isSpace(page[j]) && page[j] != '/' && page[j] != '>' {
		return "", start
	}
	var low [7]byte
	for k, c := range page[i:j] {
		low[k] = c | 0x20
	}
	name = atom.Lookup(low[:j-i]).String()
	if name != "a" && !formatting[name] && !isRoot(name) {
		return "", start
	}
	return name, start
}

// weigh returns how many tags a page has, how many of them are <html> and <body>, and how many nodes each tag may cost at most
// by what it opens anew; two attributes weigh as much as a node.
func weigh(page []byte) (tags, roots, weight int) {
	seen := map[string]bool{}
	weight, link := 1, 0
	for i := 0; i < len(page); i++ {
		j := bytes.IndexByte(page[i:], '<')
		if j < 0 {
			break
		}
		i += j
		tags++
		name, start := tagName(page, i)
		if name == "" || !start {
			continue
		}
		if isRoot(name) {
			roots++
			continue
		}
		end, attrs := tagAt(page, i, maxAttrs)
		if name == "a" {
			link = max(link, 1+attrs/2)
			continue
		}
		if raw := page[i:end]; len(raw) > 1<<10 || !seen[string(raw)] {
			weight += 3 * (1 + attrs/2)
			if len(raw) <= 1<<10 {
				seen[string(raw)] = true
			}
		}
	}
	return tags, roots, weight + link
}
