package azure

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// holdInternet makes the place that stands for everybody outside, and reserves
// the public edge: the table at which all public traffic meets.
func (c *compiler) holdInternet() {
	node := c.b.Node(pipeline.Node{Kind: pipeline.InternetNode, Name: "internet"})
	c.public.edge = c.b.Reserve(node, pipeline.PlumbingTable, "public edge")
	c.internet = c.b.Place(pipeline.Place{Node: node, Kind: pipeline.InternetNode, Held: true, Answers: true, Origin: c.public.edge})
}

// fillEdge fills the public edge: by destination, to what holds the public
// address in the design, else to the internet.
func (c *compiler) fillEdge() {
	var rows []pipeline.Row
	for _, h := range c.public.heads {
		rows = append(rows, h.row())
	}
	rows = append(rows, c.looseRows()...)
	if c.public.backends != 0 {
		backends := c.tag(frontDoorBackend).sure
		rows = append(rows, pipeline.Row{Dst: &backends, Action: pipeline.Action{Kind: pipeline.Goto, Next: c.public.backends}})
	}
	outside := c.internetAddresses()
	c.b.SetAddresses(c.internet, outside, outside)
	rows = append(rows,
		pipeline.Row{Dst: &outside, Action: pipeline.Action{Kind: pipeline.Deliver, Place: c.internet}},
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &pipeline.Cause{Kind: pipeline.RouteCause, Name: "internet",
			Rules: rules("RT-26"), Reason: "nobody on the internet has the address"}})
	c.b.Fill(c.public.edge, nil, rows...)
}

func (h publicHead) row() pipeline.Row {
	addrs := h.addrs
	row := pipeline.Row{Dst: &addrs, Action: pipeline.Action{Kind: pipeline.Goto, Next: h.table}}
	if len(h.assumed) > 0 {
		row.Cause = &pipeline.Cause{Kind: pipeline.PublicAddress, Name: h.owner.Name(), Resource: h.owner, Assumptions: h.assumed}
	}
	return row
}

// looseRows are those of public IP addresses at which nothing takes packets
// from the internet, or something that is not simulated may.
func (c *compiler) looseRows() []pipeline.Row {
	var taken packet.AddrSet
	for _, h := range c.public.heads {
		taken = taken.Union(h.addrs)
	}
	var rows []pipeline.Row
	for _, res := range c.design.PublicIPAddresses {
		dst := packet.FromAddrs(c.public.addrs[res.ID.Key()])
		if taken.ContainsSet(dst) {
			continue
		}
		row := pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &pipeline.Cause{Kind: pipeline.PublicAddress, Name: res.Name,
			Resource: res.ID, Pos: res.Pos, Assumptions: assumptions(c.public.assumed[res.ID.Key()]),
			Reason: "nothing takes packets from the internet at public IP " + res.Name}}
		if gap := firstGap(c.strangerOn(res.ID, "who takes packets at public IP "+res.Name), c.loose.public, c.lostTaker(res), c.ignoredGap(res.ID)); gap != nil {
			row = unmodelled(gap)
		}
		row.Dst = &dst
		rows = append(rows, row)
	}
	return rows
}

// lostTaker is why it is not known what becomes of packets to a public address:
// what has it stands in a subnet that is not in the input.
func (c *compiler) lostTaker(res *topology.PublicIPAddress) *pipeline.Gap {
	for _, nic := range c.design.NetworkInterfaces {
		for _, ip := range nic.IPConfigurations {
			if ip.PublicIPAddress.Target == res && c.nicOf[nic] == nil {
				return danglingGap(ip.Subnet, ip.ID, "subnet", "which subnet "+hostName(nic)+" is in")
			}
		}
	}
	for _, f := range c.design.AzureFirewalls {
		for _, ip := range f.IPConfigurations {
			if ip.PublicIPAddress.Target == res && ip.Subnet.Dangles() {
				return danglingGap(ip.Subnet, ip.ID, "subnet", "which subnet "+f.Name+" is in")
			}
		}
	}
	for _, g := range c.design.ApplicationGateways {
		for _, f := range g.Frontends {
			if f.PublicIPAddress.Target == res && len(g.SubnetRefs) > 0 && g.SubnetRefs[0].Dangles() {
				return danglingGap(g.SubnetRefs[0], g.ID, "gatewayIPConfigurations", "which subnet "+g.Name+" is in")
			}
		}
	}
	return nil
}

// internetAddresses are all public addresses that the design does not hold, and
// the stand-ins of service tags.
func (c *compiler) internetAddresses() packet.AddrSet {
	set := publicSpace.Subtract(packet.FromPrefixes(nonePrefixes...)).Subtract(packet.FromAddrs(wireServer))
	for _, v := range c.vnets {
		set = set.Subtract(v.space)
	}
	set = set.Subtract(c.siteAddrs())
	return set.Union(c.tags.standIns).Subtract(c.publicHeld())
}

// of returns the public addresses of an interface's IP configurations.
func (c *compiler) publicOf(n *nic) packet.AddrSet {
	var set packet.AddrSet
	for _, ip := range n.res.IPConfigurations {
		if ip.PublicIPAddress.IsSet() {
			a, _ := c.publicAddr(ip.PublicIPAddress, ip.IPv6)
			set = set.Union(packet.FromAddrs(a))
		}
	}
	return set
}

// skuOf returns the tier of a public IP address.
//
// NSG-16: without a sku, ARM input means Basic, native files Standard.
func skuOf(r topology.Ref[topology.PublicIPAddress]) topology.SKU {
	if r.Target == nil {
		return topology.Standard
	}
	if s, ok := r.Target.SKU.Get(); ok {
		return s
	}
	if r.Target.APIVersion != "" {
		return topology.Basic
	}
	return topology.Standard
}
