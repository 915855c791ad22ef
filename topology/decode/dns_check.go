package decode

import (
	"vnetproof/topology"
)

// checkZoneLinks refuses a VNet that sees two zones of one name.
//
// DNS-5: a zone name is linked once per VNet. One of them may register (DNS-6).
func (d *Decoder) checkZoneLinks() {
	type seen struct{ zone, network string }
	taken := map[seen]*topology.DNSZoneLink{}
	registers := map[string]*topology.DNSZoneLink{}
	for _, z := range d.design.PrivateDNSZones {
		for _, l := range z.Links {
			if l.VirtualNetwork.ID == "" {
				continue
			}
			network := l.VirtualNetwork.ID.Key()
			at := seen{topology.ID(z.Name).Key(), network}
			if first := taken[at]; first != nil {
				d.wrong(l.VirtualNetwork.Pos, "", "duplicate-zone-link", "link one zone of each name", "%s: virtual network %s is already linked to a zone %s, by %s",
					label(&l.Resource), l.VirtualNetwork.ID.Path(), z.Name, first.Name)
			}
			taken[at] = l
			if !l.RegistrationEnabled.Or(false) {
				continue
			}
			if first := registers[network]; first != nil {
				d.warn(l.RegistrationEnabled.Pos, "two-registration-zones", "a network registers in one zone", "%s: virtual network %s already registers in another zone",
					label(&l.Resource), l.VirtualNetwork.ID.Path())
			}
			registers[network] = l
		}
	}
}
