package feed

import (
	"bytes"
	"net/url"
)

type binding struct {
	prefix, old string
	had         bool
}

// attributes splits the attributes of a tag into k.attrs and notes the namespaces that it declares.
func (k *skeleton) attributes(t token) {
	k.attrs = k.attrs[:0]
	rest := k.scan.b[t.from:t.to]
	for len(rest) > 0 {
		a, r, ok := nextAttribute(rest)
		if !ok {
			return
		}
		rest = r
		switch {
		case bytes.Equal(a.name, []byte("xmlns")):
			k.bind("", a.value)
		case bytes.HasPrefix(a.name, []byte("xmlns:")):
			k.bind(string(a.name[6:]), a.value)
		case len(k.attrs) < maxAttrs:
			k.attrs = append(k.attrs, a)
		}
	}
}

func (k *skeleton) bind(prefix string, uri []byte) {
	if len(k.prefixes) > 1000 {
		return
	}
	old, had := k.prefixes[prefix]
	p := prefixOf(unescape(uri))
	if p == "atom" && k.kind == Atom {
		p = ""
	}
	k.undo = append(k.undo, binding{prefix, old, had})
	k.prefixes[prefix] = p
}

// unbind takes the declarations back down to n.
func (k *skeleton) unbind(n int) {
	for len(k.undo) > n {
		u := k.undo[len(k.undo)-1]
		k.undo = k.undo[:len(k.undo)-1]
		if u.had {
			k.prefixes[u.prefix] = u.old
		} else {
			delete(k.prefixes, u.prefix)
		}
	}
}

// scope returns the base and language that k.attrs set, or those that are in force.
func (k *skeleton) scope(base, lang int32) (int32, int32) {
	for _, a := range k.attrs {
		switch {
		case bytes.EqualFold(a.name, []byte("xml:base")):
			if b := k.newBase(base, unescape(a.value)); b > 0 {
				base = b
			}
		case bytes.EqualFold(a.name, []byte("xml:lang")):
			if l := unescape(a.value); len(l) < 40 && len(k.held.langs) < 1000 {
				k.held.langs = append(k.held.langs, l)
				lang = int32(len(k.held.langs) - 1)
			}
		}
	}
	return base, lang
}

// newBase resolves an xml:base in its parent's.
func (k *skeleton) newBase(parent int32, s string) int32 {
	if len(k.held.bases) > 10_000 || len(s) > maxURL {
		return 0
	}
	u, err := url.Parse(string(bytes.TrimSpace([]byte(s))))
	if err != nil {
		return 0
	}
	if p := k.held.bases[parent]; p != nil {
		u = p.ResolveReference(u)
	}
	if u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return 0
	}
	k.held.bases = append(k.held.bases, u)
	return int32(len(k.held.bases) - 1)
}

// name returns a tag's name by the prefixes of this package: "title", "dc:creator".
func (k *skeleton) name(written []byte) []byte {
	prefix, local := "", written
	if before, after, ok := bytes.Cut(written, []byte(":")); ok {
		prefix, local = string(before), after
	}
	p, ok := k.prefixes[prefix]
	if !ok {
		if lower := string(bytes.ToLower([]byte(prefix))); lower != prefix {
			p, ok = k.prefixes[lower]
			prefix = lower
		}
		if !ok {
			p = usualPrefix(prefix)
			if p == "atom" && k.kind == Atom {
				p = ""
			}
		}
	}
	k.key = append(append(k.key[:0], p...), ':')
	if p == "" {
		k.key = k.key[:0]
	}
	for _, c := range local[:min(len(local), 40)] {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		k.key = append(k.key, c)
	}
	return k.key
}
