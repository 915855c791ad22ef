package azure

import (
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

var (
	https     = packet.NewService(packet.Of(packet.TCP), packet.AllPorts(), packet.Ports(443))
	anyTCP    = packet.NewService(packet.Of(packet.TCP), packet.AllPorts(), packet.AllPorts())
	sshAndRDP = packet.NewService(packet.Of(packet.TCP), packet.AllPorts(), packet.Ports(22, 3389))
)

// holdBastions makes the bastions of AzureBastionSubnets.
func (c *compiler) holdBastions() {
	for _, res := range c.design.BastionHosts {
		if s := c.subnetOf[res.Subnet.Target]; s != nil {
			c.holdBastion(res, s)
		} else if v := c.vnetOf[res.VirtualNetwork.Target]; v != nil {
			c.holdDeveloperBastion(res, v)
		}
	}
}

// holdBastion makes a bastion in its subnet.
//
// BAS-1: clients come to its address on 443, and it opens SSH or RDP to
// machines from addresses of its subnet, whose NSG filters both.
func (c *compiler) holdBastion(res *topology.BastionHost, s *subnet) {
	r := &relay{name: res.Name, id: res.ID, pos: res.Pos, subnet: s, point: &point{unmanaged: true}, restsOn: []topology.ID{res.PublicIPAddress.ID}}
	c.holdRelay(r, pipeline.BastionNode)
	if res.PublicIPAddress.IsSet() {
		c.addFront(r, res.PublicIPAddress, res.ID)
	}
	c.later(func() {
		c.startRelay(r, r.addrs(), func(next pipeline.TableID) []pipeline.Row { return c.bastionRows(res, s.vnet, next) })
		c.fillArrival(r, pipeline.Row{Service: &https, Action: pipeline.Action{Kind: pipeline.Deliver, Place: r.place},
			Cause: bastionCause(res, "a bastion ends the flows of its clients")},
			pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: bastionCause(res, "a bastion takes clients on port 443 only")})
	})
}

// bastionRows are what a bastion may open: to its own VNet and direct peers, by
// address wherever its routes lead; ports of one's own choice from Standard on.
func (c *compiler) bastionRows(res *topology.BastionHost, v *vnet, next pipeline.TableID) []pipeline.Row {
	near := v.space
	for _, p := range v.halves {
		if p.connected {
			near = near.Union(p.remoteSpace)
		}
	}
	services, why := sshAndRDP, "a bastion opens SSH and RDP only"
	if sku := res.SKUName.Or("Basic"); strings.EqualFold(sku, "Standard") || strings.EqualFold(sku, "Premium") {
		services, why = anyTCP, "a bastion opens TCP flows only"
	}
	open := pipeline.Action{Kind: pipeline.Goto, Next: next}
	if v.gap != nil {
		return []pipeline.Row{unmodelled(v.gap)}
	}
	rows := []pipeline.Row{{Dst: &near, Service: &services, Action: open, Cause: bastionCause(res, res.Name+" opens a flow of its own")}}
	byAddress := res.IPConnect
	far := bastionCause(res, res.Name+" connects by address wherever its routes lead")
	switch u := byAddress.Unknown(); {
	case u != nil:
		far.Gap = unknownGap(u, res.ID, "enableIpConnect", "whether "+res.Name+" connects by address", byAddress.Pos, "BAS-1")
		rows = append(rows, pipeline.Row{Service: &services, Action: open, Cause: far})
	case byAddress.Or(false):
		rows = append(rows, pipeline.Row{Service: &services, Action: open, Cause: far})
	}
	outside := packet.AllAddrs().Subtract(near)
	return append(rows,
		pipeline.Row{Dst: &outside, Service: &services, Action: pipeline.Action{Kind: pipeline.Drop},
			Cause: bastionCause(res, res.Name+" reaches its own VNet and those directly peered only")},
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: bastionCause(res, why)})
}

func bastionCause(res *topology.BastionHost, reason string) *pipeline.Cause {
	return &pipeline.Cause{Kind: pipeline.ApplianceCause, Name: res.Name, Resource: res.ID, Pos: res.Pos, Rules: rules("BAS-1"), Reason: reason}
}

// holdDeveloperBastion makes a bastion of the Developer SKU, which stands
// outside of the VNet: how its flows come in is not modelled.
func (c *compiler) holdDeveloperBastion(res *topology.BastionHost, v *vnet) {
	node := c.node(pipeline.Node{Kind: pipeline.BastionNode, Name: res.Name, Within: v.res.Name, Resource: res.ID, Pos: res.Pos}, nil, v.res.ID)
	place := c.place(pipeline.Place{Node: node, Kind: pipeline.BastionNode, Resource: res.ID, Held: true, Answers: true, Relays: true})
	own := packet.FromAddrs(wireServer)
	gap := &pipeline.Gap{Resource: res.ID, Property: "sku", Pos: res.Pos, Rules: rules("BAS-1"),
		Why: "how the flows of " + res.Name + " come to " + v.res.Name + ": a Developer bastion is shared and stands outside of the network"}
	c.later(func() {
		c.b.SetAddresses(place, own, packet.AddrSet{})
		c.b.SetOrigin(place, c.b.Table(node, pipeline.PlumbingTable, "opened by "+res.Name, nil,
			pipeline.Row{Dst: &v.space, Service: &sshAndRDP, Action: pipeline.Action{Kind: pipeline.UnknownAction},
				Cause: &pipeline.Cause{Kind: pipeline.Unmodelled, Name: res.Name, Resource: res.ID, Pos: res.Pos, Gap: gap}},
			pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: bastionCause(res, "a Developer bastion opens SSH and RDP in its own VNet only")}))
	})
}
