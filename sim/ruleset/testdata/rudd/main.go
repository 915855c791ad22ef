// Command rudd answers with binary decision diagrams whether two flat rule
// lists are equivalent: a yardstick. It is a module of its own, so that nothing
// else needs the library. Build it with the tag buddy, its fast variant.
package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/dalzilio/rudd"
)

// fields are the variables of a packet, in an order that suits rules: most of
// them fix protocol and destination port.
var fields = [...]struct{ first, bits int }{
	protocol: {0, 8}, dstPort: {8, 16}, srcPort: {24, 16}, src: {40, 32}, dst: {72, 32},
}

const (
	protocol = iota
	src
	srcPort
	dst
	dstPort
	variables = 104
)

// rule is a line of a flat file: the fields' ranges.
type rule struct {
	allow  bool
	ranges [5][2]uint64
}

var protocols = map[string][2]uint64{"tcp": {6, 6}, "udp": {17, 17}, "icmp": {1, 1}, "*": {0, 255}}

func main() {
	if len(os.Args) != 3 {
		fail(fmt.Errorf("want two files"))
	}
	bdd, err := rudd.New(variables, rudd.Nodesize(500_000), rudd.Cachesize(200_000))
	if err != nil {
		fail(err)
	}
	var allowed [2]rudd.Node
	for i := range allowed {
		rules, err := read(os.Args[i+1])
		if err != nil {
			fail(err)
		}
		allowed[i] = list(bdd, rules)
	}
	if bdd.Errored() {
		fail(fmt.Errorf("%s", bdd.Error()))
	}
	if bdd.Equal(allowed[0], allowed[1]) {
		fmt.Println("equivalent")
	} else {
		fmt.Println("different")
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "rudd:", err)
	os.Exit(2)
}

func read(name string) ([]rule, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var rules []rule
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		if len(words) != 10 {
			return nil, fmt.Errorf("%s: %q", name, line)
		}
		r := rule{allow: words[0] == "allow"}
		r.ranges[protocol] = protocols[words[1]]
		for i := range 8 {
			n, err := strconv.ParseUint(words[2+i], 10, 32)
			if err != nil {
				return nil, err
			}
			r.ranges[1+i/2][i%2] = n
		}
		rules = append(rules, r)
	}
	return rules, nil
}

// list returns the packets that a list allows: the first match decides.
func list(b *rudd.BDD, rules []rule) rudd.Node {
	allowed := b.False()
	for i := len(rules) - 1; i >= 0; i-- {
		m := match(b, &rules[i])
		if rules[i].allow {
			allowed = b.Or(m, allowed)
		} else {
			allowed = b.And(b.Not(m), allowed)
		}
	}
	return allowed
}

// match returns the packets that a rule matches. A condition on ports is one on
// protocols with ports.
func match(b *rudd.BDD, r *rule) rudd.Node {
	all := b.True()
	for _, f := range [...]int{dst, src, srcPort, dstPort} {
		all = b.And(within(b, f, r.ranges[f]), all)
	}
	full := [2]uint64{0, 65535}
	if r.ranges[protocol] == protocols["*"] && (r.ranges[srcPort] != full || r.ranges[dstPort] != full) {
		return b.And(b.Or(within(b, protocol, protocols["tcp"]), within(b, protocol, protocols["udp"])), all)
	}
	return b.And(within(b, protocol, r.ranges[protocol]), all)
}

// within returns the packets whose field lies in a range.
func within(b *rudd.BDD, field int, r [2]uint64) rudd.Node {
	f := fields[field]
	if r[0] == 0 && r[1] == 1<<f.bits-1 {
		return b.True()
	}
	atLeast, atMost := b.True(), b.True()
	for bit := range f.bits {
		v := f.first + f.bits - 1 - bit
		if r[0]>>bit&1 == 1 {
			atLeast = b.And(b.Ithvar(v), atLeast)
		} else {
			atLeast = b.Or(b.Ithvar(v), atLeast)
		}
		if r[1]>>bit&1 == 1 {
			atMost = b.Or(b.NIthvar(v), atMost)
		} else {
			atMost = b.And(b.NIthvar(v), atMost)
		}
	}
	return b.And(atLeast, atMost)
}
