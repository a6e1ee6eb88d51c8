package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/pflag"
)

// flagError words what is wrong with a flag for a person: pflag speaks of its parsers.
func flagError(err error) error {
	if value := (*pflag.InvalidValueError)(nil); errors.As(err, &value) {
		want, ok := map[string]string{"int": "a number", "int64": "a number", "float64": "a number", "bool": "true or false", "duration": "a time, such as 90m or 2h"}[value.GetFlag().Value.Type()]
		if ok {
			return fmt.Errorf("--%s %q: give %s", value.GetFlag().Name, value.GetValue(), want)
		}
	}
	return err
}
