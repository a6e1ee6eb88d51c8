package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/packages"
)

// joins are functions of the standard library whose result holds nothing but their arguments' text.
var joins = []string{
	"strings.Join", "strings.Repeat", "strings.Trim", "strings.TrimSpace", "strings.TrimLeft", "strings.TrimRight", "strings.TrimPrefix", "strings.TrimSuffix",
	"strings.ToLower", "strings.ToUpper", "strings.ToValidUTF8", "strings.Replace", "strings.ReplaceAll", "strings.Cut", "strings.CutPrefix", "strings.CutSuffix", "strings.Split", "strings.SplitN", "strings.Fields",
	"strings.SplitSeq", "strings.Lines", "strings.Title", "strings.Clone",
	"fmt.Sprint", "fmt.Sprintf", "fmt.Sprintln", "errors.New", "slices.Clone", "slices.Concat", "slices.Sorted", "slices.Compact", "slices.DeleteFunc", "maps.Keys", "maps.Values", "cmp.Or",
	"github.com/charmbracelet/x/ansi.Truncate",
	"path/filepath.Join", "path/filepath.Base", "path/filepath.Dir", "net/url.PathEscape", "net/url.QueryEscape",
}

// clean reports whether an expression's text is clean.
func (c *checker) clean(p *packages.Package, e ast.Expr) bool {
	e = ast.Unparen(e)
	tv, ok := p.TypesInfo.Types[e]
	if ok && (tv.Value != nil || tv.IsNil() || tv.IsType()) {
		return true
	}
	if t := p.TypesInfo.TypeOf(e); t != nil && (!carries(t) && !isTuple(t) || domainStruct(t)) {
		if _, call := e.(*ast.CallExpr); !call || !isTuple(t) {
			return true
		}
	}
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return e.Op == token.ADD && c.clean(p, e.X) && c.clean(p, e.Y)
	case *ast.UnaryExpr:
		return c.clean(p, e.X)
	case *ast.StarExpr:
		return c.clean(p, e.X)
	case *ast.TypeAssertExpr:
		return c.clean(p, e.X)
	case *ast.IndexExpr:
		return c.clean(p, e.X)
	case *ast.SliceExpr: // a text cut anywhere may end within a character
		t, ok := p.TypesInfo.TypeOf(e.X).Underlying().(*types.Basic)
		return (!ok || t.Info()&types.IsString == 0) && c.clean(p, e.X)
	case *ast.CompositeLit:
		return c.cleanLiteral(p, e)
	case *ast.FuncLit:
		return true
	case *ast.SelectorExpr:
		return c.cleanSelector(p, e)
	case *ast.Ident:
		return c.cleanVariable(p, e)
	case *ast.CallExpr:
		return c.cleanCall(p, e)
	}
	return false
}

func isTuple(t types.Type) bool { _, ok := t.(*types.Tuple); return ok }

func (c *checker) cleanLiteral(p *packages.Package, e *ast.CompositeLit) bool {
	for _, el := range e.Elts {
		if kv, ok := el.(*ast.KeyValueExpr); ok {
			if _, field := p.TypesInfo.Types[kv.Key]; field && !c.clean(p, kv.Key) || !c.clean(p, kv.Value) {
				return false
			}
		} else if !c.clean(p, el) {
			return false
		}
	}
	return true
}

// cleanSelector: a field of a domain type is clean by the first rule; of a local struct it is when all that it is given is.
func (c *checker) cleanSelector(p *packages.Package, e *ast.SelectorExpr) bool {
	sel := p.TypesInfo.Selections[e]
	if sel == nil { // a package's variable
		return c.trusted(e.Sel.Name) || c.cleanObject(p.TypesInfo.Uses[e.Sel])
	}
	if sel.Kind() != types.FieldVal {
		return false
	}
	if domainStruct(p.TypesInfo.TypeOf(e.X)) || c.trusted(types.TypeString(sel.Recv(), nil)+"."+e.Sel.Name) {
		return true
	}
	v, ok := sel.Obj().(*types.Var)
	return ok && v.Pkg() != nil && strings.HasPrefix(v.Pkg().Path(), "tidings") && c.cleanField(v)
}

// cleanField judges a field of a struct of ours by all literals and assignments that name it.
func (c *checker) cleanField(v *types.Var) bool {
	if c.asking[v] {
		return true
	}
	c.asking[v] = true
	defer delete(c.asking, v)
	found := false
	for _, p := range c.pkgs {
		for _, f := range p.Syntax {
			ok := true
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.KeyValueExpr:
					if id, is := n.Key.(*ast.Ident); is && p.TypesInfo.Uses[id] == v {
						found = true
						ok = ok && c.clean(p, n.Value)
					}
				case *ast.CompositeLit:
					if st, is := under(p.TypesInfo.TypeOf(n)).(*types.Struct); is {
						for i, el := range n.Elts {
							if _, kv := el.(*ast.KeyValueExpr); !kv && i < st.NumFields() && st.Field(i) == v {
								found = true
								ok = ok && c.clean(p, el)
							}
						}
					}
				case *ast.AssignStmt:
					for i, l := range n.Lhs {
						if s, is := whole(l).(*ast.SelectorExpr); is && p.TypesInfo.Uses[s.Sel] == v {
							found = true
							ok = ok && c.clean(p, n.Rhs[min(i, len(n.Rhs)-1)])
						}
					}
				case *ast.SendStmt:
					if s, is := whole(n.Chan).(*ast.SelectorExpr); is && p.TypesInfo.Uses[s.Sel] == v {
						found = true
						ok = ok && c.clean(p, n.Value)
					}
				}
				return ok
			})
			if !ok {
				return false
			}
		}
	}
	return found
}

func under(t types.Type) types.Type {
	if t == nil {
		return nil
	}
	return t.Underlying()
}

func (c *checker) cleanVariable(p *packages.Package, id *ast.Ident) bool {
	obj := p.TypesInfo.Uses[id]
	if obj == nil {
		obj = p.TypesInfo.Defs[id]
	}
	return c.cleanObject(obj)
}

func (c *checker) cleanObject(obj types.Object) bool {
	if obj == nil || c.asking[obj] {
		return obj != nil
	}
	if par, ok := c.params[obj]; ok {
		if c.values[par.f] && !c.trusted("parameter "+obj.Name()) {
			return false
		}
		if c.result != nil && c.result.f == par.f {
			c.result.needs[par.n] = true // the caller that asks has to hand clean text in
		} else {
			c.relied[par] = true // every caller has to
		}
		return c.all(obj)
	}
	if c.trusted("parameter " + obj.Name()) {
		return true
	}
	return len(c.assigned[obj]) > 0 && c.all(obj) || isZeroVariable(obj, c)
}

// isZeroVariable: a variable that nobody assigns to by name is empty, or filled through a pointer, which is not seen.
func isZeroVariable(obj types.Object, c *checker) bool {
	v, ok := obj.(*types.Var)
	return ok && !v.IsField() && len(c.assigned[obj]) == 0 && v.Pkg() != nil && strings.HasPrefix(v.Pkg().Path(), "tidings") && !isParameter(v)
}

// isParameter reports whether v is a parameter of a function literal: the scope that declares it is a function's.
func isParameter(v *types.Var) bool {
	return v.Kind() == types.ParamVar || v.Kind() == types.RecvVar
}

// all reports whether all that a variable is given is clean.
func (c *checker) all(obj types.Object) bool {
	c.asking[obj] = true
	defer delete(c.asking, obj)
	for _, v := range c.assigned[obj] {
		if !c.clean(v.pkg, v.expr) {
			return false
		}
	}
	return true
}

func (c *checker) cleanCall(p *packages.Package, e *ast.CallExpr) bool {
	arguments := func() bool {
		for _, a := range e.Args {
			if !c.clean(p, a) {
				return false
			}
		}
		return true
	}
	if tv := p.TypesInfo.Types[e.Fun]; tv.IsType() { // a conversion
		return c.clean(p, e.Args[0])
	}
	if id, ok := ast.Unparen(e.Fun).(*ast.Ident); ok {
		switch p.TypesInfo.Uses[id].(type) {
		case *types.Builtin: // append, min, max
			return arguments()
		}
	}
	f := callee(p, e)
	if f == nil {
		return false
	}
	name := nameOf(f)
	switch {
	case f.Pkg() != nil && f.Pkg().Path() == "tidings/feed/text", c.trusted(name):
		return true
	case strings.HasPrefix(name, "strconv."), strings.HasPrefix(name, "(time."), strings.HasPrefix(name, "time."), strings.HasPrefix(name, "unicode."):
		return true
	case contains(joins, name):
		return arguments()
	}
	sel, _ := ast.Unparen(e.Fun).(*ast.SelectorExpr)
	if s := p.TypesInfo.Selections[sel]; sel != nil && s != nil && c.funcs[f] == nil {
		// A method that is not ours, or an interface's: of what it is called on.
		if _, is := s.Recv().Underlying().(*types.Interface); is {
			return f.Pkg() != nil && strings.HasPrefix(f.Pkg().Path(), "tidings/") // the store's and the poller's ports
		}
		if name == "(*strings.Builder).String" {
			id, ok := ast.Unparen(sel.X).(*ast.Ident)
			return ok && c.cleanObject(p.TypesInfo.Uses[id])
		}
		return name == "(*strings.Replacer).Replace" && arguments()
	}
	r := c.resultOf(f)
	if r == nil || !r.ok {
		return false
	}
	last := f.Type().(*types.Signature).Params().Len() - 1
	for i, a := range e.Args {
		if r.needs[min(i, last)] && carriesIn(p, a) && !c.clean(p, a) {
			return false
		}
	}
	return true
}

// result is what is known of what a function of ours returns: clean or not, if the parameters that it needs are.
type result struct {
	f     *types.Func
	ok    bool
	needs map[int]bool
}

// resultOf judges all that a function returns; nil when it is not ours.
func (c *checker) resultOf(f *types.Func) *result {
	fn := c.funcs[f]
	if fn == nil {
		return nil
	}
	if r := c.results[f]; r != nil { // known, or being judged: taken as clean meanwhile
		return r
	}
	r := &result{f: f, ok: true, needs: map[int]bool{}}
	c.results[f] = r
	outer := c.result
	c.result = r
	r.ok = c.cleanReturns(f, fn)
	c.result = outer
	return r
}

func (c *checker) cleanReturns(f *types.Func, fn *function) bool {
	ok := true
	ast.Inspect(fn.body, func(n ast.Node) bool {
		if _, literal := n.(*ast.FuncLit); literal {
			return false
		}
		r, is := n.(*ast.ReturnStmt)
		if !is || !ok {
			return ok
		}
		if len(r.Results) == 0 { // named results
			res := f.Type().(*types.Signature).Results()
			for i := range res.Len() {
				if carries(res.At(i).Type()) && !isError(res.At(i).Type()) && !c.cleanObject(res.At(i)) {
					ok = false
				}
			}
		}
		for _, e := range r.Results {
			if t := fn.pkg.TypesInfo.TypeOf(e); t != nil && !isError(t) && !c.clean(fn.pkg, e) {
				ok = false
			}
		}
		return ok
	})
	return ok
}

func isError(t types.Type) bool { return types.Identical(t, types.Universe.Lookup("error").Type()) }

// trusted reports whether the trust file names it.
func (c *checker) trusted(name string) bool {
	_, ok := c.used[name]
	if ok {
		c.used[name] = true
	}
	return ok
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}
