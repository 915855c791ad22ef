package decode

import (
	"net/netip"
	"strings"

	"vnetproof/topology"
)

// maxPeerings is how many peerings a VNet takes (PEER-10).
const maxPeerings = 500

// checkPeerings looks at a VNet's halves of peerings.
//
// PEER-10: at most 500 of them.
func (d *Decoder) checkPeerings(v *topology.VirtualNetwork) {
	if n := len(v.Peerings); n > maxPeerings {
		d.warn(v.Peerings[maxPeerings].Pos, "too-many-peerings", "", "%s has %d peerings; Azure takes %d", label(&v.Resource), n, maxPeerings)
	}
	var transit *topology.Peering
	d.checkPeers(v)
	for _, h := range v.Peerings {
		d.checkPeering(h)
		if h.UseRemoteGateways.Or(false) {
			d.checkRemoteGateway(h, transit)
			transit = h
		}
	}
}

func (d *Decoder) checkPeering(h *topology.Peering) {
	if !h.Remote.IsSet() {
		d.wrong(h.Pos, "", "missing-property", "write remoteVirtualNetwork", "%s leads nowhere", label(&h.Resource))
		return
	}
	if h.Remote.ID.Equal(h.Local.ID) {
		d.wrong(h.Remote.Pos, "", "self-peering", "name another virtual network", "%s leads from %s to itself", label(&h.Resource), h.Local.Name)
		return
	}
	if remote := h.Remote.Target; remote != nil && h.Other == nil && !isStandIn(remote) {
		d.warn(h.Pos, "one-sided-peering", "add the half on "+remote.ID.Path()+": a peering works once both sides have one",
			"%s is one-sided: %s has no peering back", label(&h.Resource), remote.ID.Path())
	}
	d.checkPeerOverlap(h)
}

// isStandIn tells whether the input holds only parts of a VNet, so that others
// may be missing.
func isStandIn(v *topology.VirtualNetwork) bool { return len(v.Incomplete) > 0 }

// checkPeerOverlap refuses peers that share addresses; each pair is told once.
//
// RT-18: address prefixes of peers must not overlap, nor those of two peers of
// one VNet. A subnet peering exchanges only the prefixes of its subnets.
func (d *Decoder) checkPeerOverlap(h *topology.Peering) {
	if h.Other != nil && h.Other.Pos.Compare(h.Pos) < 0 {
		return
	}
	here, there := spaceOf(localPrefixes(h)), spaceOf(remotePrefixes(h))
	a, b, ok := meeting(here, there)
	if !ok {
		b, a, ok = meeting(there, here)
	}
	if ok {
		d.wrong(h.Remote.Pos, "", "overlapping-peers", "give one of the two another address space",
			"%s: %s of %s overlaps %s of %s", label(&h.Resource), a, h.Local.ID.Path(), b, h.Remote.ID.Path())
	}
}

// checkPeers refuses two peerings of a VNet with the same peer, or with peers
// that share addresses (RT-18).
func (d *Decoder) checkPeers(v *topology.VirtualNetwork) {
	peers := map[string]*topology.Peering{}
	var pieces []piece[*topology.Peering]
	for i, h := range v.Peerings {
		key := h.Remote.ID.Key()
		if first := peers[key]; first != nil && key != "" {
			d.wrong(h.Remote.Pos, "", "duplicate-peering", "keep one of the two", "%s: %s is already a peer of %s, by %s",
				label(&h.Resource), h.Remote.ID.Path(), v.ID.Path(), first.Name)
			continue
		}
		peers[key] = h
		for _, p := range remotePrefixes(h) {
			pieces = append(pieces, piece[*topology.Peering]{p, h, i})
		}
	}
	overlaps(pieces, func(a, b piece[*topology.Peering]) {
		if a.of == b.of {
			return // a mistake of the peer itself
		}
		if a.order > b.order {
			a, b = b, a
		}
		d.wrong(b.of.Remote.Pos, "", "overlapping-peers", "give one of the two another address space",
			"%s has peers that overlap: %s of %s and %s of %s", label(&v.Resource), a.prefix, a.of.Remote.ID.Path(), b.prefix, b.of.Remote.ID.Path())
	})
}

// localPrefixes and remotePrefixes are what a half gives and takes, as far as
// the input tells.
func localPrefixes(h *topology.Peering) []netip.Prefix {
	return exchanged(h.Local, h.LocalSubnetNames.Or(nil), h.PeerCompleteVNets.Or(true))
}

func remotePrefixes(h *topology.Peering) []netip.Prefix {
	if h.Remote.Target == nil {
		return h.RemoteAddressPrefixes.Or(nil)
	}
	return exchanged(h.Remote.Target, h.RemoteSubnetNames.Or(nil), h.PeerCompleteVNets.Or(true))
}

// exchanged are the prefixes of a VNet, or of the named subnets alone.
func exchanged(v *topology.VirtualNetwork, subnets []string, whole bool) []netip.Prefix {
	if whole {
		return v.AddressPrefixes.Or(nil)
	}
	var out []netip.Prefix
	for _, s := range v.Subnets {
		for _, name := range subnets {
			if strings.EqualFold(name, s.Name) {
				out = append(out, s.AddressPrefixes.Or(nil)...)
			}
		}
	}
	return out
}

// meeting returns a prefix of outer that holds the beginning of one of inner.
func meeting(outer, inner space) (p, q netip.Prefix, ok bool) {
	for _, q := range inner {
		if p, ok := outer.around(q.Addr()); ok {
			return p, q, true
		}
	}
	return netip.Prefix{}, netip.Prefix{}, false
}

// checkRemoteGateway looks at a half that uses the peer's gateway (PEER-5).
func (d *Decoder) checkRemoteGateway(h, earlier *topology.Peering) {
	pos := h.UseRemoteGateways.Pos
	if earlier != nil {
		d.warn(pos, "two-remote-gateways", "a network uses the gateway of one peer", "%s: %s already uses the gateway of %s",
			label(&h.Resource), h.Local.ID.Path(), earlier.Remote.ID.Path())
	}
	for _, g := range d.design.VirtualNetworkGateways {
		if gatewayNetwork(g) == h.Local {
			d.warn(pos, "own-and-remote-gateway", "a network with a gateway of its own uses no other", "%s: %s has the gateway %s",
				label(&h.Resource), h.Local.ID.Path(), g.Name)
		}
	}
	if h.Other != nil && !h.Other.AllowGatewayTransit.Or(false) && h.Other.AllowGatewayTransit.Unknown() == nil {
		d.warn(pos, "no-gateway-transit", "set allowGatewayTransit on "+h.Other.ID.Path(), "%s uses the gateway of %s, which does not allow it",
			label(&h.Resource), h.Remote.ID.Path())
	}
}
