package fetch

import (
	"bytes"
	"errors"
	"io"
	"net/netip"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"
	"golang.org/x/net/publicsuffix"
)

// maxCookies bounds a cookies file.
const maxCookies = 4 << 20

// cookie is one line of a Netscape cookies file.
type cookie struct {
	domain  string // lower case, without the leading dot
	sub     bool   // subdomains too
	path    string
	secure  bool
	expires time.Time // zero for the session's end, which never comes
	name    string
	value   string
}

type cookies []cookie

func readCookies(path string) (cookies, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && !info.Mode().IsRegular() {
		return nil, errors.New("not a file")
	}
	data, err := io.ReadAll(io.LimitReader(f, maxCookies+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxCookies {
		return nil, errors.New("larger than 4 MiB")
	}
	return parseCookies(data), nil
}

// CookieSites returns how many sites a cookies file is for: names that were registered, with those below them.
func CookieSites(path string) (int, error) {
	all, err := readCookies(path)
	sites := map[string]bool{}
	for _, c := range all {
		site, err := publicsuffix.EffectiveTLDPlusOne(c.domain)
		if err != nil { // an address, or a name of the local network
			site = c.domain
		}
		sites[site] = true
	}
	return len(sites), err
}

// parseCookies reads the format that curl, wget and browsers' exports share: seven fields separated by tabs (domain,
// subdomains too, path, secure, expiry in seconds since 1970, name, value). Lines that are not are left out.
func parseCookies(data []byte) cookies {
	var all cookies
	for line := range bytes.Lines(data) {
		s := strings.TrimRight(string(line), "\r\n")
		s = strings.TrimPrefix(s, "#HttpOnly_") // curl's mark of a cookie that scripts may not see
		if s == "" || s[0] == '#' {
			continue
		}
		f := strings.Split(s, "\t")
		if len(f) == 6 {
			f = append(f, "") // an empty value, its tab lost
		}
		if len(f) != 7 || !httpguts.ValidHeaderFieldName(f[5]) || !validCookieValue(f[6]) {
			continue
		}
		c := cookie{
			domain: strings.ToLower(strings.TrimPrefix(f[0], ".")),
			sub:    strings.EqualFold(f[1], "TRUE"),
			path:   f[2],
			secure: strings.EqualFold(f[3], "TRUE"),
			name:   f[5],
			value:  f[6],
		}
		if c.domain == "" || !strings.Contains(c.domain, ".") && c.sub && c.domain != "localhost" {
			continue // a cookie for a whole top-level domain is nobody's
		}
		if n, err := strconv.ParseInt(f[4], 10, 64); err == nil && n > 0 {
			c.expires = time.Unix(n, 0)
		}
		all = append(all, c)
	}
	return all
}

func validCookieValue(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] == ';' || s[i] == 0x7f {
			return false
		}
	}
	return true
}

// header returns the Cookie header for u, or "".
func (cs cookies) header(u *url.URL, now time.Time) string {
	var b strings.Builder
	for _, c := range cs {
		if !c.matches(u) || !c.expires.IsZero() && c.expires.Before(now) {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("; ")
		}
		b.WriteString(c.name)
		b.WriteByte('=')
		b.WriteString(c.value)
	}
	return b.String()
}

// matches follows RFC 6265 5.1.3 (domain) and 5.1.4 (path).
func (c cookie) matches(u *url.URL) bool {
	host := strings.ToLower(u.Hostname())
	if host != c.domain {
		if !c.sub || !strings.HasSuffix(host, "."+c.domain) {
			return false
		}
		if _, err := netip.ParseAddr(host); err == nil {
			return false
		}
	}
	if c.secure && u.Scheme != "https" {
		return false
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	rest, ok := strings.CutPrefix(path, c.path)
	return ok && (rest == "" || strings.HasSuffix(c.path, "/") || rest[0] == '/') || c.path == ""
}
