package config

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/mattn/go-shellwords"
	"github.com/pelletier/go-toml/v2"

	"tidings/feed/text/nearest"
)

// notSettings are variables with names of their own: places, and the password itself (sync.password says where it is).
var notSettings = map[string]bool{"TIDINGS_PROFILE": true, "TIDINGS_DATA": true, "TIDINGS_CONFIG": true, "TIDINGS_SYNC_PASSWORD": true}

// variables lays the TIDINGS_* variables over: look.theme is TIDINGS_LOOK_THEME. One of no setting that is nearly one is an
// error; others may be another program's.
func (l *Layers) variables(env []string) error {
	names := map[string]string{}
	for _, k := range keyNames() {
		names["TIDINGS_"+strings.ToUpper(strings.ReplaceAll(k, ".", "_"))] = k
	}
	slices.Sort(env)
	for _, v := range env {
		name, value, _ := strings.Cut(v, "=")
		if !strings.HasPrefix(name, "TIDINGS_") || notSettings[name] || value == "" { // an empty one is as none
			continue
		}
		key, ok := names[name]
		if !ok {
			if near := nearest.Word(name, slices.Sorted(maps.Keys(names)), 2); near != "" {
				return fmt.Errorf("%s: no setting; did you mean %s?", name, near)
			}
			continue
		}
		if err := l.put(key, value, Origin{Env: name}); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// put sets one setting by its name to a value as a person writes it outside of a file: text without quotation marks, a list
// as words or as in TOML.
func (l *Layers) put(key, value string, o Origin) error {
	section, name, _ := strings.Cut(key, ".")
	v := reflect.ValueOf(&l.Config).Elem()
	for i := range v.NumField() {
		if v.Type().Field(i).Tag.Get("toml") != section || v.Field(i).Kind() != reflect.Struct {
			continue
		}
		for j := range v.Field(i).NumField() {
			if v.Field(i).Type().Field(j).Tag.Get("toml") != name {
				continue
			}
			if err := assign(v.Field(i).Field(j), value); err != nil {
				return fmt.Errorf("%s: %w", key, err)
			}
			l.Origins[key] = o
			return nil
		}
	}
	return fmt.Errorf("%s: unknown setting%s", key, suggest(key))
}

func assign(f reflect.Value, value string) error {
	if d, ok := f.Addr().Interface().(*Duration); ok {
		return d.UnmarshalText([]byte(value))
	}
	switch f.Kind() {
	case reflect.String:
		f.SetString(value)
	case reflect.Bool:
		switch strings.ToLower(value) {
		case "true", "yes", "on", "1":
			f.SetBool(true)
		case "false", "no", "off", "0", "":
			f.SetBool(false)
		default:
			return fmt.Errorf("%q is neither true nor false", value)
		}
	case reflect.Int:
		n, err := strconv.Atoi(value)
		if err != nil {
			return fmt.Errorf("%q is no whole number", value)
		}
		f.SetInt(int64(n))
	case reflect.Slice:
		if strings.HasPrefix(value, "[") {
			return inline(f, value)
		}
		words, err := shellwords.Parse(value)
		if err != nil {
			return fmt.Errorf("%q: %w", value, err)
		}
		f.Set(reflect.ValueOf(words).Convert(f.Type()))
	case reflect.Map:
		return inline(f, value)
	default:
		return errors.New("it can only be set in a file")
	}
	return nil
}

// inline reads a list or table as it stands in TOML.
func inline(f reflect.Value, value string) error {
	holder := reflect.New(reflect.MapOf(reflect.TypeFor[string](), f.Type()))
	if err := toml.Unmarshal([]byte("x = "+value), holder.Interface()); err != nil {
		return fmt.Errorf("%q is not as in TOML", value)
	}
	f.Set(holder.Elem().MapIndex(reflect.ValueOf("x")))
	return nil
}
