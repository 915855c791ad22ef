package diff

import (
	"strings"

	"vnetproof/sim"
	"vnetproof/sim/change"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// endID numbers the ends of both versions; zero is none that counts.
type endID int

// ends knows which places of two versions are one end: the same place, or
// places of one subnet that only one version has.
type ends struct {
	old, new *sim.Simulation
	change   *change.Change
	// ofOld and ofNew are the end of each place.
	ofOld, ofNew []endID
	// inOld and inNew tell of each end whether the version has it.
	inOld, inNew []bool
	groups       []string // of each end: what it counts as when pairs are counted
	bySubnet     map[string]endID
	// subnets leads from the old subnets to the new ones, by key.
	subnets map[string]string
}

func newEnds(a, b *sim.Simulation, c *change.Change) *ends {
	e := &ends{old: a, new: b, change: c, ofOld: make([]endID, len(a.Pipeline.Places)), ofNew: make([]endID, len(b.Pipeline.Places)),
		inOld: make([]bool, 1), inNew: make([]bool, 1), groups: make([]string, 1), bySubnet: map[string]endID{}, subnets: pairSubnets(a.Design, b.Design)}
	for i := 1; i < len(b.Pipeline.Places); i++ {
		if p := &b.Pipeline.Places[i]; isEnd(p) {
			e.ofNew[i] = e.end(p, c.OldPlace(p.ID) != 0, p.Subnet.Key())
			e.inNew[e.ofNew[i]] = true
		}
	}
	for i := 1; i < len(a.Pipeline.Places); i++ {
		p := &a.Pipeline.Places[i]
		if !isEnd(p) {
			continue
		}
		if same := c.Place(p.ID); same != 0 && e.ofNew[same] != 0 {
			e.ofOld[i] = e.ofNew[same]
		} else {
			e.ofOld[i] = e.end(p, false, e.subnetKey(p))
		}
		e.inOld[e.ofOld[i]] = true
	}
	return e
}

// subnetKey is the key of the subnet of an old place in the new version, or the
// old one where it has none.
func (e *ends) subnetKey(p *pipeline.Place) string {
	if key, ok := e.subnets[p.Subnet.Key()]; ok {
		return key
	}
	return p.Subnet.Key()
}

// end returns the end of a place: that of its subnet for planned hosts and for
// hosts that one version lacks.
func (e *ends) end(p *pipeline.Place, isPaired bool, subnet string) endID {
	shared := subnet != "" && (p.Kind == pipeline.PlannedNode || !isPaired && p.Kind == pipeline.HostNode)
	if id, known := e.bySubnet[subnet]; shared && known {
		return id
	}
	id := endID(len(e.groups))
	group := subnet
	if group == "" {
		group = p.Kind.String() + " " + p.Resource.Key()
	}
	e.groups, e.inOld, e.inNew = append(e.groups, group), append(e.inOld, false), append(e.inNew, false)
	if shared {
		e.bySubnet[subnet] = id
	}
	return id
}

// isEnd tells whether packets of a place, or to it, count: hosts, services,
// sites and the internet; what only forwards does not.
func isEnd(p *pipeline.Place) bool {
	switch p.Kind {
	case pipeline.HostNode, pipeline.PlannedNode, pipeline.PrivateEndpointNode, pipeline.ApplicationGatewayNode, pipeline.BastionNode,
		pipeline.SiteNode, pipeline.InternetNode, pipeline.PaaSNode, pipeline.FrontDoorNode:
		return true
	}
	return false
}

// pairSubnets leads from each old subnet to the new one with its ID, or else
// with its names, by key.
func pairSubnets(before, after *topology.Design) map[string]string {
	named, exact := map[string]string{}, map[string]bool{}
	for _, v := range after.VirtualNetworks {
		for _, s := range v.Subnets {
			exact[s.ID.Key()] = true
			path := strings.ToLower(s.ID.Path())
			if _, twice := named[path]; twice {
				named[path] = ""
				continue
			}
			named[path] = s.ID.Key()
		}
	}
	out := map[string]string{}
	for _, v := range before.VirtualNetworks {
		for _, s := range v.Subnets {
			if key := s.ID.Key(); exact[key] {
				out[key] = key
			} else if key := named[strings.ToLower(s.ID.Path())]; key != "" {
				out[s.ID.Key()] = key
			}
		}
	}
	return out
}

// origin is addresses at which packets start in both versions, or in one: then
// the other place is zero.
type origin struct {
	old, new  pipeline.PlaceID
	addresses packet.AddrSet
}

// origins pairs the sources of both versions: the same place, then by address
// within a subnet.
func (e *ends) origins() []origin {
	var out []origin
	leftOld := map[pipeline.PlaceID]packet.AddrSet{}
	inSubnet := map[string][]pipeline.PlaceID{}
	for i := range e.old.Pipeline.Places {
		if p := &e.old.Pipeline.Places[i]; e.ofOld[i] != 0 && p.Origin != 0 {
			leftOld[p.ID] = p.Addresses
			inSubnet[e.subnetKey(p)] = append(inSubnet[e.subnetKey(p)], p.ID)
		}
	}
	take := func(old, new pipeline.PlaceID, left packet.AddrSet) packet.AddrSet {
		both := left.Intersect(leftOld[old])
		if !both.IsEmpty() {
			out = append(out, origin{old, new, both})
			leftOld[old] = leftOld[old].Subtract(both)
		}
		return left.Subtract(both)
	}
	leftNew := make([]packet.AddrSet, len(e.new.Pipeline.Places))
	for i := range e.new.Pipeline.Places {
		if p := &e.new.Pipeline.Places[i]; e.ofNew[i] != 0 && p.Origin != 0 {
			leftNew[i] = take(e.change.OldPlace(p.ID), p.ID, p.Addresses)
		}
	}
	for i, left := range leftNew {
		p := &e.new.Pipeline.Places[i]
		for _, old := range inSubnet[p.Subnet.Key()] {
			if p.Subnet != "" && !left.IsEmpty() {
				left = take(old, p.ID, left)
			}
		}
		if !left.IsEmpty() && p.Kind != pipeline.InternetNode {
			out = append(out, origin{0, p.ID, left})
		}
	}
	for i := range e.old.Pipeline.Places {
		p := &e.old.Pipeline.Places[i]
		if left := leftOld[p.ID]; !left.IsEmpty() && p.Kind != pipeline.InternetNode {
			out = append(out, origin{p.ID, 0, left})
		}
	}
	return out
}

// pairs counts the pairs of ends of both versions, those of one subnet as one.
func (e *ends) pairs() int {
	distinct := map[string]bool{}
	for _, g := range e.groups[1:] {
		distinct[g] = true
	}
	return len(distinct) * len(distinct)
}
