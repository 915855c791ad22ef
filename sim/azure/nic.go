package azure

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/rule"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// nic is a network interface of a host during compilation.
type nic struct {
	res    *topology.NetworkInterface
	point  *point
	place  pipeline.PlaceID
	claims []*claim // parallel to its IP configurations
	// instance is parallel too: the public addresses.
	instance []instance
	routes   pipeline.TableID
	in       pipeline.TableID // first filter in
	arrive   pipeline.TableID // past the filters in
	out      pipeline.TableID // first filter out
}

// rules makes a list of rule ids.
func rules(ids ...rule.ID) []rule.ID { return ids }

// addrs returns the private addresses of the interface.
func (n *nic) addrs() packet.AddrSet {
	var set packet.AddrSet
	for _, h := range n.claims {
		if h.addr.IsValid() {
			set = set.Union(packet.FromAddrs(h.addr))
		}
	}
	return set
}

// ownAddrs returns the addresses that the host takes as its own: those of the
// interface, and of front ends whose rules keep their address.
func (n *nic) ownAddrs(c *compiler) packet.AddrSet { return n.addrs().Union(c.floatingAddrs(n)) }

// holdNICs makes a host of each network interface. Those of private endpoints
// are the private endpoint's.
func (c *compiler) holdNICs() {
	for _, res := range c.design.NetworkInterfaces {
		if res.PrivateEndpoint == nil && len(res.IPConfigurations) > 0 {
			c.holdNIC(res)
		}
	}
}

func (c *compiler) holdNIC(res *topology.NetworkInterface) {
	first := res.IPConfigurations[0]
	if first.Subnet.Dangles() || !first.Subnet.IsSet() {
		c.holdLost(res)
		return
	}
	s := c.subnetOf[first.Subnet.Target]
	n := &nic{res: res}
	node := c.b.Node(pipeline.Node{Kind: pipeline.HostNode, Name: hostName(res), Within: s.path(), Resource: res.ID, Pos: res.Pos})
	n.point = &point{name: hostName(res), node: node, subnet: s, nic: res, state: c.b.State()}
	n.place = c.place(pipeline.Place{Node: node, Kind: pipeline.HostNode, Resource: res.ID, Subnet: s.res.ID, Held: true, Answers: true})
	n.arrive = c.b.Reserve(node, pipeline.PlumbingTable, "arrival at "+n.point.name)
	n.routes = c.routesOf(n)
	gap := c.doubts(n.point)
	n.out = c.filtersOut(n.point, c.doubted(gap, node, n.point.name, c.behindFrontends(n.point, n.addrs, n.routes)))
	n.in = c.filtersIn(n.point, c.doubted(gap, node, n.point.name, n.arrive))
	if gap := c.unlisted(n.point); gap != nil {
		n.out, n.in = c.doubted(gap, node, n.point.name, n.out), c.doubted(gap, node, n.point.name, n.in)
	}
	for _, ip := range res.IPConfigurations {
		n.claims = append(n.claims, c.claimIP(ip, s, n.in))
	}
	c.nics = append(c.nics, n)
	s.nics = append(s.nics, n)
	c.nicOf[res] = n
	c.instances(n)
	c.later(func() { c.wireNIC(n) })
}

// claimIP claims the address of one IP configuration and enters it in its ASGs.
func (c *compiler) claimIP(ip *topology.IPConfiguration, s *subnet, in pipeline.TableID) *claim {
	h := c.claim(claim{subnet: s, owner: ip.ID, name: hostName(ip.NIC), fixed: ip.PrivateIPAddress, ipv6: ip.IPv6, pos: ip.Pos, entry: in})
	for _, asg := range ip.ApplicationSecurityGroups {
		key := asg.ID.Key()
		if asg.Why != nil {
			c.looseMembers = append(c.looseMembers, looseMember{h, danglingGap(asg, ip.ID, "applicationSecurityGroups", "which application security groups "+hostName(ip.NIC)+" is in", "NSG-9")})
		}
		c.members[key] = append(c.members[key], h)
	}
	return h
}

// hostName is the name of the machine, with the interface's where it has several.
func hostName(res *topology.NetworkInterface) string {
	switch owner := res.Owner.(type) {
	case *topology.VirtualMachine:
		if len(owner.NICs) > 1 {
			return owner.Name + "/" + res.Name
		}
		return owner.Name
	}
	return res.Name
}

// downAt returns where the facts take the interface or its machine out of service.
func (c *compiler) downAt(n *nic) (source.Pos, bool) {
	if d, down := c.isDown(n.res.ID); down {
		return d.Pos, true
	}
	if n.res.Owner == nil {
		return source.Pos{}, false
	}
	d, down := c.isDown(n.res.Owner.Base().ID)
	return d.Pos, down
}

// wireDown fills the tables of an interface that is out of service: it sends
// and receives nothing.
func (c *compiler) wireDown(n *nic, at source.Pos) {
	silent := pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &pipeline.Cause{Kind: pipeline.NoHost, Name: n.point.name,
		Resource: n.res.ID, Pos: at, Reason: n.point.name + " is taken out of service"}}
	c.b.Fill(n.arrive, nil, silent)
	c.b.SetOrigin(n.place, c.b.Table(n.point.node, pipeline.PlumbingTable, "sent by "+n.point.name, nil, silent))
}

// wireNIC fills the tables at both ends of the interface's filters.
func (c *compiler) wireNIC(n *nic) {
	own := n.ownAddrs(c)
	c.setAddresses(n)
	if at, down := c.downAt(n); down {
		c.wireDown(n, at)
		return
	}
	c.b.SetOrigin(n.place, c.origin(n.point, own, n.place, n.forwards(), n.out))
	rows := []pipeline.Row{{Dst: &own, Action: pipeline.Action{Kind: pipeline.Deliver, Place: n.place}}}
	c.b.Fill(n.arrive, c.arrivalState(n), append(rows, c.forwarding(n)...)...)
}

// setAddresses enters the interface's addresses at its place.
func (c *compiler) setAddresses(n *nic) {
	var assumed []*pipeline.Assumption
	for _, h := range n.claims {
		if h.assumed != nil {
			assumed = append(assumed, h.assumed)
		}
	}
	c.b.SetAddresses(n.place, n.addrs(), c.publicOf(n), assumed...)
}

// holdLost makes a host of an interface whose subnet is not in the input:
// where its packets go is not known.
func (c *compiler) holdLost(res *topology.NetworkInterface) {
	ip := res.IPConfigurations[0]
	node := c.b.Node(pipeline.Node{Kind: pipeline.HostNode, Name: hostName(res), Resource: res.ID, Pos: res.Pos})
	place := c.place(pipeline.Place{Node: node, Kind: pipeline.HostNode, Resource: res.ID, Held: true, Answers: true})
	if a, ok := ip.PrivateIPAddress.Get(); ok {
		c.b.SetAddresses(place, packet.FromAddrs(a), packet.AddrSet{})
	}
	gap := danglingGap(ip.Subnet, res.ID, "ipConfigurations.subnet", "which subnet "+hostName(res)+" is in")
	c.b.SetOrigin(place, c.b.Table(node, pipeline.PlumbingTable, "sent by "+hostName(res), nil, pipeline.Row{
		Action: pipeline.Action{Kind: pipeline.UnknownAction},
		Cause:  &pipeline.Cause{Kind: pipeline.Unmodelled, Name: res.Name, Resource: res.ID, Pos: res.Pos, Gap: gap},
	}))
}
