package ruleset

import (
	"fmt"
	"io"
	"strings"
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
func writeEquivalence(w io.Writer, a, b []flat) {
	io.WriteString(w, smtHead)
	fmt.Fprintf(w, "(assert (xor %s %s))\n(check-sat)\n", smtList(w, "a", a), smtList(w, "b", b))
}

// writeShadows asks of each rule whether a packet meets it and none before it:
// one answer a rule, unsat for those that are shadowed.
func writeShadows(w io.Writer, rules []flat) {
	io.WriteString(w, smtHead)
	for _, f := range rules {
		fmt.Fprintf(w, "(push 1)(assert %[1]s)(check-sat)(pop 1)\n(assert (not %[1]s))\n", f.smt())
	}
}

// smtList defines what a list allows and returns its name. The first match decides.
func smtList(w io.Writer, name string, rules []flat) string {
	rest := "false"
	for i := len(rules) - 1; i >= 0; i-- {
		this := fmt.Sprintf("%s%d", name, i)
		form := "(and (not %s) %s)"
		if rules[i].allow {
			form = "(or %s %s)"
		}
		fmt.Fprintf(w, "(define-fun m%s () Bool %s)\n", this, rules[i].smt())
		fmt.Fprintf(w, "(define-fun %s () Bool "+form+")\n", this, "m"+this, rest)
		rest = this
	}
	return rest
}

// smt returns the condition that a packet matches f.
func (f flat) smt() string {
	var all []string
	if f.protocol != "*" {
		for p := range f.protocols().All() {
			all = append(all, fmt.Sprintf("(= proto (_ bv%d 8))", p))
		}
	}
	all = append(all, smtSpan("src", f.src, 32)...)
	all = append(all, smtSpan("sport", f.sport, 16)...)
	all = append(all, smtSpan("dst", f.dst, 32)...)
	all = append(all, smtSpan("dport", f.dport, 16)...)
	switch len(all) {
	case 0:
		return "true"
	case 1:
		return all[0]
	}
	return "(and " + strings.Join(all, " ") + ")"
}

func smtSpan(field string, s span, width int) []string {
	open, ok := s.isPrefix()
	switch {
	case ok && open == width:
		return nil
	case ok && open == 0:
		return []string{fmt.Sprintf("(= %s (_ bv%d %d))", field, s.lo, width)}
	case ok:
		return []string{fmt.Sprintf("(= ((_ extract %d %d) %s) (_ bv%d %d))", width-1, open, field, s.lo>>open, width-open)}
	}
	return []string{
		fmt.Sprintf("(bvule (_ bv%d %d) %s)", s.lo, width, field),
		fmt.Sprintf("(bvule %s (_ bv%d %d))", field, s.hi, width),
	}
}
