package fill

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"text/template"
	"time"
)

// ofTime are the methods of a time that templates may call.
var ofTime = Funcs{
	"Day": time.Time.Day, "Format": time.Time.Format, "Hour": time.Time.Hour, "IsZero": time.Time.IsZero, "Local": time.Time.Local,
	"Minute": time.Time.Minute, "Month": time.Time.Month, "Nanosecond": time.Time.Nanosecond, "Second": time.Time.Second,
	"String": time.Time.String, "UTC": time.Time.UTC, "Unix": time.Time.Unix, "UnixMilli": time.Time.UnixMilli,
	"Weekday": time.Time.Weekday, "Year": time.Time.Year, "YearDay": time.Time.YearDay,
	"After": time.Time.After, "Before": time.Time.Before, "Equal": time.Time.Equal,
}

// builtins are the functions of every template, but and and or.
var builtins = Funcs{
	"eq": eq, "ne": func(a, b any) (bool, error) { same, err := eq(a, b); return !same, err },
	"lt":  func(a, b any) (bool, error) { c, err := order(a, b); return c < 0, err },
	"le":  func(a, b any) (bool, error) { c, err := order(a, b); return c <= 0, err },
	"gt":  func(a, b any) (bool, error) { c, err := order(a, b); return c > 0, err },
	"ge":  func(a, b any) (bool, error) { c, err := order(a, b); return c >= 0, err },
	"not": func(v any) bool { return !truth(v) }, "len": length, "index": index, "slice": part,
	"html": template.HTMLEscaper, "js": template.JSEscaper, "urlquery": template.URLQueryEscaper,
	"print": fmt.Sprint, "printf": fmt.Sprintf, "println": fmt.Sprintln,
}

// pointed is what a pointer points to: nil when to nothing.
func pointed(v any) any {
	if r := reflect.ValueOf(v); r.Kind() == reflect.Pointer {
		if r.IsNil() {
			return nil
		}
		return r.Elem().Interface()
	}
	return v
}

// truth is whether a value is not empty.
func truth(v any) bool {
	if v == nil {
		return false
	}
	t, _ := template.IsTrue(v)
	return t
}

func printable(v any) bool {
	k := reflect.TypeOf(v).Kind()
	return k != reflect.Func && k != reflect.Chan
}

// each calls do for what a list, a map (in the order of its keys) or a number up to which to count holds, while do says so.
func each(v any, do func(key, v any) bool) error {
	if v == nil {
		return nil
	}
	switch r := reflect.ValueOf(pointed(v)); r.Kind() {
	case reflect.Slice, reflect.Array:
		for i := range r.Len() {
			if !do(i, r.Index(i).Interface()) {
				break
			}
		}
		return nil
	case reflect.Map:
		keys := r.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int {
			c, _ := order(a.Interface(), b.Interface())
			return c
		})
		for _, k := range keys {
			if !do(k.Interface(), r.MapIndex(k).Interface()) {
				break
			}
		}
		return nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		for i := range r.Int() {
			if k := reflect.ValueOf(i).Convert(r.Type()).Interface(); !do(k, k) {
				break
			}
		}
		return nil
	}
	return fmt.Errorf("range can't iterate over %v", v)
}

func length(v any) (int, error) {
	r := reflect.ValueOf(pointed(v))
	switch r.Kind() {
	case reflect.String, reflect.Slice, reflect.Array, reflect.Map:
		return r.Len(), nil
	case reflect.Invalid:
		return 0, errors.New("len of nil pointer")
	}
	return 0, fmt.Errorf("len of type %T", v)
}

// index is v[i][j]…
func index(v any, at ...any) (any, error) {
	for _, i := range at {
		r := reflect.ValueOf(pointed(v))
		switch r.Kind() {
		case reflect.String, reflect.Slice, reflect.Array:
			n := reflect.ValueOf(i)
			if !n.CanInt() {
				return nil, fmt.Errorf("cannot index slice/array with type %T", i)
			}
			if n.Int() < 0 || n.Int() >= int64(r.Len()) {
				return nil, fmt.Errorf("index out of range: %d", n.Int())
			}
			v = r.Index(int(n.Int())).Interface()
		case reflect.Map:
			key, err := fit(i, r.Type().Key())
			if err != nil {
				return nil, err
			}
			in := r.MapIndex(key)
			if !in.IsValid() {
				in = reflect.Zero(r.Type().Elem())
			}
			v = in.Interface()
		case reflect.Invalid:
			return nil, errors.New("index of untyped nil")
		default:
			return nil, fmt.Errorf("can't index item of type %T", v)
		}
	}
	return v, nil
}

// part is v[i:j]; both may be left out.
func part(v any, at ...any) (any, error) {
	r := reflect.ValueOf(pointed(v))
	if k := r.Kind(); k != reflect.String && k != reflect.Slice {
		return nil, fmt.Errorf("can't slice item of type %T", v)
	}
	if len(at) > 2 {
		return nil, fmt.Errorf("too many slice indexes: %d", len(at))
	}
	from, to := 0, r.Len()
	for i, a := range at {
		n := reflect.ValueOf(a)
		if !n.CanInt() {
			return nil, fmt.Errorf("cannot index slice/array with type %T", a)
		}
		if n.Int() < 0 || n.Int() > int64(r.Len()) {
			return nil, fmt.Errorf("index out of range: %d", n.Int())
		}
		if i == 0 {
			from = int(n.Int())
		} else {
			to = int(n.Int())
		}
	}
	if from > to {
		return nil, fmt.Errorf("invalid slice index: %d > %d", from, to)
	}
	return r.Slice(from, to).Interface(), nil
}

// eq is whether a is one of the others.
func eq(a any, others ...any) (bool, error) {
	if len(others) == 0 {
		return false, errors.New("missing argument for comparison")
	}
	for _, b := range others {
		same, err := equal(a, b)
		if err != nil || same {
			return same, err
		}
	}
	return false, nil
}

func equal(a, b any) (bool, error) {
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	switch {
	case a == nil || b == nil:
		return a == nil && b == nil, nil
	case x.Kind() == reflect.Bool && y.Kind() == reflect.Bool:
		return x.Bool() == y.Bool(), nil
	case ordered(x) && ordered(y):
		c, err := order(a, b)
		return c == 0, err
	case x.Type() != y.Type():
		return false, fmt.Errorf("incompatible types for comparison: %T and %T", a, b)
	case !x.Comparable():
		return false, fmt.Errorf("non-comparable type %s: %s", a, x.Type())
	}
	return a == b, nil
}

func ordered(v reflect.Value) bool {
	return v.CanInt() || v.CanUint() || v.CanFloat() || v.Kind() == reflect.String
}

// order compares two numbers or two strings.
func order(a, b any) (int, error) {
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	switch {
	case x.CanInt() && y.CanInt():
		return cmp.Compare(x.Int(), y.Int()), nil
	case x.CanUint() && y.CanUint():
		return cmp.Compare(x.Uint(), y.Uint()), nil
	case x.CanInt() && y.CanUint():
		if x.Int() < 0 {
			return -1, nil
		}
		return cmp.Compare(uint64(x.Int()), y.Uint()), nil
	case x.CanUint() && y.CanInt():
		c, err := order(b, a)
		return -c, err
	case x.CanFloat() && y.CanFloat():
		return cmp.Compare(x.Float(), y.Float()), nil
	case x.Kind() == reflect.String && y.Kind() == reflect.String:
		return cmp.Compare(x.String(), y.String()), nil
	}
	return 0, fmt.Errorf("incompatible types for comparison: %T and %T", a, b)
}
