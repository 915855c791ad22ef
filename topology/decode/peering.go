package decode

import (
	"vnetproof/topology"
)

func peering(o *object, r topology.Resource) *topology.Peering {
	h := &topology.Peering{Resource: r}
	p := o.of(&h.Resource)
	ref(p, "remoteVirtualNetwork", &h.Remote)
	h.AllowVirtualNetworkAccess = p.boolean("allowVirtualNetworkAccess")
	h.AllowForwardedTraffic = p.boolean("allowForwardedTraffic")
	h.AllowGatewayTransit = p.boolean("allowGatewayTransit")
	h.UseRemoteGateways = p.boolean("useRemoteGateways")
	h.PeerCompleteVNets = p.boolean("peerCompleteVnets")
	h.LocalSubnetNames = listOf(p, "localSubnetNames", p.parseText)
	h.RemoteSubnetNames = listOf(p, "remoteSubnetNames", p.parseText)
	h.State = p.oneOf("peeringState", "Initiated", "Connected", "Disconnected")
	h.SyncLevel = p.oneOf("peeringSyncLevel", "FullyInSync", "LocalNotInSync", "RemoteNotInSync", "LocalAndRemoteNotInSync")
	h.RemoteAddressPrefixes = addressSpace(p, "remoteAddressSpace")
	if h.RemoteAddressPrefixes.IsAbsent() {
		h.RemoteAddressPrefixes = addressSpace(p, "remoteVirtualNetworkAddressSpace")
	}
	p.noteTrue("enableOnlyIPv6Peering")
	p.rest("doNotVerifyRemoteGateways", "remoteBgpCommunities", "remoteVirtualNetworkEncryption", "remoteGateways",
		"localAddressSpace", "localVirtualNetworkAddressSpace", "remoteVirtualNetworkAddressSpace", "routeServiceVips")
	return h
}

// joinPeerings finds the other half of each peering: the first one that leads back.
func joinPeerings(networks []*topology.VirtualNetwork) {
	type way struct{ from, to *topology.VirtualNetwork }
	halves := map[way]*topology.Peering{}
	for _, v := range networks {
		for _, h := range v.Peerings {
			if at := (way{v, h.Remote.Target}); halves[at] == nil {
				halves[at] = h
			}
		}
	}
	for _, v := range networks {
		for _, h := range v.Peerings {
			if h.Remote.Target != nil {
				h.Other = halves[way{h.Remote.Target, v}]
			}
		}
	}
}
