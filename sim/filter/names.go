package filter

import (
	"net/netip"
	"strings"

	"vnetproof/sim/azure"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/ruleset"
	"vnetproof/topology"
)

// Names are the sets that filters know by name only, with what is known of
// them. It is filled while filters are made, and not safe for concurrent use
// until then.
type Names struct {
	byKey   map[string]*ruleset.Name
	tags    []*ruleset.Name // service tags
	asked   []*ruleset.Name // names that application rules are for, and that are not patterns of other kinds
	gaps    map[*ruleset.Name]*pipeline.Gap
	targets map[netip.AddrPort]ruleset.Outcome
	public  packet.AddrSet
	same    map[string]string // groups of one design by key, to the key of the same one in another
}

// NewNames returns Names without any.
func NewNames() *Names {
	return &Names{byKey: map[string]*ruleset.Name{}, gaps: map[*ruleset.Name]*pipeline.Gap{},
		targets: map[netip.AddrPort]ruleset.Outcome{}, public: azure.PublicSpace()}
}

// Gap returns what is not known of a name; nil for one that means something
// else at each place.
func (ns *Names) Gap(n *ruleset.Name) *pipeline.Gap { return ns.gaps[n] }

// named returns the name of a key, made if it is new.
func (ns *Names) named(key, text string, made func(n *ruleset.Name)) *ruleset.Name {
	n, known := ns.byKey[key]
	if !known {
		n = &ruleset.Name{Text: text}
		ns.byKey[key] = n
		made(n)
	}
	return n
}

// tag returns the name of a service tag.
//
// What VirtualNetwork and Internet hold depends on the place (NSG-10, NSG-11).
// Others are fixed sets of public addresses (NSG-13).
func (ns *Names) tag(tag string) *ruleset.Name {
	return ns.named("tag:"+strings.ToLower(tag), tag, func(n *ruleset.Name) {
		switch strings.ToLower(tag) {
		case "virtualnetwork":
			n.Varies, n.Least = true, packet.FromAddrs(azure.ProbeAddress())
		case "internet":
			n.Varies, n.Most = true, &ns.public
		default:
			n.Most = &ns.public
			ns.gaps[n] = azure.TagGap(tag)
			ns.relate(n)
		}
	})
}

// relate notes how a service tag stands to those known before.
func (ns *Names) relate(n *ruleset.Name) {
	for _, o := range ns.tags {
		switch {
		case azure.TagWithin(n.Text, o.Text):
			n.Within = append(n.Within, o)
		case azure.TagWithin(o.Text, n.Text):
			o.Within = append(o.Within, n)
		case azure.TagsApart(n.Text, o.Text):
			n.Apart = append(n.Apart, o)
		}
	}
	ns.tags = append(ns.tags, n)
}

// asg returns the name of an application security group: it has other members
// in each VNet's design, and none need be in the input (NSG-9).
func (ns *Names) asg(r topology.Ref[topology.ApplicationSecurityGroup]) *ruleset.Name {
	return ns.named(ns.key("asg", r.ID), "asg:"+r.ID.Name(), func(n *ruleset.Name) { n.Varies = true })
}

func (ns *Names) networkGroup(r topology.Ref[topology.NetworkGroup]) *ruleset.Name {
	return ns.named(ns.key("networkGroup", r.ID), "network group "+r.ID.Name(), func(n *ruleset.Name) { n.Varies = true })
}

func (ns *Names) ipGroup(r topology.Ref[topology.IPGroup]) *ruleset.Name {
	return ns.named(ns.key("ipGroup", r.ID), "IP group "+r.ID.Name(), func(n *ruleset.Name) {
		ns.gaps[n] = &pipeline.Gap{Resource: r.ID, Property: "ipAddresses", Pos: r.Pos, Why: "which addresses IP group " + r.ID.Name() + " has",
			Supply: "add " + string(r.ID) + " to the input"}
	})
}

func (ns *Names) fqdn(t topology.AddressTerm) *ruleset.Name {
	return ns.named("fqdn:"+strings.ToLower(t.FQDN()), t.FQDN(), func(n *ruleset.Name) {
		ns.gaps[n] = &pipeline.Gap{Property: "destinationFqdns", Pos: t.Pos, Why: "which addresses " + t.FQDN() + " has when the firewall resolves it",
			Supply: "fqdns: {" + t.FQDN() + ": [...]} in a facts file"}
	})
}

// doubted returns the mark of what a rule matches, where that is in doubt.
func (ns *Names) doubted(r *azure.LoneRule) *ruleset.Name {
	if r.DoubtKey == "" {
		return ns.unknown("what "+r.Cause().Name+" matches", r.Doubt)
	}
	return ns.named("doubt:"+r.DoubtKey, r.DoubtKey, func(n *ruleset.Name) { ns.gaps[n] = r.Doubt })
}

// unknown returns a name of its own for something that the input does not give.
func (ns *Names) unknown(text string, gap *pipeline.Gap) *ruleset.Name {
	n := &ruleset.Name{Text: text}
	ns.gaps[n] = gap
	return n
}
