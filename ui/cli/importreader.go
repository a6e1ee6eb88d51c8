package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"tidings/feed/moving"
)

// reader is a news reader that keeps what it holds in files of fixed names: what it follows, and what became of the items.
type reader struct {
	name, list, store string
	brings            [2]string // what each file holds that the other does not
}

// readers are newsboat (its manual, “Files”) and nom (its README, “Configuration”).
var readers = []reader{
	{"newsboat", "urls", "cache.db", [2]string{"the feeds, their folders and searches", "what was read, and the flagged articles"}},
	{"nom", "config.yml", "nom.db", [2]string{"the feeds and their folders", "what was read, and the favourites"}},
}

// filesIn returns the files of the reader whose folder dir is; none where it is another one. Other programs have a config.yml, too.
func filesIn(dir string) []string {
	for _, r := range readers {
		var paths []string
		for _, name := range []string{r.list, r.store} {
			if p := filepath.Join(dir, name); isFile(p) {
				paths = append(paths, p)
			}
		}
		if len(paths) == 2 || len(paths) == 1 && r.name == "newsboat" {
			return paths
		}
	}
	return nil
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// hints says which file belongs to one of paths and is not among them.
func hints(paths []string) []moving.Note {
	var out []moving.Note
	given := make([]string, len(paths))
	for i, p := range paths {
		given[i] = filepath.Base(p)
	}
	for _, p := range paths {
		for _, r := range readers {
			names := [2]string{r.list, r.store}
			i := slices.Index(names[:], filepath.Base(p))
			if i < 0 || slices.Contains(given, names[1-i]) {
				continue
			}
			for _, dir := range []string{filepath.Dir(p), xdg("XDG_CONFIG_HOME", ".config", r.name), xdg("XDG_DATA_HOME", ".local/share", r.name), xdg("HOME", "", "."+r.name)} {
				if other := filepath.Join(dir, names[1-i]); isFile(other) {
					both := p + " " + other
					if dir == filepath.Dir(p) {
						both = dir
					}
					out = append(out, moving.Note{Words: fmt.Sprintf("%s was not asked for; it holds %s: 'tidings import %s' takes both", other, r.brings[1-i], both)})
					break
				}
			}
		}
	}
	return out
}

// xdg is a program's folder below one of a person's own, which a variable names or which lies at home.
func xdg(variable, usual, program string) string {
	base := os.Getenv(variable)
	if !filepath.IsAbs(base) { // the specification ignores others
		home, err := os.UserHomeDir()
		if err != nil {
			return program
		}
		base = filepath.Join(home, usual)
	}
	return filepath.Join(base, program)
}
