package azure

import (
	"net/netip"
	"slices"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// vnet is a virtual network during compilation.
type vnet struct {
	res        *topology.VirtualNetwork
	prefixes   []netip.Prefix
	space      packet.AddrSet
	gap        *pipeline.Gap // set if the address space is not known; prefixes is empty then
	subnets    []*subnet
	halves     []*half // of its peerings, connected or not, in input order
	node       pipeline.NodeID
	delivery   pipeline.TableID // by destination address, to whoever holds it
	claims     []*claim         // what is held in it, by address once allocated
	held       map[netip.Addr]*claim
	platform   pipeline.PlaceID // of the platform's own addresses
	platformIn pipeline.TableID
	sent       sentTable // of the first point whose packets no rule on the platform filters
	// outboundAs stands for the address of default outbound access, if anybody uses it.
	outboundAs      packet.AddrSet
	outboundState   pipeline.StateID
	outboundAssumed *pipeline.Assumption
	hubConn         *hubConn // to a virtual hub; nil: none
	// beyond is why a network manager may connect the VNet to others; nil: it does not.
	beyond *pipeline.Gap
}

// subnet is a subnet during compilation.
type subnet struct {
	res      *topology.Subnet
	name     string // "web/frontend"
	vnet     *vnet
	prefixes []netip.Prefix
	space    packet.AddrSet
	free     packet.AddrSet // see usable
	gap      *pipeline.Gap  // set if the prefixes are not known
	node     pipeline.NodeID
	claims   []*claim
	nics     []*nic
	context  *tagContext // what VirtualNetwork and Internet mean here; see contextOf
	// like is the subnet whose routes it has, see routeModel; else candidates are
	// all routes, winners and losers, once selected, and active those that apply,
	// in order of preference.
	like       *subnet
	candidates []*EffectiveRoute
	active     []*EffectiveRoute
	routes     pipeline.TableID // the route table that its plain NICs share
	outbound   pipeline.TableID // where a route to Internet leads
	endpoint   pipeline.TableID // where routes of its service endpoints lead; 0 until needed
	identity   packet.AddrSet   // as services see it by them
	planned    *planned         // nil where Azure lets nobody put a host
	// instances is where packets lead to those addresses of a platform subnet that
	// no claim holds, as a firewall's other instances; 0: nowhere.
	instances pipeline.TableID
	answers   pipeline.TableID // where those of its private endpoints start; 0 until needed
}

// path is the subnet's short name, "web/frontend".
func (s *subnet) path() string { return s.name }

// isNamed tells whether the subnet bears one of Azure's own names.
func (s *subnet) isNamed(name string) bool { return topology.ID(s.res.Name).Equal(topology.ID(name)) }

// reservedNames are subnets in which Azure puts its own resources only.
var reservedNames = []string{"GatewaySubnet", "AzureFirewallSubnet", "AzureFirewallManagementSubnet",
	"AzureBastionSubnet", "RouteServerSubnet", "VirtualNetworkApplianceSubnet"}

// hostsPeople tells whether customers may put network interfaces there.
func (s *subnet) hostsPeople() bool { return !slices.ContainsFunc(reservedNames, s.isNamed) }

// reserved returns the addresses of the subnet that Azure keeps.
//
// WALK-13: the first four addresses and the last of each prefix.
func (s *subnet) reserved() packet.AddrSet {
	var ranges []packet.AddrRange
	for _, p := range s.prefixes {
		whole := packet.FromPrefixes(p).Ranges()[0]
		fourth := whole.Lo
		for range 3 {
			fourth = fourth.Next()
		}
		ranges = append(ranges, packet.AddrRange{Lo: whole.Lo, Hi: fourth}, packet.AddrRange{Lo: whole.Hi, Hi: whole.Hi})
	}
	return packet.AddrSetOf(ranges...)
}

// usable returns the addresses of the subnet that something may hold.
func (s *subnet) usable() packet.AddrSet {
	if s.free.IsEmpty() {
		s.free = s.space.Subtract(s.reserved())
	}
	return s.free
}

// indexVNets prepares each VNet and subnet with the tables that others lead to.
func (c *compiler) indexVNets() {
	c.grow()
	for _, res := range c.design.VirtualNetworks {
		v := c.newVNet(res)
		c.vnets = append(c.vnets, v)
		c.vnetOf[res] = v
		for _, sub := range res.Subnets {
			s := c.newSubnet(v, sub)
			v.subnets = append(v.subnets, s)
			c.subnetOf[sub] = s
		}
	}
	for _, v := range c.vnets {
		c.indexPeerings(v)
	}
}

// grow makes room for what the design will have: tables, nodes and places of
// hosts and of planned hosts are most of them.
func (c *compiler) grow() {
	hosts, subnets, vnets := len(c.design.NetworkInterfaces), 0, len(c.design.VirtualNetworks)
	for _, v := range c.design.VirtualNetworks {
		subnets += len(v.Subnets)
	}
	c.b.Grow(10*(hosts+subnets)+4*vnets, hosts+2*(subnets+vnets), hosts+subnets+vnets)
}

func (c *compiler) newVNet(res *topology.VirtualNetwork) *vnet {
	v := &vnet{res: res, held: map[netip.Addr]*claim{}}
	v.prefixes, v.gap = c.prefixes(res.AddressPrefixes, res.ID, "addressSpace.addressPrefixes",
		"which addresses VNet "+res.Name+" has")
	v.space = packet.FromPrefixes(v.prefixes...)
	v.node = c.b.Node(pipeline.Node{Kind: pipeline.NetworkNode, Name: res.Name, Resource: res.ID, Pos: res.Pos})
	v.delivery = c.b.Reserve(v.node, pipeline.PlumbingTable, "delivery in "+res.Name)
	return v
}

func (c *compiler) newSubnet(v *vnet, res *topology.Subnet) *subnet {
	s := &subnet{res: res, vnet: v, name: v.res.Name + "/" + res.Name}
	s.prefixes, s.gap = c.prefixes(res.AddressPrefixes, res.ID, "addressPrefixes",
		"which addresses subnet "+s.path()+" has")
	s.space = packet.FromPrefixes(s.prefixes...)
	s.node = c.b.Node(pipeline.Node{Kind: pipeline.NetworkNode, Name: s.path(), Within: v.res.Name, Resource: res.ID, Pos: res.Pos})
	s.routes = c.b.Reserve(0, pipeline.RouteTable, "routes of "+s.path())
	s.outbound = c.b.Reserve(0, pipeline.PlumbingTable, "outbound of "+s.path())
	return s
}

// prefixes returns a list of prefixes, or a gap where it is not known.
func (c *compiler) prefixes(p topology.Property[[]netip.Prefix], id topology.ID, name, why string) ([]netip.Prefix, *pipeline.Gap) {
	list, ok := p.Get()
	if !ok && p.Unknown() != nil {
		return nil, unknownGap(p.Unknown(), id, name, why, p.Pos)
	}
	return list, nil
}

// subnetAt returns the subnet of a VNet that holds an address, or nil.
func (v *vnet) subnetAt(a netip.Addr) *subnet {
	for _, s := range v.subnets {
		if s.space.Contains(a) {
			return s
		}
	}
	return nil
}
