package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// minusWords lets a query hold words that begin with a minus, as its language has them: of a command that takes a QUERY, all that is
// neither a long flag nor -h moves behind "--".
func minusWords(root *cobra.Command, args []string) []string {
	c, _, err := root.Find(args)
	if err != nil || !strings.Contains(c.Use, "QUERY") {
		return args
	}
	names := strings.Count(c.CommandPath(), " ") // words that choose the command
	var flags, words []string
	for i := 0; i < len(args); i++ {
		switch a := args[i]; {
		case a == "--":
			words = append(words, args[i+1:]...)
			i = len(args)
		case strings.HasPrefix(a, "--"), a == "-h":
			flags = append(flags, a)
			if f := c.Flag(a[2:]); f != nil && f.NoOptDefVal == "" && i+1 < len(args) { // its value
				i++
				flags = append(flags, args[i])
			}
		case names > 0:
			names--
			flags = append(flags, a)
		default:
			words = append(words, a)
		}
	}
	if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, "-") }) {
		return args
	}
	return slices.Concat(flags, []string{"--"}, words)
}
