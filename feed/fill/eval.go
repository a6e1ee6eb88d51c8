package fill

import (
	"fmt"
	"reflect"
	"strings"
	"text/template/parse"
	"time"
)

// pipeline evaluates a pipeline and sets the variables that it declares.
func (s *state) pipeline(dot any, p *parse.PipeNode) any {
	v := s.pipelineOf(dot, p)
	for _, d := range p.Decl {
		if p.IsAssign {
			s.assign(p, d.Ident[0], v)
		} else {
			s.vars = append(s.vars, variable{d.Ident[0], v})
		}
	}
	return v
}

// pipelineOf evaluates a pipeline.
func (s *state) pipelineOf(dot any, p *parse.PipeNode) any {
	var piped []any // the value so far, or nothing before the first command
	for _, c := range p.Cmds {
		piped = []any{s.command(dot, c, piped)}
	}
	return piped[0]
}

func (s *state) command(dot any, c *parse.CommandNode, piped []any) any {
	first, rest := c.Args[0], c.Args[1:]
	switch n := first.(type) {
	case *parse.FieldNode:
		return s.fields(dot, n, dot, n.Ident, rest, piped)
	case *parse.ChainNode:
		return s.fields(dot, n, s.arg(dot, n.Node), n.Field, rest, piped)
	case *parse.VariableNode:
		return s.fields(dot, n, s.variable(n), n.Ident[1:], rest, piped)
	case *parse.IdentifierNode:
		return s.function(dot, n, rest, piped)
	case *parse.NilNode:
		s.fail(n, "nil is not a command")
	}
	if len(rest) > 0 || len(piped) > 0 {
		s.fail(first, "can't give argument to non-function %s", first)
	}
	return s.arg(dot, first)
}

// arg evaluates what stands alone, or as an argument.
func (s *state) arg(dot any, n parse.Node) any {
	switch n := n.(type) {
	case *parse.DotNode:
		return dot
	case *parse.NilNode:
		return nil
	case *parse.BoolNode:
		return n.True
	case *parse.StringNode:
		return n.Text
	case *parse.NumberNode:
		return s.number(n)
	case *parse.FieldNode:
		return s.fields(dot, n, dot, n.Ident, nil, nil)
	case *parse.ChainNode:
		return s.fields(dot, n, s.arg(dot, n.Node), n.Field, nil, nil)
	case *parse.VariableNode:
		return s.fields(dot, n, s.variable(n), n.Ident[1:], nil, nil)
	case *parse.PipeNode:
		return s.pipelineOf(dot, n)
	case *parse.IdentifierNode:
		return s.function(dot, n, nil, nil)
	}
	s.fail(n, "can't handle %s", n)
	return nil
}

func (s *state) number(n *parse.NumberNode) any {
	switch {
	case n.IsFloat && !hexadecimal(n.Text) && n.Text[0] != '\'' && strings.ContainsAny(n.Text, ".eEpP"):
		return n.Float64
	case n.IsInt:
		if int64(int(n.Int64)) != n.Int64 {
			s.fail(n, "%s overflows int", n.Text)
		}
		return int(n.Int64)
	}
	s.fail(n, "%s is no number for a template", n.Text)
	return nil
}

// hexadecimal is whether a number is a whole one whose digits may be E.
func hexadecimal(s string) bool {
	s = strings.ToLower(strings.TrimLeft(s, "+-"))
	return strings.HasPrefix(s, "0x") && !strings.Contains(s, "p")
}

func (s *state) variable(n *parse.VariableNode) any {
	for i := len(s.vars) - 1; i >= 0; i-- {
		if s.vars[i].name == n.Ident[0] {
			return s.vars[i].value
		}
	}
	s.fail(n, "undefined variable: %s", n.Ident[0])
	return nil
}

// fields follows names from v; the last one may be a function of the value, which takes the arguments.
func (s *state) fields(dot any, n parse.Node, v any, names []string, rest []parse.Node, piped []any) any {
	for i, name := range names {
		var args []any
		if i == len(names)-1 {
			args = s.args(dot, rest, piped)
		}
		var err error
		if v, err = field(v, name, args); err != nil {
			s.fail(n, "%w", err)
		}
	}
	if len(names) == 0 && len(rest)+len(piped) > 0 {
		s.fail(n, "can't give argument to non-function %s", n)
	}
	return v
}

func (s *state) args(dot any, nodes []parse.Node, piped []any) []any {
	out := make([]any, 0, len(nodes)+len(piped))
	for _, n := range nodes {
		out = append(out, s.arg(dot, n))
	}
	return append(out, piped...)
}

// field is what v holds under a name.
func field(v any, name string, args []any) (any, error) {
	v = pointed(v)
	if t, ok := v.(time.Time); ok {
		f, ok := ofTime[name]
		if !ok {
			return nil, fmt.Errorf("can't evaluate field %s in type time.Time", name)
		}
		return call(name, f, append([]any{t}, args...))
	}
	if v == nil {
		return nil, fmt.Errorf("%w; no entry for key %q", errNil, name)
	}
	if len(args) > 0 {
		return nil, fmt.Errorf("%s has arguments but cannot be invoked as function", name)
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Struct:
		f, ok := r.Type().FieldByName(name)
		if !ok {
			return nil, fmt.Errorf("can't evaluate field %s in type %T", name, v)
		}
		if !f.IsExported() {
			return nil, fmt.Errorf("%s is an unexported field of struct type %T", name, v)
		}
		in, err := r.FieldByIndexErr(f.Index)
		if err != nil {
			return nil, err
		}
		return in.Interface(), nil
	case reflect.Map:
		if r.Type().Key().Kind() != reflect.String {
			break
		}
		in := r.MapIndex(reflect.ValueOf(name).Convert(r.Type().Key()))
		if !in.IsValid() {
			return nil, fmt.Errorf("map has no entry for key %q", name)
		}
		return in.Interface(), nil
	}
	return nil, fmt.Errorf("can't evaluate field %s in type %T", name, v)
}

// function calls a function by its name. And and or evaluate only as many arguments as they need.
func (s *state) function(dot any, n *parse.IdentifierNode, rest []parse.Node, piped []any) any {
	f, own := s.t.funcs[n.Ident]
	if stop := n.Ident == "or"; !own && (stop || n.Ident == "and") {
		if len(rest)+len(piped) == 0 {
			s.fail(n, "wrong number of args for %s: want at least 1 got 0", n.Ident)
		}
		var v any
		for _, a := range rest {
			if v = s.arg(dot, a); truth(v) == stop {
				return v
			}
		}
		if len(piped) > 0 {
			return piped[0]
		}
		return v
	}
	v, err := call(n.Ident, f, s.args(dot, rest, piped))
	if err != nil {
		s.fail(n, "%w", err)
	}
	return v
}

// call calls f with arguments made to fit: constants become the number type that f takes.
func call(name string, f any, args []any) (any, error) {
	fn := reflect.ValueOf(f)
	typ := fn.Type()
	fixed := typ.NumIn()
	if typ.IsVariadic() {
		fixed--
	}
	if len(args) < fixed || len(args) > fixed && !typ.IsVariadic() {
		return nil, fmt.Errorf("wrong number of args for %s: want %d got %d", name, fixed, len(args))
	}
	in := make([]reflect.Value, len(args))
	for i, a := range args {
		want := typ.In(min(i, typ.NumIn()-1))
		if i >= fixed {
			want = want.Elem()
		}
		var err error
		if in[i], err = fit(a, want); err != nil {
			return nil, fmt.Errorf("error calling %s: %w", name, err)
		}
	}
	out := fn.Call(in)
	if len(out) == 2 {
		if err, _ := out[1].Interface().(error); err != nil {
			return nil, fmt.Errorf("error calling %s: %w", name, err)
		}
	}
	return out[0].Interface(), nil
}

// fit makes an argument one of a type.
func fit(a any, want reflect.Type) (reflect.Value, error) {
	if a == nil {
		switch want.Kind() {
		case reflect.Interface, reflect.Map, reflect.Pointer, reflect.Slice, reflect.Func:
			return reflect.Zero(want), nil
		}
		return reflect.Value{}, fmt.Errorf("%w; expected %s", errNil, want)
	}
	v := reflect.ValueOf(a)
	switch {
	case v.Type().AssignableTo(want):
		return v, nil
	case v.Type() == reflect.TypeFor[int]() && (reflect.Zero(want).CanInt() || reflect.Zero(want).CanFloat()):
		return v.Convert(want), nil
	case v.Kind() == reflect.Pointer && !v.IsNil() && v.Type().Elem().AssignableTo(want):
		return v.Elem(), nil
	}
	return reflect.Value{}, fmt.Errorf("wrong type for value; expected %s; got %s", want, v.Type())
}
