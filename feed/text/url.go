package text

import (
	"net"
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// maxURL is the longest address that is kept, in bytes: longer ones are data, not places (browsers and servers stop
// between 2 and 64 KiB).
const maxURL = 16 << 10

// URL returns raw as an absolute http, https or mailto address in plain ASCII, resolved against base (which may be
// empty), or "" when it is none. White space around and line breaks within are ignored, as browsers do; user names and
// passwords are dropped; a host in other scripts becomes punycode; bytes that no address may hold are escaped; a bare
// "%" becomes "%25". Nothing else is changed: two spellings of one address stay two.
func URL(raw, base string) string {
	if plainURL(raw) {
		return raw
	}
	var b *url.URL
	if base != "" {
		b, _ = url.Parse(escape(squeeze(base)))
	}
	return Resolve(raw, b)
}

// Resolve is [URL] with a parsed base, which may be nil.
func Resolve(raw string, base *url.URL) string {
	if plainURL(raw) {
		return raw
	}
	s := squeeze(raw)
	if s == "" || len(s) > maxURL {
		return ""
	}
	scheme := schemeOf(s)
	switch scheme {
	case "http", "https":
	case "mailto":
		return mailto(s)
	case "":
		if base == nil {
			if strings.HasPrefix(s, "//") { // a host without a scheme
				return URL("https:"+s, "")
			}
			return ""
		}
	default:
		return ""
	}
	u, err := url.Parse(escape(s))
	if err != nil {
		return ""
	}
	if u.Host == "" || scheme == "" {
		if base == nil || base.Host == "" {
			return ""
		}
		if u.Opaque != "" { // "http:path", which browsers take as relative
			if u, err = url.Parse(u.Opaque); err != nil {
				return ""
			}
		}
		u = base.ResolveReference(u)
	}
	return absolute(u)
}

// absolute writes u if it is an http or https address of a valid host.
func absolute(u *url.URL) string {
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	host, ok := asciiHost(u.Hostname())
	if !ok {
		return ""
	}
	if p := u.Port(); p != "" {
		if len(p) > 5 || len(p) == 5 && p > "65535" {
			return ""
		}
		host += ":" + p
	}
	u.Host, u.User = host, nil
	s := u.String()
	if len(s) > maxURL || Line(s) != s || strings.ContainsRune(s, ' ') {
		return ""
	}
	return s
}

// plainURL reports whether s is an address that [URL] would return unchanged.
func plainURL(s string) bool {
	rest, ok := strings.CutPrefix(s, "https://")
	if !ok {
		rest, ok = strings.CutPrefix(s, "http://")
	}
	if !ok || len(s) > maxURL {
		return false
	}
	i := 0
	for i < len(rest) && (rest[i] >= 'a' && rest[i] <= 'z' || rest[i] >= '0' && rest[i] <= '9' || rest[i] == '-' || rest[i] == '.') {
		i++
	}
	if i == 0 || i > 253 || rest[0] == '.' || rest[0] == '-' || strings.Contains(rest[:i], "..") || strings.Contains(rest[:i], "xn--") {
		return false
	}
	if i < len(rest) && rest[i] == ':' {
		start := i + 1
		for i++; i < len(rest) && rest[i] >= '0' && rest[i] <= '9'; i++ {
		}
		if n := i - start; n == 0 || n > 5 || n == 5 && rest[start:i] > "65535" {
			return false
		}
	}
	if i < len(rest) && rest[i] != '/' {
		return false
	}
	hash := false
	for ; i < len(rest); i++ {
		c := rest[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '/' && c <= '9':
		case c == '%':
			if i+2 >= len(rest) || !isHex(rest[i+1]) || !isHex(rest[i+2]) {
				return false
			}
		case c == '#' && !hash:
			hash = true
		case strings.IndexByte("-._~!$&'()*+,;=:@?", c) >= 0:
		default:
			return false
		}
	}
	return true
}

// squeeze drops controls and spaces at both ends, and tabs and line breaks everywhere (WHATWG URL, 4.4).
func squeeze(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool { return r <= ' ' || classOf(r) != ordinary && classOf(r) != mark })
	if strings.ContainsAny(s, "\t\r\n") {
		s = strings.NewReplacer("\t", "", "\r", "", "\n", "").Replace(s)
	}
	return s
}

// schemeOf returns the scheme of s in lower case, or "" when s is relative. Controls are looked through, so that
// "java\x00script:" is no relative address.
func schemeOf(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == ':':
			return strings.ToLower(b.String())
		case r == '/' || r == '?' || r == '#' || r == '\\' || i > 64:
			return ""
		case classOf(r) == ordinary:
			b.WriteRune(r)
		}
	}
	return ""
}

// escape percent-encodes what an address may not hold, and a "%" that escapes nothing. The host is left alone.
func escape(s string) string {
	start := 0
	if i := strings.Index(s, "://"); i >= 0 && i < 8 {
		start = i + 3
	} else if strings.HasPrefix(s, "//") {
		start = 2
	}
	if start > 0 {
		n := strings.IndexAny(s[start:], "/?#\\")
		if n < 0 {
			return s
		}
		start += n
	}
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.WriteString(s[:start])
	hash := false
	for i := start; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '%' && (i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2])):
			b.WriteString("%25")
		case c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0 || c == '#' && hash:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		default:
			hash = hash || c == '#'
			b.WriteByte(c)
		}
	}
	return b.String()
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// asciiHost returns host in lower-case ASCII: an IP address, or a name of letters, digits, "-", "_" and dots.
func asciiHost(host string) (string, bool) {
	if host == "" || len(host) > 253 {
		return "", false
	}
	if strings.Contains(host, ":") {
		ip := net.ParseIP(host)
		if ip == nil {
			return "", false
		}
		return "[" + ip.String() + "]", true
	}
	ascii, err := idna.Lookup.ToASCII(host)
	if err != nil {
		ascii = strings.ToLower(host) // names with "_" are no IDNA but do exist
	}
	for i := range len(ascii) {
		c := ascii[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '.' && c != '_' {
			return "", false
		}
	}
	if ascii == "" || ascii[0] == '.' || ascii[0] == '-' || strings.Contains(ascii, "..") {
		return "", false
	}
	return ascii, true
}

// mailto returns a mail address with its fields, or "" when it is none. Of the fields those stay that say what a letter says and who
// gets it, where its writer sees it (RFC 6068, 7): programs for mail take "attach" for a file of the person's to send along.
func mailto(s string) string {
	s = "mailto:" + escape(s[len("mailto:"):])
	u, err := url.Parse(s)
	if err != nil || !strings.Contains(u.Opaque, "@") || strings.ContainsAny(s, "\"'`$\\;|") || len(s) > 2<<10 || brokenLine(u.Opaque) {
		return ""
	}
	var fields []string
	for field := range strings.SplitSeq(u.RawQuery, "&") {
		name, value, _ := strings.Cut(field, "=")
		switch strings.ToLower(name) {
		case "body":
		case "to", "cc", "subject":
			if brokenLine(value) {
				continue
			}
		default:
			continue
		}
		fields = append(fields, field)
	}
	s = "mailto:" + u.Opaque
	if len(fields) > 0 {
		s += "?" + strings.Join(fields, "&")
	}
	return s
}

// brokenLine reports whether an escaped text holds control characters, which would begin another header.
func brokenLine(s string) bool {
	return strings.Contains(s, "%0") || strings.Contains(s, "%1") || strings.Contains(s, "%7F") || strings.Contains(s, "%7f")
}
