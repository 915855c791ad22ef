package decode

import (
	"vnetproof/topology"
)

// checkHubs looks at what a VNet may not have beside a virtual hub.
//
// VWAN-9: a VNet connects to one hub, and has then no gateway of its own.
func (d *Decoder) checkHubs() {
	taken := map[string]*topology.HubConnection{}
	for _, h := range d.design.VirtualHubs {
		for _, c := range h.Connections {
			if c.RemoteVNet.ID == "" {
				continue
			}
			if first := taken[c.RemoteVNet.ID.Key()]; first != nil {
				d.wrong(c.RemoteVNet.Pos, "", "two-hubs", "a network connects to one hub", "%s: virtual network %s is already connected, by %s",
					label(&c.Resource), c.RemoteVNet.ID.Path(), first.ID.Path())
			}
			taken[c.RemoteVNet.ID.Key()] = c
		}
	}
	for _, g := range d.design.VirtualNetworkGateways {
		if v := gatewayNetwork(g); v != nil && taken[v.ID.Key()] != nil {
			d.warn(g.Pos, "gateway-beside-hub", "the hub's gateways serve it", "%s: its virtual network %s is connected to a virtual hub", label(&g.Resource), v.Name)
		}
	}
}
