package config

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Setting is one key of the config as it is told to a person.
type Setting struct {
	Key     string // "look.theme"
	Value   string // as it would stand in config.toml
	Default string
	Doc     string
}

// Describe returns every setting in the order of the config's sections.
func (c Config) Describe() []Setting {
	var out []Setting
	now, def := reflect.ValueOf(c), reflect.ValueOf(Default())
	for i := range now.NumField() {
		section := now.Type().Field(i)
		if section.Type.Kind() == reflect.Slice { // a table for each
			out = append(out, Setting{Key: section.Tag.Get("toml"), Doc: section.Tag.Get("doc"), Value: written(now.Field(i)), Default: written(def.Field(i))})
			continue
		}
		for j := range section.Type.NumField() {
			f := section.Type.Field(j)
			out = append(out, Setting{
				Key: section.Tag.Get("toml") + "." + f.Tag.Get("toml"), Doc: f.Tag.Get("doc"),
				Value: written(now.Field(i).Field(j)), Default: written(def.Field(i).Field(j)),
			})
		}
	}
	return out
}

// written is a value as it stands in a TOML file.
func written(v reflect.Value) string {
	if m, ok := v.Interface().(encoding.TextMarshaler); ok {
		b, _ := m.MarshalText() // Duration's never fails
		return strconv.Quote(string(b))
	}
	switch v.Kind() {
	case reflect.String:
		return strconv.Quote(v.String())
	case reflect.Slice:
		s := "["
		for i := range v.Len() {
			if i > 0 {
				s += ", "
			}
			s += written(v.Index(i))
		}
		return s + "]"
	case reflect.Struct: // an inline table of what is set
		var parts []string
		for i := range v.NumField() {
			if !v.Field(i).IsZero() {
				parts = append(parts, v.Type().Field(i).Tag.Get("toml")+" = "+written(v.Field(i)))
			}
		}
		return "{ " + strings.Join(parts, ", ") + " }"
	case reflect.Map:
		s := "{"
		for i, k := range sortedKeys(v) {
			if i > 0 {
				s += ","
			}
			s += " " + strconv.Quote(k) + " = " + written(v.MapIndex(reflect.ValueOf(k)))
		}
		if s != "{" {
			s += " "
		}
		return s + "}"
	}
	return fmt.Sprint(v.Interface())
}

func sortedKeys(v reflect.Value) []string {
	keys := make([]string, 0, v.Len())
	for _, k := range v.MapKeys() {
		keys = append(keys, k.String())
	}
	slices.Sort(keys)
	return keys
}
