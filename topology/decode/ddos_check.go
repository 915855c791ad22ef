package decode

import "vnetproof/topology"

// checkDDoSProtection warns of protection that is asked for and not there.
//
// DDOS-1: a plan covers the public addresses of the VNets that name it and turn
// it on; IP protection covers one address, of the Standard tier.
func (d *Decoder) checkDDoSProtection() {
	for _, v := range d.design.VirtualNetworks {
		on, known := v.DDoSProtection.Get()
		switch {
		case known && on && v.DDoSPlan.ID == "":
			d.warn(v.DDoSProtection.Pos, "no-ddos-plan", "name a plan in ddosProtectionPlan", "%s: DDoS protection is on, but no plan is named", label(&v.Resource))
		case known && !on && v.DDoSPlan.ID != "":
			d.warn(v.DDoSProtection.Pos, "ddos-plan-off", "set enableDdosProtection to true", "%s: plan %s is named, but DDoS protection is off", label(&v.Resource), v.DDoSPlan.ID.Name())
		}
	}
	for _, a := range d.design.PublicIPAddresses {
		sku, known := a.SKU.Get()
		if mode, ok := a.DDoSProtection.Get(); ok && mode == "Enabled" && known && sku == topology.Basic {
			d.warn(a.DDoSProtection.Pos, "ddos-basic-address", "make it a Standard address", "%s: IP protection covers Standard addresses, and this one is Basic", label(&a.Resource))
		}
	}
}
