package ui

import (
	"context"
	"errors"
	"io/fs"

	"tidings/feed/text"
)

// words returns what a person reads of an error.
func words(err error) string {
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
	return text.Line(err.Error())
}
