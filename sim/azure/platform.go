package azure

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

// Services of the platform's virtual addresses.
var (
	wireServices = []packet.Service{
		packet.NewService(packet.Of(packet.TCP), packet.AllPorts(), packet.Ports(53, 80, 32526)),
		packet.NewService(packet.Of(packet.UDP), packet.AllPorts(), packet.Ports(53, 67)),
	}
	metadataServices = []packet.Service{packet.NewService(packet.Of(packet.TCP), packet.AllPorts(), packet.Ports(80))}
)

// holdPlatform makes the platform's virtual addresses a place of each VNet:
// they are the same everywhere, and never leave the host's VNet.
func (c *compiler) holdPlatform() {
	for _, v := range c.vnets {
		node := c.b.Node(pipeline.Node{Kind: pipeline.PlatformNode, Name: "Azure platform", Within: v.res.Name, Resource: v.res.ID, Pos: v.res.Pos})
		v.platform = c.b.Place(pipeline.Place{Node: node, Kind: pipeline.PlatformNode, Resource: v.res.ID, Held: true, Answers: true,
			Addresses: packet.FromAddrs(wireServer, metadata), Origin: v.delivery})
		v.platformIn = c.b.Table(node, pipeline.PlumbingTable, "Azure platform in "+v.res.Name, nil,
			pipeline.Row{Action: pipeline.Action{Kind: pipeline.Deliver, Place: v.platform}})
	}
}

// toPlatform leads a host's packets to the platform's addresses, by a table
// that filters them.
//
// WALK-12: no user route and no NSG has a say in them, unless a rule names the
// platform's own tags.
func toPlatform(v *vnet, filter pipeline.TableID) []pipeline.Row {
	wire, meta := packet.FromAddrs(wireServer), packet.FromAddrs(metadata)
	cause := &pipeline.Cause{Kind: pipeline.RouteCause, Name: "Azure platform", Resource: v.res.ID, Pos: v.res.Pos,
		Rules: rules("WALK-12"), Reason: "the platform's own addresses are past routes and NSGs"}
	nobody := &pipeline.Cause{Kind: pipeline.NoHost, Name: "Azure platform", Resource: v.res.ID, Pos: v.res.Pos,
		Rules: rules("WALK-12"), Reason: "the platform's address offers no such service"}
	lead := pipeline.Action{Kind: pipeline.Goto, Next: filter}
	var rows []pipeline.Row
	for i := range wireServices {
		rows = append(rows, pipeline.Row{Dst: &wire, Service: &wireServices[i], Action: lead, Cause: cause})
	}
	for i := range metadataServices {
		rows = append(rows, pipeline.Row{Dst: &meta, Service: &metadataServices[i], Action: lead, Cause: cause})
	}
	both := wire.Union(meta)
	return append(rows, pipeline.Row{Dst: &both, Action: pipeline.Action{Kind: pipeline.Drop}, Cause: nobody})
}
