// Package cli prints, with leaks. A line that must be complained of ends in "leak".
package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"strings"

	"tidings/feed"
	"tidings/feed/text"
)

func outside() string { return os.Getenv("X") }

// Printed prints.
func Printed(w io.Writer, f feed.Feed) {
	fmt.Fprintln(w, f.Title, text.Line(outside()), 7)
	fmt.Fprintln(w, outside())                         // leak
	fmt.Fprintf(w, "%s", strings.TrimSpace(outside())) // leak
	_, _ = io.WriteString(w, "a"+outside())            // leak
	_, err := os.Open(outside())
	fmt.Fprintln(w, err)                   // leak
	fmt.Fprintln(w, errors.New(outside())) // leak
	defer fmt.Fprintln(w, outside())       // leak

	println(outside())   // leak
	print(outside())     // leak
	log.Print(outside()) // leak
	b := bufio.NewWriter(w)
	_, _ = b.WriteString(outside()) // leak

	c := make(chan string, 1)
	c <- outside()
	fmt.Fprintln(w, <-c) // leak
	m := map[string]string{}
	m["a"] = outside()
	fmt.Fprintln(w, m["a"]) // leak
	l := make([]string, 1)
	l[0] = outside()
	fmt.Fprintln(w, l[0]) // leak
	s := "a"
	s += outside()
	fmt.Fprintln(w, s) // leak
	get := outside
	fmt.Fprintln(w, get())           // leak
	fmt.Fprintln(w, same(outside())) // leak
	fmt.Fprintln(w, same(f.Title))
	fmt.Fprintln(w, f.Title[1:]) // leak
	show(w, f.Title)
	show(w, outside())                          // leak
	each(func(v string) { fmt.Fprintln(w, v) }) // leak
}

func same[T any](v T) T { return v }

func show(w io.Writer, v string) { fmt.Fprintln(w, v) }

func each(f func(string)) { f(outside()) }
