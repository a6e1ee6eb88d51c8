package cli

import "testing"

func TestEachCommandIsFoundByItsName(t *testing.T) {
	p := &program{}
	all := p.commands([]string{"help"})
	for i, m := range p.makers() {
		if got := all[i].Name(); got != m.name {
			t.Errorf("%q is listed as %q", got, m.name)
		}
		if one := p.commands([]string{m.name, "--help"}); len(one) != 1 || one[0].Name() != m.name {
			t.Errorf("%q makes %d commands", m.name, len(one))
		}
	}
	for _, args := range [][]string{{"unfollow"}, {"__complete", "unread", ""}, {"--profile", "x", "list"}, {"--help"}, {"lsit"}} {
		if n := len(p.commands(args)); n != len(all) {
			t.Errorf("%q makes %d commands of %d", args, n, len(all))
		}
	}
}
