package ui

import "testing"

func TestSourceNames(t *testing.T) {
	m := New(Options{})
	for _, c := range []struct {
		name string
		w    int
		want string
	}{
		{"The Independent", 6, "Indep."},
		{"NHK", 6, "NHK"},
		{"rust-blog", 6, "rust"},
		{"Loher Talbote", 6, "Loher"},
		{"El Cuaderno de Monteso", 6, "El Cu."},
		{"Kestrel & Quern", 6, "Kestr."},
		{"New York Times", 8, "New York"},
		{"汐見新報", 6, "汐見新"},
		{"منارة الميناء", 6, "منارة"},
		{"Kestrel & Quern", 10, "Kestrel…"},
		{"The Saltmarrow Light", 16, "Saltmarrow Light"},
		{"The Saltmarrow Light", 15, "Saltmarrow Lig…"},
	} {
		got := m.sourceName(c.name, c.w)
		if n := m.measure.Width(got); n > c.w {
			t.Errorf("%q in %d columns takes %d: %q", c.name, c.w, n, got)
		}
		if got != c.want {
			t.Errorf("%q in %d columns is %q, want %q", c.name, c.w, got, c.want)
		}
	}
}
