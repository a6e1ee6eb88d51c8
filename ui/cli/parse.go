package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/spf13/cobra"

	"tidings/feed"
)

// maxDocument is the largest feed document read from a file, in bytes; the network's limit is the config's.
const maxDocument = 512 << 20

func (p *program) parse() *cobra.Command {
	var format, contentType, address string
	c := &cobra.Command{
		Use:     "parse FILE|-",
		Short:   "Print what a feed document holds, as JSON",
		Example: "  tidings parse --url https://example.org/feed feed.xml",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if format != "json" {
				return usageError{fmt.Errorf("--format %q: use json", format)}
			}
			p.confineReader()
			body, err := p.input(args[0], maxDocument)
			if err != nil {
				return err
			}
			doc, err := feed.Parse(body, contentType, address, time.Now())
			if err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			out, err := doc.Output()
			if err != nil {
				return err
			}
			_, err = p.Out.Write(append(out, '\n'))
			return err
		},
	}
	f := c.Flags()
	f.StringVar(&format, "format", "json", "json")
	f.StringVar(&contentType, "content-type", "", "the Content-Type that the server sent")
	f.StringVar(&address, "url", "", "the address that the document came from: base of its relative links")
	return c
}

// input reads a file, or standard input for "-", of at most limit bytes.
func (p *program) input(name string, limit int64) ([]byte, error) {
	in := p.In
	if name != "-" {
		f, err := os.Open(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s: no such file; - stands for standard input, an address begins with https://, an item is a number", name)
		}
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if st, err := f.Stat(); err == nil && st.IsDir() {
			return nil, fmt.Errorf("%s is a directory; give a file", name)
		}
		in = f
	} else {
		name = "standard input"
	}
	body, err := io.ReadAll(io.LimitReader(in, limit+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if int64(len(body)) > limit {
		return nil, fmt.Errorf("%s: larger than %d MiB, which is read at most", name, limit>>20)
	}
	return body, nil
}
