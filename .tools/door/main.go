// Door checks, without running anything, that text from outside passes feed/text before it is kept or printed.
//
// Two rules, over the packages named in main:
//
//   - kept: whatever is written into a text field of the domain's types (feed.Feed, Item, Document …, discover's and opml's results,
//     poll's reports, what the command line prints as JSON) is clean;
//   - printed: whatever the command line prints (fmt's Fprint and Print functions, io.WriteString, an encoder of JSON …) is clean.
//
// Clean are: constants; numbers, times and other values that carry no text; what feed/text returns; a field of a domain type, by the
// first rule; what clean values are joined, trimmed, formatted or folded to by the standard library; what a function of ours
// returns when all that it returns is clean; a parameter, when all that callers hand in is clean; and what the trust file beside
// this one names, with a reason a line.
//
// What it does not see: text that reaches a field or a variable through a pointer or a closure (database rows, encoding/json), text in
// a local struct that is printed as a whole, text sent into a channel by a function that was handed it, text that is copied from a
// reader, a printing function called by another name, text printed by a package other than the command line (the interface's frames
// are read byte by byte in a test instead), and what a name in the trust file promises. door_test.go shows what it sees.
package main

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// kept are the packages whose writes are checked, printed those whose prints are.
var (
	kept    = []string{"tidings/feed", "tidings/feed/discover", "tidings/feed/opml", "tidings/feed/poll", "tidings/ui/cli"}
	printed = []string{"tidings/ui/cli", "tidings"}
	// domain are the packages whose struct types hold clean text only.
	domain = []string{"tidings/feed", "tidings/feed/article", "tidings/feed/discover", "tidings/feed/opml", "tidings/feed/poll", "tidings/store/config", "tidings/ui/cli"}
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: door TRUST-FILE MODULE-FOLDER")
		os.Exit(2)
	}
	trust, err := readTrust(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, "door:", err)
		os.Exit(2)
	}
	dir, _ := filepath.Abs(os.Args[2])
	all, err := packages.Load(&packages.Config{Dir: dir, Mode: packages.LoadSyntax}, "./...")
	if err != nil || packages.PrintErrors(all) > 0 {
		fmt.Fprintln(os.Stderr, "door: the module does not load:", err)
		os.Exit(2)
	}
	c := newChecker(dir, trust, all)
	for c.round() {
	}
	slices.Sort(c.complaints)
	for _, s := range slices.Compact(c.complaints) {
		fmt.Println(s)
	}
	for name, used := range c.used {
		if !used {
			fmt.Printf("%s: %s is trusted for nothing\n", os.Args[1], name)
			c.complaints = append(c.complaints, name)
		}
	}
	if len(c.complaints) > 0 {
		os.Exit(1)
	}
	fmt.Printf("door: %d writes and %d prints of text, all clean\n", c.writes, c.prints)
}

// readTrust reads names and reasons: "NAME  # why".
func readTrust(file string) (map[string]bool, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	used := map[string]bool{}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		name, why, ok := strings.Cut(lines.Text(), "#")
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		if !ok || strings.TrimSpace(why) == "" {
			return nil, fmt.Errorf("%s:%d: %s is trusted without a reason", file, n, name)
		}
		used[name] = false
	}
	return used, lines.Err()
}

// carries reports whether values of a type hold text.
func carries(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Info()&types.IsString != 0
	case *types.Slice:
		if b, ok := u.Elem().Underlying().(*types.Basic); ok && b.Kind() == types.Byte {
			return true
		}
		return carries(u.Elem())
	case *types.Map:
		return carries(u.Key()) || carries(u.Elem())
	case *types.Interface:
		return true
	case *types.Array:
		return carries(u.Elem())
	case *types.Chan:
		return carries(u.Elem())
	}
	return false
}

// domainStruct reports whether t is, or points to, a struct type of the domain.
func domainStruct(t types.Type) bool {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || n.Obj().Pkg() == nil || !n.Obj().Exported() && n.Obj().Pkg().Path() != "tidings/ui/cli" {
		return false
	}
	_, is := n.Underlying().(*types.Struct)
	return is && slices.Contains(domain, n.Obj().Pkg().Path())
}

// position is where a complaint is about, as file:line in the module.
func (c *checker) position(p token.Pos) string {
	at := c.fset.Position(p)
	if rel, err := filepath.Rel(c.dir, at.Filename); err == nil {
		at.Filename = rel
	}
	return fmt.Sprintf("%s:%d", at.Filename, at.Line)
}

// words is an expression as it stands in the source, shortened.
func words(e ast.Expr) string {
	s := types.ExprString(e)
	if len(s) > 80 {
		s = s[:77] + "…"
	}
	return s
}
