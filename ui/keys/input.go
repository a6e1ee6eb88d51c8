package keys

// maxCount bounds a count typed before a key: more is a slip of the finger.
const maxCount = 99999

// Input collects presses until they make an action: digits to a count, beginnings to a sequence. The zero value is
// ready.
type Input struct {
	count  int
	prefix string
	digit  string // a lone 1, 2 or 3 that may be a view or the start of a count
}

// Result is what a press led to. At most one of Action and Wait is set.
type Result struct {
	Action Action
	Count  int  // 0 when none was typed
	Wait   bool // more presses are awaited
	Expire bool // Wait for a short while only, then call Expire
	Shown  string
}

// Press takes a key (as in Key.String) pressed in one pane. Digits that are themselves bound (the views 1, 2, 3) wait a
// moment: a further digit or a key makes them a count, otherwise Expire gives the view.
func (in *Input) Press(t *Table, w Where, key string) Result {
	isDigit := len(key) == 1 && key[0] >= '0' && key[0] <= '9'
	if in.prefix == "" && isDigit && (key != "0" || in.count > 0) {
		_, bound := t.by[w][key]
		if bound && in.count == 0 {
			in.count, in.digit = int(key[0]-'0'), key
			return Result{Wait: true, Expire: true, Shown: key}
		}
		if !bound || in.count > 0 {
			in.digit = ""
			in.count = min(in.count*10+int(key[0]-'0'), maxCount)
			return Result{Wait: true, Shown: in.shown("")}
		}
	}
	seq := key
	if in.prefix != "" {
		seq = in.prefix + " " + key
	}
	if t.starts[w][seq] {
		in.prefix, in.digit = seq, ""
		return Result{Wait: true, Shown: in.shown(seq)}
	}
	r := Result{Action: t.by[w][seq], Count: in.count}
	if (in.count > 0 || in.prefix != "") && key == "esc" {
		r = Result{} // Esc takes back what was begun
	}
	in.Reset()
	return r
}

func (in *Input) shown(seq string) string {
	s := ""
	if in.count > 0 {
		for n := in.count; n > 0; n /= 10 {
			s = string(rune('0'+n%10)) + s
		}
	}
	return s + Shown(seq)
}

// Expire ends the wait for a lone digit: its own binding comes out, if it is still alone.
func (in *Input) Expire(t *Table, w Where) Result {
	if in.digit == "" {
		return Result{}
	}
	r := Result{Action: t.by[w][in.digit]}
	in.Reset()
	return r
}

// Waiting reports whether a count or a sequence has been begun.
func (in *Input) Waiting() bool { return in.count > 0 || in.prefix != "" }

// Reset forgets what has been begun.
func (in *Input) Reset() { *in = Input{} }
