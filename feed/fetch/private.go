package fetch

import (
	"net"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
)

// notPublic are the ranges that no publisher's server lives in, beside those that net/netip knows: the IANA special-purpose
// registries (RFC 6890 and its updates). 100.64.0.0/10 also holds cloud metadata services.
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"),
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("2001::/23"),
	netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("3fff::/20"),
}

var (
	global   = netip.MustParsePrefix("2000::/3")     // all of IPv6 that is given out for the open Internet (IANA; RFC 4291 2.4)
	nat64    = netip.MustParsePrefix("64:ff9b::/96") // RFC 6052: the last 32 bits are an IPv4 address
	sixToFor = netip.MustParsePrefix("2002::/16")    // RFC 3056: bits 16 to 48 are an IPv4 address
)

// public reports whether a is an address on the open Internet.
func public(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	switch {
	case !a.IsValid(), a.IsUnspecified(), a.IsLoopback(), a.IsPrivate(), a.IsMulticast(), a.IsLinkLocalUnicast(), a.IsInterfaceLocalMulticast():
		return false
	}
	for _, p := range notPublic {
		if p.Contains(a) {
			return false
		}
	}
	if a.Is4() {
		return true
	}
	switch b := a.As16(); {
	case nat64.Contains(a):
		return public(netip.AddrFrom4([4]byte(b[12:16])))
	case sixToFor.Contains(a):
		return public(netip.AddrFrom4([4]byte(b[2:6])))
	}
	return global.Contains(a)
}

// refusePrivate is a net.Dialer's Control: it sees the address after the name was looked up, at the moment of dialling, so
// that a name that changes its address between check and use gains nothing.
func refusePrivate(_, address string, _ syscall.RawConn) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	a, err := netip.ParseAddr(host)
	if err != nil {
		return err
	}
	if !public(a) {
		return &privateError{addr: a.WithZone("").String()}
	}
	return nil
}

// localName reports whether host says by itself that it is in a private network: an address that is not public, or a name
// that the public name system cannot hold (a single label; RFC 6761 localhost, RFC 6762 local, RFC 8375 home.arpa, ICANN's
// internal; lan and home are in wide use and not delegated). Addresses in the old spellings that a proxy may still read
// (127.1, 0x7f.0.0.1, 0177.0.0.1) count as private, whichever they are: no publisher writes them.
func localName(host string) bool {
	host = strings.ToLower(strings.TrimRight(host, "."))
	if a, err := netip.ParseAddr(host); err == nil {
		return !public(a)
	}
	if !strings.Contains(host, ".") || isNumber(host[strings.LastIndexByte(host, '.')+1:]) {
		return true
	}
	for _, suffix := range []string{".localhost", ".local", ".home.arpa", ".internal", ".lan", ".home"} {
		if strings.HasSuffix(host, suffix) {
			return true
		}
	}
	return false
}

// isNumber reports whether the last label of a host makes it an IPv4 address (WHATWG URL, "ends in a number"): there is no
// top-level domain of digits.
func isNumber(label string) bool {
	if hex, ok := strings.CutPrefix(label, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(label, "0123456789") == ""
}

// sameServer reports whether two addresses are one server: the same host and port, or the same host's http and https ports.
func sameServer(a, b *url.URL) bool {
	if !strings.EqualFold(a.Hostname(), b.Hostname()) {
		return false
	}
	pa, pb := port(a), port(b)
	return pa == pb || usual(pa) && usual(pb)
}

func usual(port string) bool { return port == "80" || port == "443" }

func port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	if u.Scheme == "https" {
		return "443"
	}
	return "80"
}

// SameServer reports whether two addresses are one server: the same host and port, or the same host's http and https ports.
func SameServer(a, b string) bool {
	ua, err := parse(a)
	if err != nil {
		return false
	}
	ub, err := parse(b)
	return err == nil && sameServer(ua, ub)
}
