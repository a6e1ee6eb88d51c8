package cli

import (
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// man writes the manual's pages from the same words as --help, for those who package Tidings. It asks no store.
func (p *program) man() *cobra.Command {
	return &cobra.Command{
		Use:    "man DIR",
		Short:  "Write the manual pages into a folder",
		Args:   cobra.ExactArgs(1),
		Hidden: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil { // for all of a system's users
				return err
			}
			root := cmd.Root()
			root.DisableAutoGenTag = true
			date := time.Unix(0, 0).UTC() // the same bytes each time; doc takes SOURCE_DATE_EPOCH over it
			if os.Getenv("SOURCE_DATE_EPOCH") != "" {
				return doc.GenManTree(root, &doc.GenManHeader{Section: "1", Source: "Tidings " + p.Version, Manual: "Tidings"}, filepath.Clean(args[0]))
			}
			return doc.GenManTree(root, &doc.GenManHeader{Section: "1", Source: "Tidings " + p.Version, Manual: "Tidings", Date: &date}, filepath.Clean(args[0]))
		},
	}
}
