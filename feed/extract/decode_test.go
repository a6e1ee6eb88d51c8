package extract

import "testing"

func TestDecode(t *testing.T) {
	for _, c := range []struct{ name, page, header, want string }{
		{"utf-8 said to be latin-1", "gr\xc3\xbcn", "text/html; charset=iso-8859-1", "grün"},
		{"latin-1 by header", "gr\xfcn", "text/html; charset=iso-8859-1", "grün"},
		{"shift_jis by meta", "<meta charset=shift_jis>\x93\xfa\x96\x7b", "", "<meta charset=shift_jis>日本"},
		{"utf-16 by mark", "\xff\xfeh\x00i\x00", "", "hi"},
		{"one bad byte", "gr\xc3\xbcn gr\xc3\xbcn gr\xc3\xbcn gr\xc3\xbcn gr\xc3\xbcn gr\xc3\xbcn gr\xc3\xbcn gr\xc3\xbcn gr\xc3\xbcn gr\xc3\xbcn gr\xc3\xbcn gr\xc3\xbcn gr\xc3\xbcn gr\xc3\xbcn gr\xc3\xbcn gr\xc3\xbcn gr\xc3\xbcn gr\xc3\xbcn gr\xc3\xbcn gr\xc3\xbcn gr\xc3\xbcn \xff", "", "grün grün grün grün grün grün grün grün grün grün grün grün grün grün grün grün grün grün grün grün grün \uFFFD"},
	} {
		if got := string(decode([]byte(c.page), c.header)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
