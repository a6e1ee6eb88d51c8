package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// function is one function of the module, or a function literal.
type function struct {
	pkg    *packages.Package
	body   *ast.BlockStmt
	params map[types.Object]int
	obj    *types.Func // nil for a literal
}

// checker holds the module.
type checker struct {
	dir   string
	fset  *token.FileSet
	pkgs  []*packages.Package
	used  map[string]bool // the trust file's names
	funcs map[*types.Func]*function
	// assigned are all expressions that a variable gets, by object.
	assigned map[types.Object][]value
	params   map[types.Object]param // parameters, by object
	called   map[*ast.Ident]bool    // names that stand for a call
	values   map[*types.Func]bool   // functions that are handed on: who calls them with what is not seen
	relied   map[param]bool         // parameters that callers must hand clean text to
	results  map[*types.Func]*result
	result   *result      // whose returns are being judged
	asking   map[any]bool // being judged: taken as clean meanwhile

	complaints     []string
	writes, prints int
}

type value struct {
	pkg  *packages.Package
	expr ast.Expr
}

type param struct {
	f *types.Func
	n int
}

func newChecker(dir string, trust map[string]bool, all []*packages.Package) *checker {
	c := &checker{
		dir: dir, used: trust, funcs: map[*types.Func]*function{}, assigned: map[types.Object][]value{},
		params: map[types.Object]param{}, called: map[*ast.Ident]bool{}, values: map[*types.Func]bool{}, relied: map[param]bool{}, results: map[*types.Func]*result{}, asking: map[any]bool{},
	}
	for _, p := range all {
		c.fset = p.Fset
		c.pkgs = append(c.pkgs, p)
		for _, f := range p.Syntax {
			ast.Inspect(f, func(n ast.Node) bool { c.collect(p, n); return true })
		}
	}
	return c
}

// collect notes functions, parameters and what variables are given.
func (c *checker) collect(p *packages.Package, n ast.Node) {
	give := func(l ast.Expr, r ast.Expr) {
		id, ok := whole(l).(*ast.Ident)
		if !ok {
			return
		}
		obj := p.TypesInfo.Defs[id]
		if obj == nil {
			obj = p.TypesInfo.Uses[id]
		}
		if obj != nil {
			c.assigned[obj] = append(c.assigned[obj], value{p, r})
		}
	}
	switch n := n.(type) {
	case *ast.FuncDecl:
		obj, _ := p.TypesInfo.Defs[n.Name].(*types.Func)
		if obj == nil || n.Body == nil {
			return
		}
		c.funcs[obj] = &function{pkg: p, body: n.Body, obj: obj}
		i := 0
		for _, f := range n.Type.Params.List {
			for _, name := range f.Names {
				c.params[p.TypesInfo.Defs[name]] = param{obj, i}
				i++
			}
			if len(f.Names) == 0 {
				i++
			}
		}
	case *ast.AssignStmt:
		for i, l := range n.Lhs {
			r := n.Rhs[0]
			if len(n.Rhs) == len(n.Lhs) {
				r = n.Rhs[i]
			}
			give(l, r)
		}
	case *ast.SendStmt:
		give(n.Chan, n.Value)
	case *ast.ValueSpec:
		for i, name := range n.Names {
			if len(n.Values) == len(n.Names) {
				give(name, n.Values[i])
			} else if len(n.Values) > 0 {
				give(name, n.Values[0])
			}
		}
	case *ast.Ident:
		if f, ok := p.TypesInfo.Uses[n].(*types.Func); ok && !c.called[n] {
			c.values[f.Origin()] = true
		}
	case *ast.CallExpr: // what is written into a builder
		c.called[calledName(n)] = true
		var to ast.Expr
		args := n.Args
		if s, ok := ast.Unparen(n.Fun).(*ast.SelectorExpr); ok && strings.HasPrefix(s.Sel.Name, "Write") && isBuilder(p, s.X) {
			to = s.X
		} else if len(args) > 1 && strings.HasPrefix(nameOf(callee(p, n)), "fmt.Fprint") {
			if u, ok := ast.Unparen(args[0]).(*ast.UnaryExpr); ok && isBuilder(p, u.X) {
				to, args = u.X, args[1:]
			}
		}
		for _, a := range args {
			if to != nil {
				give(to, a)
			}
		}
	case *ast.RangeStmt:
		if n.Key != nil && n.Value == nil || n.Key != nil && carriesIn(p, n.Key) {
			give(n.Key, n.X)
		}
		if n.Value != nil {
			give(n.Value, n.X)
		}
	}
}

// whole is the list or map of which an expression names an element, or the expression itself.
func whole(e ast.Expr) ast.Expr {
	e = ast.Unparen(e)
	for {
		at, ok := e.(*ast.IndexExpr)
		if !ok {
			return e
		}
		e = ast.Unparen(at.X)
	}
}

func isBuilder(p *packages.Package, e ast.Expr) bool {
	t := p.TypesInfo.TypeOf(e)
	return t != nil && strings.TrimPrefix(t.String(), "*") == "strings.Builder"
}

func carriesIn(p *packages.Package, e ast.Expr) bool {
	t := p.TypesInfo.TypeOf(e)
	return t != nil && carries(t)
}

// round checks everything and reports whether another round is needed, since more parameters turned out to matter.
func (c *checker) round() bool {
	c.complaints, c.writes, c.prints = nil, 0, 0
	clear(c.results)
	before := len(c.relied)
	for _, p := range c.pkgs {
		for _, f := range p.Syntax {
			ast.Inspect(f, func(n ast.Node) bool {
				if slices.Contains(kept, p.PkgPath) {
					c.checkWrite(p, n)
				}
				if call, ok := n.(*ast.CallExpr); ok {
					if slices.Contains(printed, p.PkgPath) {
						c.checkPrint(p, call)
					}
					c.checkArguments(p, call)
				}
				return true
			})
		}
	}
	return len(c.relied) > before
}

func (c *checker) complain(p *packages.Package, e ast.Expr, what string) {
	c.complaints = append(c.complaints, fmt.Sprintf("%s: %s: %s has not passed feed/text", c.position(e.Pos()), what, words(e)))
}

// checkWrite applies the first rule to composite literals and assignments.
func (c *checker) checkWrite(p *packages.Package, n ast.Node) {
	check := func(field string, e ast.Expr) {
		if !carriesIn(p, e) {
			return
		}
		if isError(p.TypesInfo.TypeOf(e)) || c.trusted("kept in "+field) { // an error's words pass the door where they are said
			return
		}
		c.writes++
		if !c.clean(p, e) {
			c.complain(p, e, "kept in "+field)
		}
	}
	switch n := n.(type) {
	case *ast.CompositeLit:
		t := p.TypesInfo.TypeOf(n)
		if t == nil || !domainStruct(t) {
			return
		}
		for _, el := range n.Elts {
			if kv, ok := el.(*ast.KeyValueExpr); ok {
				check(words(kv.Key), kv.Value)
			} else {
				check(t.String(), el)
			}
		}
	case *ast.AssignStmt:
		for i, l := range n.Lhs {
			s, ok := whole(l).(*ast.SelectorExpr)
			if !ok || p.TypesInfo.Selections[s] == nil || !domainStruct(p.TypesInfo.TypeOf(s.X)) || !carriesIn(p, l) {
				continue
			}
			r := n.Rhs[0]
			if len(n.Rhs) == len(n.Lhs) {
				r = n.Rhs[i]
			}
			check(words(l), r)
		}
	}
}

// checkPrint applies the second rule to a call, if it prints.
func (c *checker) checkPrint(p *packages.Package, call *ast.CallExpr) {
	name := nameOf(callee(p, call))
	if id := calledName(call); id != nil {
		if b, ok := p.TypesInfo.Uses[id].(*types.Builtin); ok {
			name = strings.TrimSuffix(b.Name(), "ln") + "ln" // print and println; no other is a name below
		}
	}
	skip := -1
	switch name {
	case "fmt.Fprint", "fmt.Fprintf", "fmt.Fprintln", "io.WriteString":
		skip = 1
	case "fmt.Print", "fmt.Printf", "fmt.Println", "(*encoding/json.Encoder).Encode", "(io.Writer).Write", "(*os.File).Write", "(*os.File).WriteString",
		"(*bufio.Writer).Write", "(*bufio.Writer).WriteString", "(*text/tabwriter.Writer).Write", "log.Print", "log.Printf", "log.Println", "log.Fatal", "log.Fatalf", "log.Fatalln", "println":
		skip = 0
	case "syscall.Write":
		skip = 1
	default:
		return
	}
	for _, a := range call.Args[skip:] {
		if t := p.TypesInfo.TypeOf(a); t != nil && (carries(t) || domainStruct(t)) {
			c.prints++
			if !c.clean(p, a) {
				c.complain(p, a, "printed")
			}
		}
	}
}

// checkArguments checks what is handed to parameters that the other rules rely on.
func (c *checker) checkArguments(p *packages.Package, call *ast.CallExpr) {
	f := callee(p, call)
	if f == nil || c.funcs[f] == nil {
		return
	}
	sig := f.Type().(*types.Signature)
	for i, a := range call.Args {
		n := min(i, max(sig.Params().Len()-1, 0))
		if c.relied[param{f, n}] && carriesIn(p, a) && !c.clean(p, a) {
			c.complain(p, a, "handed to "+f.Name())
		}
	}
}

// calledName is the name in a call, or nil where something else than a name is called.
func calledName(call *ast.CallExpr) *ast.Ident {
	fun := ast.Unparen(call.Fun)
	switch f := fun.(type) {
	case *ast.IndexExpr:
		fun = f.X
	case *ast.IndexListExpr:
		fun = f.X
	}
	switch f := fun.(type) {
	case *ast.Ident:
		return f
	case *ast.SelectorExpr:
		return f.Sel
	}
	return nil
}

// callee is the function that is called by name, or nil.
func callee(p *packages.Package, call *ast.CallExpr) *types.Func {
	id := calledName(call)
	if id == nil {
		return nil
	}
	f, _ := p.TypesInfo.Uses[id].(*types.Func)
	if f != nil {
		f = f.Origin()
	}
	return f
}

// nameOf is a function's full name: "strings.Join", "(*os.File).Write".
func nameOf(f *types.Func) string {
	if f == nil {
		return ""
	}
	return strings.ReplaceAll(f.FullName(), "command-line-arguments", "tidings")
}
