// Package fill fills in templates that are written as those of text/template. It is not a second template language: the
// syntax is read by text/template/parse, and what is filled in is the same, to the byte.
//
// text/template calls methods by names that it learns only when it runs, so that a program that executes one keeps every
// exported method of every type it links: 4.6 of 37.8 MB of this one. Here a template sees fields, entries of maps and
// functions, and of methods those of [time.Time] alone. Not there: call, channels, iterators, complex numbers, methods.
package fill

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"text/template/parse"
)

// Funcs are functions by the names that templates give them, with one result or with a result and an error.
type Funcs map[string]any

// Template is a read template. It does not change and may be used by several goroutines.
type Template struct {
	name   string
	trees  map[string]*parse.Tree
	funcs  Funcs
	escape func(v any) string
}

// Parse reads a template; what it defines with define and block can be executed by name. funcs may use the names of
// text/template's own functions. escape turns a value that is put out into text; nil stands for [fmt.Sprint].
func Parse(name, source string, funcs Funcs, escape func(v any) string) (*Template, error) {
	if escape == nil {
		escape = func(v any) string { return fmt.Sprint(v) }
	}
	all := maps.Clone(builtins)
	maps.Copy(all, funcs)
	trees, err := parse.Parse(name, source, "", "", map[string]any(all), map[string]any{"and": true, "or": true})
	if err != nil {
		return nil, err
	}
	return &Template{name, trees, all, escape}, nil
}

// Execute fills in the template with data: a struct, a map with strings as keys, or a pointer to one. What a failed
// execution returns is empty.
func (t *Template) Execute(data any) (string, error) { return t.ExecuteNamed(t.name, data) }

// ExecuteNamed fills in one of the templates that t defines.
func (t *Template) ExecuteNamed(name string, data any) (out string, err error) {
	tree := t.trees[name]
	if tree == nil {
		return "", fmt.Errorf("template: no template %q", name)
	}
	s := &state{t: t, tree: tree, vars: []variable{{"$", data}}}
	defer func() {
		if r := recover(); r != nil {
			f, ok := r.(failure)
			if !ok {
				panic(r)
			}
			out, err = "", f.err
		}
	}()
	s.walk(data, tree.Root)
	return s.out.String(), nil
}

// deepest bounds templates that execute themselves.
const deepest = 1000

// failure is what a state panics with: a template is walked by many small steps, and the first fault ends all of them.
type failure struct{ err error }

type variable struct {
	name  string
	value any
}

// state is one execution under way.
type state struct {
	t     *Template
	tree  *parse.Tree // for the places in errors
	out   strings.Builder
	vars  []variable
	depth int
	left  leaving
}

// leaving says whether a break or continue is on its way out to its range.
type leaving int

const (
	staying leaving = iota
	breaking
	continuing
)

func (s *state) fail(n parse.Node, format string, args ...any) {
	place, context := s.tree.ErrorContext(n)
	panic(failure{fmt.Errorf("template: %s: executing %q at <%s>: %w", place, s.tree.Name, context, fmt.Errorf(format, args...))})
}

func (s *state) walk(dot any, n parse.Node) {
	switch n := n.(type) {
	case *parse.ListNode:
		for _, each := range n.Nodes {
			if s.walk(dot, each); s.left != staying {
				return
			}
		}
	case *parse.TextNode:
		s.out.Write(n.Text)
	case *parse.ActionNode:
		if v := s.pipeline(dot, n.Pipe); len(n.Pipe.Decl) == 0 {
			s.print(n, v)
		}
	case *parse.IfNode:
		s.branch(dot, &n.BranchNode, false)
	case *parse.WithNode:
		s.branch(dot, &n.BranchNode, true)
	case *parse.RangeNode:
		s.loop(dot, n)
	case *parse.BreakNode:
		s.left = breaking
	case *parse.ContinueNode:
		s.left = continuing
	case *parse.TemplateNode:
		s.named(dot, n)
	case *parse.CommentNode:
	default:
		s.fail(n, "a %T has no meaning here", n)
	}
}

// branch is an if, or a with, which sets the dot.
func (s *state) branch(dot any, n *parse.BranchNode, with bool) {
	defer s.scope(len(s.vars))
	v := s.pipeline(dot, n.Pipe)
	switch {
	case truth(v) && with:
		s.walk(v, n.List)
	case truth(v):
		s.walk(dot, n.List)
	case n.ElseList != nil:
		s.walk(dot, n.ElseList)
	}
}

// scope forgets the variables after the first n.
func (s *state) scope(n int) { s.vars = s.vars[:n] }

// named executes another template, which sees none of the variables.
func (s *state) named(dot any, n *parse.TemplateNode) {
	tree := s.t.trees[n.Name]
	if tree == nil {
		s.fail(n, "template %q not defined", n.Name)
	}
	if s.depth++; s.depth > deepest {
		s.fail(n, "exceeded maximum template depth (%d)", deepest)
	}
	var v any
	if n.Pipe != nil {
		v = s.pipeline(dot, n.Pipe)
	}
	here, vars := s.tree, s.vars
	s.tree, s.vars = tree, []variable{{"$", v}}
	s.walk(v, tree.Root)
	s.tree, s.vars = here, vars
	s.depth--
}

// loop is a range.
func (s *state) loop(dot any, n *parse.RangeNode) {
	defer s.scope(len(s.vars))
	over := s.pipelineOf(dot, n.Pipe)
	outside := len(s.vars)
	some := false
	err := each(over, func(key, v any) bool {
		some = true
		defer s.scope(outside)
		switch d := n.Pipe.Decl; {
		case n.Pipe.IsAssign && len(d) == 1:
			s.assign(n, d[0].Ident[0], v)
		case n.Pipe.IsAssign && len(d) == 2:
			s.assign(n, d[0].Ident[0], key)
			s.assign(n, d[1].Ident[0], v)
		case len(d) == 1:
			s.vars = append(s.vars, variable{d[0].Ident[0], v})
		case len(d) == 2:
			s.vars = append(s.vars, variable{d[0].Ident[0], key}, variable{d[1].Ident[0], v})
		}
		s.walk(v, n.List)
		left := s.left
		s.left = staying
		return left != breaking
	})
	if err != nil {
		s.fail(n, "%w", err)
	}
	if !some && n.ElseList != nil {
		s.walk(dot, n.ElseList)
	}
}

func (s *state) assign(n parse.Node, name string, v any) {
	for i := len(s.vars) - 1; i >= 0; i-- {
		if s.vars[i].name == name {
			s.vars[i].value = v
			return
		}
	}
	s.fail(n, "undefined variable: %s", name)
}

func (s *state) print(n parse.Node, v any) {
	p := pointed(v)
	switch {
	case v == nil:
		p = "<no value>"
	case p == nil:
		p = "<nil>"
	case !printable(p):
		s.fail(n, "can't print %s of type %T", n, v)
	}
	s.out.WriteString(s.t.escape(p))
}

var errNil = errors.New("nil data")
