// Command bench measures what vnetproof costs beside other tools and beside the
// mere reading of its input, and writes the table of the README in this folder:
//
//	go run ./testdata/bench                    # all rows, printed
//	go run ./testdata/bench -update            # all rows, into the README
//	go run ./testdata/bench -run 'z3|rudd' -rounds 5
//	go run ./testdata/bench -list
//
// All figures are of whole processes, reading included, taken in turns; of the
// rounds the median counts. Ratios are of elapsed time; those of processor time
// stand beside them, since other work on a machine distorts elapsed time.
// Rules: z3 and rudd are left out where they are not there, and said to be.
package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
)

func main() {
	rounds := flag.Int("rounds", 3, "how often each process runs; the median counts")
	only := flag.String("run", "", "`REGEX` of the rows to measure; the others keep what the README says")
	update := flag.Bool("update", false, "write the table into the README beside this program")
	list := flag.Bool("list", false, "list the rows")
	flag.Parse()
	if err := run(*rounds, *only, *update, *list); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(rounds int, only string, update, list bool) error {
	chosen, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	table, err := readTable()
	if err != nil {
		return err
	}
	k, err := newKit(rounds)
	if err != nil {
		return err
	}
	defer k.close()
	for _, r := range rows {
		switch {
		case list:
			fmt.Println(r.id)
		case chosen.MatchString(r.id):
			fmt.Fprintln(os.Stderr, r.id+" ...")
			table.set(r, measure(r, k))
		}
	}
	switch {
	case list:
		return nil
	case update:
		return table.write(k)
	}
	_, err = fmt.Print(table.text(k))
	return err
}

// measure returns the last cell of a row. What cannot be measured says why.
func measure(r row, k *kit) string {
	m, err := r.measure(k)
	switch {
	case err != nil:
		return "not measured: " + oneLine(err.Error())
	case r.better == nil:
		return m.text
	case r.better(m.value, r.aim):
		return m.text + " ✓ aim"
	case r.better(m.value, r.reach):
		return m.text + " ✓"
	}
	return m.text + " ✗"
}
