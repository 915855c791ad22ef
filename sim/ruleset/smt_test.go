package ruleset_test

import (
	"fmt"
	"io"
	"math/bits"
	"strings"

	"vnetproof/sim/ruleset/flat"
)

// The question that a solver is asked of two lists of flat rules, in SMT-LIB:
// is there a packet that they treat differently? Prefixes are written as
// extracts of bits, which solvers like best.

const smtHead = `(set-logic QF_BV)
(declare-const src (_ BitVec 32))
(declare-const dst (_ BitVec 32))
(declare-const sport (_ BitVec 16))
(declare-const dport (_ BitVec 16))
(declare-const proto (_ BitVec 8))
`

// writeEquivalence asks whether any packet tells a and b apart: unsat, if they
// are equivalent.
func writeEquivalence(w io.Writer, a, b []flat.Rule) {
	io.WriteString(w, smtHead)
	fmt.Fprintf(w, "(assert (xor %s %s))\n(check-sat)\n", smtList(w, "a", a), smtList(w, "b", b))
}

// writeShadows asks of each rule whether a packet meets it and none before it:
// one answer a rule, unsat for those that are shadowed.
func writeShadows(w io.Writer, rules []flat.Rule) {
	io.WriteString(w, smtHead)
	for _, f := range rules {
		fmt.Fprintf(w, "(push 1)(assert %[1]s)(check-sat)(pop 1)\n(assert (not %[1]s))\n", smt(f))
	}
}

// smtList defines what a list allows and returns its name. The first match decides.
func smtList(w io.Writer, name string, rules []flat.Rule) string {
	rest := "false"
	for i := len(rules) - 1; i >= 0; i-- {
		this := fmt.Sprintf("%s%d", name, i)
		form := "(and (not %s) %s)"
		if rules[i].Allow {
			form = "(or %s %s)"
		}
		fmt.Fprintf(w, "(define-fun m%s () Bool %s)\n", this, smt(rules[i]))
		fmt.Fprintf(w, "(define-fun %s () Bool "+form+")\n", this, "m"+this, rest)
		rest = this
	}
	return rest
}

// smt returns the condition that a packet matches f. A condition on ports is
// one on protocols with ports.
func smt(f flat.Rule) string {
	var all []string
	switch f.Protocol {
	case flat.TCP:
		all = append(all, "(= proto (_ bv6 8))")
	case flat.UDP:
		all = append(all, "(= proto (_ bv17 8))")
	case flat.ICMP:
		all = append(all, "(= proto (_ bv1 8))")
	case flat.AnyProtocol:
		if f.SrcPort != flat.AnyPort || f.DstPort != flat.AnyPort {
			all = append(all, "(or (= proto (_ bv6 8)) (= proto (_ bv17 8)))")
		}
	}
	all = append(all, smtRange("src", f.Src, 32)...)
	all = append(all, smtRange("sport", f.SrcPort, 16)...)
	all = append(all, smtRange("dst", f.Dst, 32)...)
	all = append(all, smtRange("dport", f.DstPort, 16)...)
	switch len(all) {
	case 0:
		return "true"
	case 1:
		return all[0]
	}
	return "(and " + strings.Join(all, " ") + ")"
}

func smtRange(field string, s flat.Range, width int) []string {
	open, ok := isPrefix(s)
	switch {
	case ok && open == width:
		return nil
	case ok && open == 0:
		return []string{fmt.Sprintf("(= %s (_ bv%d %d))", field, s.Lo, width)}
	case ok:
		return []string{fmt.Sprintf("(= ((_ extract %d %d) %s) (_ bv%d %d))", width-1, open, field, s.Lo>>open, width-open)}
	}
	return []string{
		fmt.Sprintf("(bvule (_ bv%d %d) %s)", s.Lo, width, field),
		fmt.Sprintf("(bvule %s (_ bv%d %d))", field, s.Hi, width),
	}
}

// isPrefix tells whether s is one aligned block, and the bits that it leaves open.
func isPrefix(s flat.Range) (open int, ok bool) {
	size := uint64(s.Hi) - uint64(s.Lo) + 1
	return bits.TrailingZeros64(size), bits.OnesCount64(size) == 1 && uint64(s.Lo)%size == 0
}
