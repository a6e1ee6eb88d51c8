package fetch

import (
	"errors"
	"net/netip"
	"testing"
)

func TestPublic(t *testing.T) {
	for addr, want := range map[string]bool{
		"1.1.1.1": true, "93.184.216.34": true, "2606:4700::1111": true, "172.32.0.1": true, "100.63.0.1": true, "64:ff9b::101:101": true,
		"127.0.0.1": false, "127.255.255.254": false, "10.0.0.1": false, "172.16.0.1": false, "172.31.255.255": false, "192.168.1.1": false,
		"169.254.169.254": false, "100.100.100.200": false, "0.0.0.0": false, "255.255.255.255": false, "224.0.0.1": false, "198.18.0.1": false, "240.0.0.1": false,
		"::1": false, "::": false, "fe80::1": false, "fe80::1%eth0": false, "fd00:ec2::254": false, "fc00::1": false, "ff02::1": false, "fec0::1": false,
		"::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "::ffff:1.1.1.1": true, "64:ff9b::7f00:1": false, "64:ff9b:1::1": false, "2002:7f00:1::": false, "2002:101:101::": true, "::7f00:1": false, "2001:0:1::": false,
		"::ffff:0:7f00:1": false, "::ffff:0:a00:1": false, "::101:101": false, "64:ff9b:1::101:101": false, "100::1": false, "5f00::1": false, "3fff::1": false, "4000::1": false, "64:ff9b:2::1": false,
	} {
		if got := public(netip.MustParseAddr(addr)); got != want {
			t.Errorf("public(%s) = %v", addr, got)
		}
	}
}

// TestRefusePrivate checks the dialer's door, which sees what a name resolved to at the moment of dialling.
func TestRefusePrivate(t *testing.T) {
	if err := refusePrivate("tcp", "1.1.1.1:443", nil); err != nil {
		t.Error(err)
	}
	for _, a := range []string{"127.0.0.1:80", "[::1]:80", "[fe80::1%lo]:80", "169.254.169.254:80"} {
		if _, ok := errors.AsType[*privateError](refusePrivate("tcp", a, nil)); !ok {
			t.Errorf("%s may be dialled", a)
		}
	}
	if refusePrivate("tcp", "nonsense", nil) == nil {
		t.Error("what is no address may be dialled")
	}
}

func TestLocalName(t *testing.T) {
	for host, want := range map[string]bool{
		"127.0.0.1": true, "::1": true, "192.168.0.7": true, "localhost": true, "LOCALHOST.": true, "h1.localhost": true, "nas": true, "nas.local": true, "box.home.arpa": true, "x.internal": true, "x.lan": true,
		"127.0.0.1.": true, "127.1": true, "0x7f.0.0.1": true, "127.0.0.0x1": true, "0177.0.0.01": true, "2130706433": true, "0x7f000001": true, "a.127.0.0.1": true,
		"1.1.1.1.": false, "x1.example2": false, "0x.example": false,
		"example.org": false, "local.example": false, "1.1.1.1": false, "localhost.example.org": false, "2606:4700::1111": false,
	} {
		if got := localName(host); got != want {
			t.Errorf("localName(%s) = %v", host, got)
		}
	}
}

func TestSameServer(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"http://a.example/x", "http://A.example:80/y", true},
		{"http://a.example/x", "https://a.example/y", true},
		{"http://a.example:8080/", "http://a.example/", false},
		{"http://a.example:8080/", "https://a.example:8080/", true},
		{"http://a.example/", "http://www.a.example/", false},
		{"http://a.example/", "ftp://a.example/", false},
		{"", "", false},
	} {
		if got := SameServer(tt.a, tt.b); got != tt.want {
			t.Errorf("SameServer(%q, %q) = %v", tt.a, tt.b, got)
		}
	}
}
