package azure

import (
	"net/netip"
	"sync"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// Network is a compiled design. It is not changed once built and is safe for
// concurrent use.
type Network struct {
	Pipeline *pipeline.Pipeline
	// Internet is the place of everybody outside.
	Internet pipeline.PlaceID

	c *compiler
	// listing guards what lists of rules add to the compiler: the meanings of tags
	// in subnets where no rule asked for them.
	listing sync.Mutex
}

func (c *compiler) network(p *pipeline.Pipeline) *Network {
	if c.ignored == nil {
		c.indexIgnored()
	}
	return &Network{Pipeline: p, Internet: c.internet, c: c}
}

// Place returns the place of a resource: a NIC, private endpoint, firewall,
// gateway, site; the planned hosts of a subnet.
func (n *Network) Place(id topology.ID) (pipeline.PlaceID, bool) {
	p, ok := n.c.places[id.Key()]
	return p, ok
}

// Address returns the private address that a resource holds: an IP
// configuration, a front end, a private endpoint; the lowest one where it holds several.
func (n *Network) Address(id topology.ID) (netip.Addr, bool) {
	h, ok := n.c.claimOf[id.Key()]
	if !ok || !h.addr.IsValid() {
		return netip.Addr{}, false
	}
	return h.addr, true
}

// PublicAddress returns the address of a public IP, or what stands for it.
func (n *Network) PublicAddress(id topology.ID) (netip.Addr, bool) {
	a, ok := n.c.public.addrs[id.Key()]
	return a, ok
}

// Service returns the addresses that a service tag has for certain: its ranges,
// or the stand-ins of a tag without ranges. Tags that neither the design nor
// Options.Services names are not known.
func (n *Network) Service(tag string) (packet.AddrSet, bool) {
	set := n.c.tag(tag).sure
	for _, t := range n.c.tags.ordered {
		if t.host != nil {
			set = set.Subtract(packet.FromAddrs(t.standIn))
		}
	}
	return set, !set.IsEmpty()
}

// StandsFor names what a stand-in address represents: a service tag, or a
// platform service by its name. It reports false for other addresses.
func (n *Network) StandsFor(a netip.Addr) (name string, ok bool) {
	for _, t := range n.c.tags.ordered {
		switch {
		case t.known || t.standIn != a:
		case t.host != nil:
			return t.host.Name, true
		default:
			return t.name, true
		}
	}
	return "", false
}

// EffectiveRoutes returns the routes of a subnet, winners and losers, in the
// order in which they are preferred.
func (n *Network) EffectiveRoutes(subnet topology.ID) []*EffectiveRoute {
	s := n.subnet(subnet)
	if s == nil {
		return nil
	}
	var list []*EffectiveRoute
	for _, r := range s.listed() {
		if !r.removed && !r.hidden {
			list = append(list, r)
		}
	}
	return list
}

func (n *Network) subnet(id topology.ID) *subnet {
	res, ok := n.c.design.ByID(id).(*topology.Subnet)
	if !ok {
		return nil
	}
	return n.c.subnetOf[res]
}

// Doubt returns the first thing that is in doubt about the resources: a setting
// that is not simulated, a condition, a part that the input does not give; nil
// if nothing is.
func (n *Network) Doubt(ids ...topology.ID) *pipeline.Gap { return n.c.doubtOf(ids...) }
