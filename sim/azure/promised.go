package azure

import (
	"net/netip"

	"vnetproof/topology"
)

// promised returns the address that a value will be which is not known before
// deployment, where it is that of a resource of the design: the address that
// this one is taken to have, with the assumption that goes with it.
func (c *compiler) promised(u *topology.Unknown) (netip.Addr, bool) {
	if u == nil || u.AddressOf == "" {
		return netip.Addr{}, false
	}
	h := c.claimOf[c.firstHolder(u.AddressOf).Key()]
	if h == nil || !h.addr.IsValid() {
		return netip.Addr{}, false
	}
	return h.addr, true
}

// firstHolder is what holds the first private address of a resource.
func (c *compiler) firstHolder(id topology.ID) topology.ID {
	switch r := c.design.ByID(id).(type) {
	case *topology.NetworkInterface:
		if len(r.IPConfigurations) > 0 {
			return r.IPConfigurations[0].ID
		}
	case *topology.LoadBalancer:
		if len(r.Frontends) > 0 {
			return r.Frontends[0].ID
		}
	}
	return id
}
