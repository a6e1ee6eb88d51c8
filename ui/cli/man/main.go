// Command man writes the manual's pages from the same words as --help, for those who package Tidings:
//
//	go run ./ui/cli/man DIR VERSION
//
// It is no part of the program, because what it takes to write them costs every start of a program that can.
package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra/doc"

	"tidings/ui/cli"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "man: use: man DIR VERSION")
		os.Exit(2)
	}
	if err := write(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "man:", err)
		os.Exit(1)
	}
}

// write writes a page for each command of this version into a folder.
func write(dir, version string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil { // for all of a system's users
		return err
	}
	header := &doc.GenManHeader{Section: "1", Source: "Tidings " + version, Manual: "Tidings"}
	if os.Getenv("SOURCE_DATE_EPOCH") == "" { // doc takes the date from there
		date := time.Unix(0, 0).UTC() // the same bytes each time
		header.Date = &date
	}
	root := cli.Commands()
	root.DisableAutoGenTag = true
	return doc.GenManTree(root, header, dir)
}
