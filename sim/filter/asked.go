package filter

import (
	"strings"

	"vnetproof/sim/pipeline"
	"vnetproof/sim/rule"
	"vnetproof/sim/ruleset"
)

// Application rules are for the name that a request asks for (FW-6), which is
// no part of a packet's header. Here it is a mark: what asks for www.contoso.com
// has that name's. A packet may ask for any.

// mostAsked is up to how many names it is told which ones exclude each other:
// beyond it a difference that turns on it is one that may be.
const mostAsked = 200

// askedFor returns the marks of the names that an application rule is for.
func (ns *Names) askedFor(asked []string) []*ruleset.Name {
	var out []*ruleset.Name
	for _, a := range asked {
		a := strings.ToLower(a)
		out = append(out, ns.named("asked:"+a, a, func(n *ruleset.Name) {
			n.Varies = true
			ns.relateAsked(n)
		}))
	}
	return out
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
