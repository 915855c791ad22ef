package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// usageError is a mistake on the command line.
type usageError struct {
	message string
	command string // whose help to look at
}

// Error returns what is wrong.
func (e *usageError) Error() string { return e.message }

func usagef(c *cobra.Command, format string, args ...any) error {
	return &usageError{fmt.Sprintf(format, args...), c.CommandPath()}
}

// noSuchCommand refuses a word that is no command, with the nearest that is one.
func noSuchCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	message := fmt.Sprintf("there is no command %q", args[0])
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		message += "; did you mean " + near[0] + "?"
	}
	return usagef(c, "%s", message)
}

// arguments demands as many arguments as names; the last is optional if it
// stands in brackets, and takes several if it ends in dots.
func arguments(names ...string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		least, most := len(names), len(names)
		for _, n := range names {
			if strings.HasPrefix(n, "[") {
				least--
			}
			if strings.Contains(n, "...") {
				most = len(args)
			}
		}
		switch {
		case len(args) < least:
			return usagef(c, "%s is missing; write %s %s", names[len(args)], c.CommandPath(), strings.Join(names, " "))
		case len(args) > most:
			return usagef(c, "%q is one argument too many; write %s %s", args[most], c.CommandPath(), strings.Join(names, " "))
		}
		return nil
	}
}

// budgetFlag bounds work by what is counted, so that every machine gives up at
// the same.
func budgetFlag(f *pflag.FlagSet, budget *int) {
	f.IntVar(budget, "budget", 0, "give up what one source sends after `N` steps of work; 0 is some seconds")
}
