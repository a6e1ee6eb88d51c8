package sync

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// service is what is known of a kind of server: its protocol and where that is found.
type service struct {
	protocol func(Fetcher, Account, string) Server
	address  string // of a service that has only one
	path     string // of the interface below the address where the person gave only the server's; "" for none
}

// services are the kinds by the names that a person knows them by. The paths are those of the servers' own documentation.
var services = map[string]service{
	"greader":      {protocol: newReader},
	"freshrss":     {protocol: newReader, path: "/api/greader.php"},
	"miniflux":     {protocol: newReader},
	"inoreader":    {protocol: newReader, address: "https://www.inoreader.com"},
	"theoldreader": {protocol: newReader, address: "https://theoldreader.com"},
	"bazqux":       {protocol: newReader, address: "https://bazqux.com"},
	"ttrss":        {protocol: newTinyTiny},
	"fever":        {protocol: newFever},
}

// Kinds returns the names of the kinds of servers, sorted.
func Kinds() []string {
	var names []string
	for name := range services {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Dial makes a Server of an account. It asks for nothing yet.
func Dial(get Fetcher, a Account) (Server, error) {
	s, ok := services[a.Kind]
	if !ok {
		return nil, fmt.Errorf("sync.kind: %q is not one of %s", a.Kind, strings.Join(Kinds(), ", "))
	}
	if a.Address == "" {
		a.Address = s.address
	}
	if a.Address == "" {
		return nil, fmt.Errorf("sync.address: the address of the %s server is missing", a.Kind)
	}
	u, err := url.Parse(a.Address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, fmt.Errorf("sync.address: that is no web address: write it as https://news.example.org")
	}
	if u.User != nil {
		return nil, fmt.Errorf("sync.address: a user and password do not belong into the address: set sync.user and sync.password")
	}
	if u.Scheme == "http" && !near(u.Hostname()) {
		return nil, fmt.Errorf("sync.address: %s would get the password in the clear: use https, or in your own network the server’s IP address", u.Hostname())
	}
	if a.User == "" {
		return nil, fmt.Errorf("sync.user: the name of the account is missing")
	}
	u.RawQuery, u.Fragment = "", ""
	base := strings.TrimRight(u.String(), "/")
	if s.path != "" && !strings.HasSuffix(base, ".php") {
		base += s.path
	}
	return s.protocol(get, a, base), nil
}

// near reports whether a host is this machine or in a private network, by its address.
func near(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && (a.IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast())
}

// hostOf names the server in reports.
func hostOf(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return ""
	}
	if h, _, err := net.SplitHostPort(u.Host); err == nil {
		return h
	}
	return u.Host
}
