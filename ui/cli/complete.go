package cli

import (
	"context"
	_ "embed"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tidings/feed"
)

// What the shell offers after a Tab comes from the store: feeds, folders, tags, saved searches. Cobra writes the scripts for
// bash, zsh, fish and PowerShell ('tidings completion'), which ask the program itself. Whatever fails offers nothing: a
// person who presses Tab wants no message.

const names = cobra.ShellCompDirectiveNoFileComp

// offer runs f in a session and returns what it offers.
func (p *program) offer(ctx context.Context, f func(Library) ([]string, error)) ([]string, cobra.ShellCompDirective) {
	var out []string
	err := p.library(ctx, func(l Library) (err error) {
		out, err = f(l)
		return err
	})
	if err != nil {
		return nil, names
	}
	return out, names
}

// fitting leaves out what does not begin with what was typed, in any case: a shell need not read 5,000 lines to show one. A
// word in quotation marks or with a backslash is left to the shell, which knows what they mean.
func fitting(f cobra.CompletionFunc) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		out, directive := f(cmd, args, typed)
		if strings.ContainsAny(typed, "\\\"'") {
			return out, directive
		}
		typed = strings.ToLower(typed)
		return slices.DeleteFunc(out, func(s string) bool { return !strings.HasPrefix(strings.ToLower(s), typed) }), directive
	}
}

// described is an offer with what the shell shows beside it. A tab would part them, and a line break end the offer: both are
// gone from titles already.
func described(word, about string) string {
	if about == "" || about == word {
		return word
	}
	return word + "\t" + about
}

// completeFeeds offers the titles of the feeds, the address of those whose title another has, too.
func (p *program) completeFeeds(ctx context.Context) ([]string, cobra.ShellCompDirective) {
	return p.offer(ctx, func(l Library) ([]string, error) {
		fs, err := l.FeedNames(ctx)
		count := make(map[string]int, len(fs))
		for _, f := range fs {
			count[strings.ToLower(f.Title)]++
		}
		var addresses map[feed.FeedID]string
		if len(count) < len(fs) && err == nil {
			addresses, err = addressesOf(ctx, l)
		}
		out := make([]string, len(fs))
		for i, f := range fs {
			if out[i] = described(f.Title, f.Folder); count[strings.ToLower(f.Title)] > 1 {
				out[i] = described(addresses[f.ID], f.Title)
			}
		}
		return out, err
	})
}

func addressesOf(ctx context.Context, l Library) (map[feed.FeedID]string, error) {
	fs, err := l.Feeds(ctx)
	out := make(map[feed.FeedID]string, len(fs))
	for i := range fs {
		out[fs[i].ID] = feed.Bare(fs[i].URL)
	}
	return out, err
}

func (p *program) completeFolders(ctx context.Context) ([]string, cobra.ShellCompDirective) {
	return p.offer(ctx, func(l Library) ([]string, error) {
		fs, err := l.FeedNames(ctx)
		var out []string
		for _, f := range fs {
			for folder := f.Folder; folder != ""; folder = folder[:max(strings.LastIndexByte(folder, '/'), 0)] {
				out = append(out, folder)
			}
		}
		slices.Sort(out)
		return slices.Compact(out), err
	})
}

func (p *program) completeTags(ctx context.Context) ([]string, cobra.ShellCompDirective) {
	return p.offer(ctx, func(l Library) ([]string, error) {
		tags, err := l.TagList(ctx)
		out := make([]string, len(tags))
		for i, t := range tags {
			out[i] = t.Name
		}
		return out, err
	})
}

func (p *program) completeViews(ctx context.Context) ([]string, cobra.ShellCompDirective) {
	return p.offer(ctx, func(l Library) ([]string, error) {
		views, err := l.Views(ctx)
		out := make([]string, len(views))
		for i, v := range views {
			out[i] = described(v.Name, v.Query)
		}
		return out, err
	})
}

// quotedWords completes words in quotation marks in bash; it goes behind cobra's script.
//
//go:embed complete.bash
var quotedWords string

// In zsh cobra's script asks the program with the words as they stand on the line, which fails while a quotation mark is open. So it is
// closed.
const (
	zshAsks   = `requestComp="${words[1]} __complete ${words[2,-1]}"`
	zshCloses = `requestComp="${words[1]} __complete ${words[2,-1]}${compstate[quote]}"`
)

// quoted makes cobra's commands for bash's and zsh's scripts write ones that complete words in quotation marks as well.
func (p *program) quoted(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, shell := range []string{"bash", "zsh"} {
		c, _, err := root.Find([]string{"completion", shell})
		if err != nil || c.Name() != shell { // only the commands that the arguments can mean are made
			continue
		}
		c.RunE = func(cmd *cobra.Command, _ []string) error {
			plain, err := cmd.Flags().GetBool("no-descriptions")
			if err != nil {
				return err
			}
			script, err := completionScript(root, shell, !plain)
			if err != nil {
				return err
			}
			_, err = io.WriteString(p.Out, script)
			return err
		}
	}
}

// completionScript is cobra's script for a shell, mended.
func completionScript(root *cobra.Command, shell string, descriptions bool) (string, error) {
	var b strings.Builder
	if shell == "bash" {
		err := root.GenBashCompletionV2(&b, descriptions)
		return b.String() + quotedWords, err
	}
	write := root.GenZshCompletion
	if !descriptions {
		write = root.GenZshCompletionNoDesc
	}
	err := write(&b)
	return strings.Replace(b.String(), zshAsks, zshCloses, 1), err
}

// completions gives the commands and flags that name feeds, folders, tags and searches their offers.
func (p *program) completions(root *cobra.Command) {
	feeds := func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		return p.completeFeeds(cmd.Context())
	}
	flags := map[string]cobra.CompletionFunc{
		"feed": feeds,
		"folder": func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			return p.completeFolders(cmd.Context())
		},
		"tag": func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			return p.completeTags(cmd.Context())
		},
		"view": func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			return p.completeViews(cmd.Context())
		},
	}
	for _, c := range root.Commands() {
		if strings.HasPrefix(c.Use, "open ITEM") || strings.HasPrefix(c.Use, "note ITEM") { // numbers: no files
			c.ValidArgsFunction = cobra.NoFileCompletions
		}
		if strings.Contains(c.Use, "FEED") && c.ValidArgsFunction == nil && c.ValidArgs == nil {
			c.ValidArgsFunction = fitting(feeds)
		}
		for name, f := range flags {
			if c.Flags().Lookup(name) != nil {
				_ = c.RegisterFlagCompletionFunc(name, fitting(f)) // fails only where there is one already
			}
		}
	}
}
