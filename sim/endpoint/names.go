package endpoint

import (
	"cmp"
	"net/netip"
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// Names knows the short names by which answers call places and subnets. A name
// that two of them would share is told apart by resource group, and by
// subscription where the group's name is shared, too. It is not
// changed once built and is safe for concurrent use.
type Names struct {
	p        *pipeline.Pipeline
	places   []string // by PlaceID
	subnets  map[string]*topology.Subnet
	paths    map[string]string // subnet key → name
	members  map[string][]pipeline.PlaceID
	internet map[pipeline.PlaceID]bool
	// standsFor names what a stand-in address represents; nil: there are none.
	standsFor func(netip.Addr) (string, bool)
}

// NewNames returns the names of a compiled design. StandsFor, where given, names
// what the stand-in addresses of the internet represent.
func NewNames(d *topology.Design, p *pipeline.Pipeline, standsFor ...func(netip.Addr) (string, bool)) *Names {
	n := &Names{p: p, places: make([]string, len(p.Places)), subnets: map[string]*topology.Subnet{}, paths: map[string]string{},
		members: map[string][]pipeline.PlaceID{}, internet: map[pipeline.PlaceID]bool{}}
	for _, v := range d.VirtualNetworks {
		for _, s := range v.Subnets {
			n.subnets[s.ID.Key()] = s
		}
	}
	if len(standsFor) > 0 {
		n.standsFor = standsFor[0]
	}
	n.nameSubnets(d)
	n.namePlaces()
	return n
}

// nameSubnets names each subnet after its VNet, and its group where need be.
func (n *Names) nameSubnets(d *topology.Design) {
	shared := sharedNames{}
	path := func(s *topology.Subnet) string { return s.VirtualNetwork.Name + "/" + s.Name }
	for _, s := range n.subnets {
		shared.add(path(s), s.ID)
	}
	for _, v := range d.VirtualNetworks {
		for _, s := range v.Subnets {
			n.paths[s.ID.Key()] = shared.unique(path(s), s.ID)
		}
	}
}

// namePlaces names each place after its node.
func (n *Names) namePlaces() {
	shared := sharedNames{}
	for i := 1; i < len(n.p.Places); i++ {
		shared.add(n.nodeOf(pipeline.PlaceID(i)).Name, n.p.Places[i].Resource)
	}
	for i := 1; i < len(n.p.Places); i++ {
		id := pipeline.PlaceID(i)
		place := &n.p.Places[i]
		switch place.Kind {
		case pipeline.PlannedNode:
			n.places[i] = "planned hosts of " + n.Subnet(place.Subnet)
		case pipeline.InternetNode:
			n.places[i] = "internet"
			n.internet[id] = true
		default:
			n.places[i] = shared.unique(n.nodeOf(id).Name, place.Resource)
		}
		if place.Subnet != "" {
			key := place.Subnet.Key()
			n.members[key] = append(n.members[key], id)
		}
	}
}

// sharedNames counts who bears a name, by its key.
type sharedNames map[string]bearers

// bearers are those that bear one name, or one name in groups of one name.
type bearers struct {
	count         int
	subscription  string // of the first one
	subscriptions bool   // there are several
}

func (s sharedNames) add(name string, id topology.ID) {
	for _, key := range []string{topology.ID(name).Key(), topology.ID(id.ResourceGroup() + "/" + name).Key()} {
		b, own := s[key], topology.ID(id.Subscription()).Key()
		if b.count == 0 {
			b.subscription = own
		}
		b.count++
		b.subscriptions = b.subscriptions || own != b.subscription
		s[key] = b
	}
}

// unique returns the shortest form of a name that tells its bearer from others.
func (s sharedNames) unique(name string, id topology.ID) string {
	group := id.ResourceGroup()
	if group == "" || s[topology.ID(name).Key()].count < 2 {
		return name
	}
	name = group + "/" + name
	if s[topology.ID(name).Key()].subscriptions {
		name = id.Subscription() + "/" + name
	}
	return name
}

func (n *Names) nodeOf(id pipeline.PlaceID) *pipeline.Node { return &n.p.Nodes[n.p.Places[id].Node] }

// Place returns the short name of a place.
func (n *Names) Place(id pipeline.PlaceID) string { return n.places[id] }

// Subnet returns the short name of a subnet, "web/frontend".
func (n *Names) Subnet(id topology.ID) string {
	if name, ok := n.paths[id.Key()]; ok {
		return name
	}
	return id.Path()
}

// Of names a set of addresses by place. Places that make up a whole subnet, or
// all of several hosts in it, are named as the subnet. The order is that of the
// addresses, IPv4 first.
func (n *Names) Of(parts map[pipeline.PlaceID]packet.AddrSet) []Named {
	left := map[pipeline.PlaceID]packet.AddrSet{}
	subnets := map[string]bool{}
	for id, set := range parts {
		left[id] = set
		if key := n.p.Places[id].Subnet.Key(); key != "" {
			subnets[key] = true
		}
	}
	var out []Named
	for key := range subnets {
		if named, ok := n.whole(key, left); ok {
			out = append(out, named)
		}
	}
	for id, set := range left {
		if n.internet[id] {
			out = append(out, n.outside(id, set)...)
		} else {
			out = append(out, n.single(id, set))
		}
	}
	slices.SortFunc(out, compareNamed)
	return out
}

func compareNamed(a, b Named) int {
	if c := cmp.Or(a.Addresses.Compare(b.Addresses), cmp.Compare(a.Name, b.Name)); c != 0 {
		return c
	}
	return cmp.Compare(a.Resource.Key(), b.Resource.Key())
}

// whole takes the members of a subnet out of left if all of them are whole
// there: held and planned, or all of several held ones.
func (n *Names) whole(key string, left map[pipeline.PlaceID]packet.AddrSet) (Named, bool) {
	var all packet.AddrSet
	var taken []pipeline.PlaceID
	complete := true
	for _, id := range n.members[key] {
		place := &n.p.Places[id]
		set, ok := left[id]
		switch {
		case place.Addresses.IsEmpty():
		case !ok && !place.Held:
			complete = false
		case !ok || !fills(set, place.Addresses):
			return Named{}, false
		default:
			all = all.Union(set)
			taken = append(taken, id)
		}
	}
	if len(taken) == 0 || len(taken) == 1 && n.p.Places[taken[0]].Held {
		return Named{}, false
	}
	for _, id := range taken {
		delete(left, id)
	}
	return n.subnet(key, all, complete), true
}

func (n *Names) subnet(key string, all packet.AddrSet, complete bool) Named {
	named := Named{Name: n.paths[key], Addresses: all, Whole: complete}
	if s := n.subnets[key]; s != nil {
		named.Resource = s.ID
	}
	if complete {
		named.Space = n.space(key, all)
	}
	return named
}

// single names a part of one place.
func (n *Names) single(id pipeline.PlaceID, set packet.AddrSet) Named {
	place := &n.p.Places[id]
	named := Named{Name: n.places[id], Resource: place.Resource, Addresses: set, Whole: fills(set, place.Addresses)}
	switch {
	case place.Kind == pipeline.PlannedNode && named.Whole:
		named.Space = n.space(place.Subnet.Key(), set)
	case place.Kind == pipeline.PaaSNode || place.Kind == pipeline.FrontDoorNode:
		named.Addresses = set.Subtract(standIns)
	}
	return named
}

// standIns are the addresses that may stand for others which nobody knows.
var standIns = packet.FromPrefixes(netip.MustParsePrefix("240.0.0.0/4"))

// outside names a part of the internet. What stands for a service tag or a
// platform service bears its name and shows no address.
func (n *Names) outside(id pipeline.PlaceID, set packet.AddrSet) []Named {
	all := n.p.Places[id].Addresses
	if fills(set, all) {
		return []Named{{Name: "any public address", Addresses: set.Subtract(standIns), Whole: true}}
	}
	var out []Named
	for _, r := range set.Intersect(standIns).Ranges() {
		for a := r.Lo; a.Compare(r.Hi) <= 0; a = a.Next() {
			name, ok := n.stand(a)
			if !ok {
				break
			}
			out = append(out, Named{Name: name})
		}
	}
	if rest := set.Subtract(standIns); !rest.IsEmpty() {
		out = append(out, Named{Name: "public addresses", Addresses: rest})
	}
	return out
}

func (n *Names) stand(a netip.Addr) (string, bool) {
	if n.standsFor == nil {
		return "", false
	}
	return n.standsFor(a)
}

// space returns the prefixes of a subnet, in the families that set has.
func (n *Names) space(key string, set packet.AddrSet) packet.AddrSet {
	if s := n.subnets[key]; s != nil {
		return familiesOf(packet.FromPrefixes(s.AddressPrefixes.Or(nil)...), set)
	}
	return packet.AddrSet{}
}

// fills tells whether set is all of whole, in the families that set has.
func fills(set, whole packet.AddrSet) bool {
	return !set.IsEmpty() && set.Equal(familiesOf(whole, set))
}

// familiesOf returns what of whole is of a family that set has.
func familiesOf(whole, set packet.AddrSet) packet.AddrSet {
	var out packet.AddrSet
	for _, f := range packet.Families() {
		if !set.OfFamily(f).IsEmpty() {
			out = out.Union(whole.OfFamily(f))
		}
	}
	return out
}
