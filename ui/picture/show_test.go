package picture

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
)

// files is a Source that has some pictures.
type files map[string][]byte

func (f files) Picture(ctx context.Context, _ feed.ItemID, url string) ([]byte, error) {
	if b, ok := f[url]; ok && ctx.Err() == nil {
		return b, nil
	}
	return nil, errors.New("not there")
}

// drive runs a command and all that follow, and returns what was written to the terminal and how often there was
// something new to show.
func drive(s *Show, cmd tea.Cmd) (written string, changes int) {
	queue := []tea.Cmd{cmd}
	for len(queue) > 0 {
		cmd, queue = queue[0], queue[1:]
		if cmd == nil {
			continue
		}
		switch m := cmd().(type) {
		case nil:
		case tea.RawMsg:
			written += m.Msg.(string)
		case loadedMsg:
			changed, next := s.Update(m)
			if changed {
				changes++
			}
			queue = append(queue, next)
		default: // a sequence
			queue = append(sequence(m), queue...)
		}
	}
	return written, changes
}

func TestShow(t *testing.T) {
	src := files{"a": encode(t, "png", sample(400, 200)), "c": encode(t, "jpeg", sample(300, 300)), "bad": []byte("<html>")}
	s := NewShow(context.Background(), src, Kitty, nil)
	written, changes := drive(&s, s.Open(1, []string{"a", "missing", "bad", "c"}, 60))
	if changes != 2 || s.Lines()("a", 60) == nil || s.Lines()("c", 60) == nil || s.Lines()("bad", 60) != nil {
		t.Errorf("%d changes", changes)
	}
	if strings.Count(written, "f=100") != 2 || !strings.Contains(written, "c=40,r=10") {
		t.Errorf("written: %.200q", written)
	}
	if w, _ := drive(&s, s.Resize(20)); !strings.Contains(w, "c=20,r=5") {
		t.Errorf("after a resize: %q", w)
	}
	if s.Resize(20) != nil {
		t.Error("the same width again")
	}
	late := s.Open(1, []string{"a"}, 20)
	if w, n := drive(&s, s.Open(1, nil, 20)); n != 0 || w != "" {
		t.Errorf("an article without pictures: %d, %q", n, w)
	}
	if w, n := drive(&s, late); n != 0 || strings.Contains(w, "f=100") || s.Lines()("a", 20) != nil {
		t.Errorf("another article's picture: %d, %.80q", n, w)
	}
}

func TestShowOff(t *testing.T) {
	for _, s := range []Show{
		NewShow(context.Background(), nil, Kitty, nil),
		NewShow(context.Background(), files{"a": nil}, Off, nil),
		{},
	} {
		if w, n := drive(&s, s.Open(1, []string{"a"}, 60)); w != "" || n != 0 {
			t.Errorf("%q, %d", w, n)
		}
	}
}

func TestShowBlocksNeedNoSequences(t *testing.T) {
	s := NewShow(context.Background(), files{"a": encode(t, "png", sample(40, 40))}, HalfBlocks, nil)
	if w, n := drive(&s, s.Open(1, []string{"a"}, 60)); w != "" || n != 1 {
		t.Errorf("%q, %d", w, n)
	}
	if s.Close() != nil {
		t.Error("there is nothing to clear")
	}
}

// sequence takes apart what tea.Sequence makes of several commands.
func sequence(m tea.Msg) []tea.Cmd {
	v := reflect.ValueOf(m)
	if v.Kind() != reflect.Slice {
		return nil
	}
	out := make([]tea.Cmd, v.Len())
	for i := range out {
		out[i], _ = v.Index(i).Interface().(tea.Cmd)
	}
	return out
}
