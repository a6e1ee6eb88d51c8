package ui

import (
	"context"
	"errors"
	"io/fs"

	"tidings/feed"
	"tidings/feed/text"
)

// words returns what a person reads of an error.
func words(err error) string {
	if q, ok := errors.AsType[*feed.QueryError](err); ok { // what was typed is at fault, not what was done with it
		return text.Line(q.Error())
	}
	if s := feed.StoreTrouble(err); s != "" { // the rest is for who looks after the store
		return s
	}
	switch {
	case err == nil:
		return ""
	case errors.Is(err, context.DeadlineExceeded):
		return "no answer came in time"
	case errors.Is(err, context.Canceled):
		return "stopped"
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file"
	case errors.Is(err, fs.ErrPermission):
		return "it may not be read"
	}
	return text.Bare(text.Line(err.Error()))
}
