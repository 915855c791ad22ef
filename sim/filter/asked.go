package filter

import (
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/rule"
	"vnetproof/sim/ruleset"
)

// Application rules are for the name that a request asks for (FW-6), which is
// no part of a packet's header. Here it is one of its destination: what asks
// for www.contoso.com is in the set of that name. A packet may ask for any.

// mostAsked is up to how many names it is told which ones exclude each other:
// beyond it a difference that turns on it is one that may be.
const mostAsked = 200

// askedFor returns the names that an application rule is for, among those
// destinations that it is limited to.
func (ns *Names) askedFor(asked []string, dst *packet.AddrSet, names []*ruleset.Name) []*ruleset.Name {
	limit := limitWords(dst, names)
	var out []*ruleset.Name
	for _, a := range asked {
		a := strings.ToLower(a)
		out = append(out, ns.named("asked:"+a+limit, a+limit, func(n *ruleset.Name) {
			n.Varies = true
			n.Most = dst
			if len(names) > 0 {
				n.Most, n.Varies = nil, false
			}
			if limit == "" {
				ns.relateAsked(n)
			}
		}))
	}
	return out
}

// limitWords tells the destinations to which a rule is limited; "" for none.
func limitWords(dst *packet.AddrSet, names []*ruleset.Name) string {
	if dst == nil && len(names) == 0 {
		return ""
	}
	words := []string{}
	if dst != nil {
		words = append(words, dst.Words()...)
	}
	for _, n := range names {
		words = append(words, n.Text)
	}
	return " at " + strings.Join(words, ",")
}

// relateAsked notes how a name or pattern stands to those known before. URLs,
// tags and categories are sets of names that nobody here knows.
func (ns *Names) relateAsked(n *ruleset.Name) {
	if !isHost(n.Text) || len(ns.asked) >= mostAsked {
		n.Varies = false
		ns.gaps[n] = &pipeline.Gap{Property: "targetFqdns", Why: "which names " + n.Text + " stands for", Rules: []rule.ID{"FW-6"}}
		return
	}
	for _, o := range ns.asked {
		switch {
		case asks(o.Text, n.Text):
			n.Within = append(n.Within, o)
		case asks(n.Text, o.Text):
			o.Within = append(o.Within, n)
		default:
			n.Apart = append(n.Apart, o)
		}
	}
	ns.asked = append(ns.asked, n)
}

// isHost tells whether text is a host name, or a pattern of host names.
func isHost(text string) bool {
	return strings.Contains(text, ".") && !strings.ContainsAny(text, "/ :")
}

// asks tells whether every name that in matches, pattern matches too.
func asks(pattern, in string) bool {
	suffix, wild := strings.CutPrefix(pattern, "*")
	return wild && strings.HasSuffix(in, suffix)
}
