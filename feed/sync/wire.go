package sync

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"tidings/feed/fetch"
)

// loose is a value that servers write as a string, a number or a boolean, as they please.
type loose string

func (l *loose) UnmarshalJSON(b []byte) error {
	var v any
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return err
	}
	switch v := v.(type) {
	case string:
		*l = loose(v)
	case json.Number:
		*l = loose(v)
	case bool:
		*l = ""
		if v {
			*l = "1"
		}
	default:
		*l = ""
	}
	return nil
}

func (l loose) int() int64 {
	n, err := strconv.ParseInt(string(l), 10, 64)
	if err != nil {
		f, _ := strconv.ParseFloat(string(l), 64)
		n = int64(f)
	}
	return n
}

func (l loose) on() bool { return l != "" && l != "0" && l != "false" && l != "f" }

// when is a time in Unix seconds; zero where it is none.
func (l loose) when() time.Time {
	n := l.int()
	if n <= 0 || n > 1<<40 {
		return time.Time{}
	}
	return time.Unix(n, 0)
}

// strange says that an answer is not what the protocol promises.
func strange(what string, err error) error {
	if err == nil {
		return fmt.Errorf("the server’s answer to %s makes no sense: is sync.kind right?", what)
	}
	return &answerError{what: what, err: err}
}

// answerError keeps the cause from the words: its text may quote the server.
type answerError struct {
	what string
	err  error
}

func (e *answerError) Error() string {
	return "the server’s answer to " + e.what + " makes no sense: is sync.address the address of the interface?"
}
func (e *answerError) Unwrap() error { return e.err }

// What an answer may hold: a list of 50,000 feeds with their folders, or a page of articles, is less, and a value in a list of
// structs takes a hundred times the room of its "{}".
const (
	maxObjects = 250_000
	maxValues  = 4_000_000
)

// crowded reports whether JSON holds more objects or values than any answer that is meant well.
func crowded(body []byte) bool {
	objects, values, quoted := 0, 0, false
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			objects++
		case c == ',':
			values++
		}
	}
	return objects > maxObjects || values > maxValues
}

// decode reads JSON.
func decode(what string, body []byte, v any) error {
	if len(body) > maxObjects && crowded(body) {
		return fmt.Errorf("the server’s answer to %s holds more than any account does", what)
	}
	if err := json.Unmarshal(body, v); err != nil {
		return strange(what, err)
	}
	return nil
}

// status returns the HTTP status of a refusal, or 0.
func status(err error) int {
	if e, ok := errors.AsType[*fetch.Error](err); ok && e.Kind == fetch.Status {
		return e.Status
	}
	return 0
}

// refused reports whether the server understood and said no, so that asking for less may help.
func refused(err error) bool {
	switch status(err) {
	case http.StatusBadRequest, http.StatusNotFound, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusRequestURITooLong,
		http.StatusUnprocessableEntity, http.StatusInternalServerError:
		return true
	}
	return errors.Is(err, errRefused)
}

// errRefused is a refusal in a protocol that answers everything with status 200.
var errRefused = errors.New("the server refused")

const formType = "application/x-www-form-urlencoded"

func form(v url.Values) []byte { return []byte(v.Encode()) }

// chunks calls f for parts of at most n.
func chunks(ids []string, n int, f func([]string) error) error {
	for len(ids) > 0 {
		part := ids[:min(n, len(ids))]
		if err := f(part); err != nil {
			return err
		}
		ids = ids[len(part):]
	}
	return nil
}

// gather collects ids without doubles.
type gather struct {
	list []string
	seen map[string]bool
}

// add reports whether the id is new; empty ones are none.
func (g *gather) add(id string) bool {
	if id == "" || g.seen[id] {
		return false
	}
	if g.seen == nil {
		g.seen = map[string]bool{}
	}
	g.seen[id] = true
	g.list = append(g.list, id)
	return true
}
