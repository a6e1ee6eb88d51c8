package text

import (
	_ "embed"
	"net/url"
	"strings"
	"sync"
)

// The lists are data, not code: each line's reason stands beside it in the file.
//
//go:embed tracking.txt
var trackingList string

//go:embed redirectors.txt
var redirectorList string

// rules are the lists, read once.
var rules = sync.OnceValue(func() (r struct {
	names    map[string]bool
	prefixes []string
	hops     []hop
},
) {
	r.names = map[string]bool{}
	for _, f := range dataLines(trackingList) {
		if p, ok := strings.CutSuffix(f[0], "*"); ok {
			r.prefixes = append(r.prefixes, p)
		} else {
			r.names[f[0]] = true
		}
	}
	for _, f := range dataLines(redirectorList) {
		h := hop{host: f[0], path: f[1]}
		if len(f) > 2 {
			h.params = strings.Split(f[2], ",")
		}
		r.hops = append(r.hops, h)
	}
	return r
})

// hop is an address that only leads on to another one, which it holds.
type hop struct {
	host   string   // a host, with "*." before it for its subdomains, too
	path   string   // a prefix of the path
	params []string // the query's parameters that may hold the target; none: the rest of the path holds it
}

func dataLines(s string) (out [][]string) {
	for line := range strings.Lines(s) {
		line, _, _ = strings.Cut(line, " #")
		if f := strings.Fields(line); len(f) > 0 && !strings.HasPrefix(f[0], "#") {
			out = append(out, f)
		}
	}
	return out
}

// Canonical returns the address that raw leads to, as far as raw itself tells: redirectors and AMP caches unwrapped,
// parameters that only track dropped (query and fragment), an empty query dropped. It still fetches the same page. It
// returns "" where [URL] does.
func Canonical(raw string) string {
	s := URL(raw, "")
	for range 4 { // redirectors may be nested
		next := unwrap(s)
		if next == "" || next == s {
			break
		}
		s = next
	}
	return untrack(s)
}

// unwrap returns the target that s holds, or "".
func unwrap(s string) string {
	host, path, query := splitURL(s)
	for _, h := range rules().hops {
		name, sub := strings.CutPrefix(h.host, "*.")
		if host != name && !(sub && strings.HasSuffix(host, "."+name)) {
			continue
		}
		rest, ok := strings.CutPrefix(path, h.path)
		if !ok {
			continue
		}
		if len(h.params) == 0 {
			rest = strings.TrimPrefix(rest, "/")
			switch {
			case strings.HasPrefix(rest, "s/"): // AMP caches: s for https
				rest = "https://" + rest[2:]
			case strings.HasPrefix(rest, "http://") || strings.HasPrefix(rest, "https://"):
			case strings.HasPrefix(rest, "http%3A") || strings.HasPrefix(rest, "https%3A"):
				if rest, _ = url.PathUnescape(rest); rest == "" {
					continue
				}
			case strings.Contains(rest, "."):
				rest = "http://" + rest
			default:
				continue
			}
			if query != "" {
				rest += "?" + query
			}
			return target(rest)
		}
		q, _ := url.ParseQuery(query)
		for _, p := range h.params {
			if t := target(q.Get(p)); t != "" {
				return t
			}
		}
	}
	return ""
}

// target returns t if it is an address of a host with a dot.
func target(t string) string {
	if !strings.HasPrefix(t, "http://") && !strings.HasPrefix(t, "https://") {
		return ""
	}
	t = URL(t, "")
	if host, _, _ := splitURL(t); !strings.Contains(host, ".") {
		return ""
	}
	return t
}

// splitURL returns the host without port, the path and the query of an address that [URL] returned.
func splitURL(s string) (host, path, query string) {
	_, rest, ok := strings.Cut(s, "://")
	if !ok {
		return "", "", ""
	}
	rest, _, _ = strings.Cut(rest, "#")
	rest, query, _ = strings.Cut(rest, "?")
	host = rest
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		host, path = rest[:i], rest[i:]
	}
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		host = host[:i]
	}
	return host, path, query
}

// untrack drops parameters that only track. The others keep their order and spelling.
func untrack(s string) string {
	s, frag, _ := strings.Cut(s, "#")
	s, query, _ := strings.Cut(s, "?")
	if query = keepParams(query); query != "" {
		s += "?" + query
	}
	if strings.Contains(frag, "=") {
		frag = keepParams(frag)
	}
	if frag != "" {
		s += "#" + frag
	}
	return s
}

func keepParams(query string) string {
	if query == "" {
		return ""
	}
	parts := strings.Split(query, "&")
	kept := parts[:0]
	for _, p := range parts {
		name, _, _ := strings.Cut(p, "=")
		if p != "" && !isTracking(strings.ToLower(name)) {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "&")
}

func isTracking(name string) bool {
	r := rules()
	if r.names[name] {
		return true
	}
	for _, p := range r.prefixes {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return false
}
