// Command yardstick answers from flat files what is asked of other tools as
// well, so that whole processes can be timed side by side: whether two lists of
// rules are equivalent, or how many rules of one are shadowed.
package main

import (
	"context"
	"fmt"
	"os"

	"vnetproof/sim/ruleset"
	"vnetproof/sim/ruleset/flat"
)

func main() {
	answer, err := answer(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "yardstick:", err)
		os.Exit(2)
	}
	fmt.Println(answer)
}

func answer(files []string) (string, error) {
	var lists []*ruleset.List
	for _, name := range files {
		l, err := read(name)
		if err != nil {
			return "", err
		}
		lists = append(lists, l)
	}
	switch len(lists) {
	case 1:
		return shadows(lists[0])
	case 2:
		return compare(lists[0], lists[1])
	}
	return "", fmt.Errorf("want one file or two, not %d", len(files))
}

func read(name string) (*ruleset.List, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	rules, err := flat.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return flat.List(rules), nil
}

func compare(a, b *ruleset.List) (string, error) {
	changes, err := ruleset.Difference(context.Background(), a, b, ruleset.Options{})
	if err != nil {
		return "", err
	}
	if len(changes) > 0 {
		return "different", nil
	}
	return "equivalent", nil
}

func shadows(l *ruleset.List) (string, error) {
	standings, err := ruleset.Shadows(context.Background(), l, ruleset.Options{})
	n := 0
	for _, s := range standings {
		if s.Use == ruleset.Shadowed || s.Use == ruleset.Void {
			n++
		}
	}
	return fmt.Sprint(n, " shadowed"), err
}
