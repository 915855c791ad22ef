package decode

import (
	"strings"

	"vnetproof/topology"
)

// join fills the back links of resources, once all links are resolved.
func (d *Decoder) join() {
	d.joinNetworks()
	d.joinInterfaces()
	d.joinBalancers()
	d.joinHubs()
	for _, e := range d.design.PrivateEndpoints {
		if e.NIC.Target != nil {
			e.NIC.Target.PrivateEndpoint = e
		}
	}
	for _, m := range d.design.NetworkManagers {
		for _, g := range m.Groups {
			g.ByPolicy = d.policyGroups[g.ID.Key()]
		}
	}
}

func (d *Decoder) joinNetworks() {
	for _, v := range d.design.VirtualNetworks {
		for _, s := range v.Subnets {
			s.VirtualNetwork = v
		}
		for _, h := range v.Peerings {
			h.Local = v
		}
	}
	joinPeerings(d.design.VirtualNetworks)
}

// joinInterfaces tells NICs whose they are, and pools and NAT rules which IP
// configurations name them.
func (d *Decoder) joinInterfaces() {
	for _, nic := range d.design.NetworkInterfaces {
		for _, c := range nic.IPConfigurations {
			c.NIC = nic
			joinIPConfiguration(c)
		}
	}
	for _, vm := range d.design.VirtualMachines {
		for _, r := range vm.NICs {
			if r.Target != nil {
				r.Target.Owner = vm
			}
		}
	}
}

func joinIPConfiguration(c *topology.IPConfiguration) {
	for _, r := range c.LoadBalancerBackendPools {
		if r.Target != nil {
			r.Target.Members = append(r.Target.Members, c)
		}
	}
	for _, r := range c.ApplicationGatewayPools {
		if r.Target != nil {
			r.Target.Members = append(r.Target.Members, c)
		}
	}
	for _, r := range c.InboundNATRules {
		if r.Target != nil {
			r.Target.Target = c
		}
	}
}

func (d *Decoder) joinBalancers() {
	for _, b := range d.design.LoadBalancers {
		for _, f := range b.Frontends {
			f.LoadBalancer = b
		}
		for _, p := range b.Pools {
			p.LoadBalancer = b
		}
	}
}

// joinHubs tells virtual hubs what stands in them.
func (d *Decoder) joinHubs() {
	for _, h := range d.design.VirtualHubs {
		for _, t := range h.RouteTables {
			t.Hub = h
		}
		for _, c := range h.Connections {
			c.Hub = h
		}
		if f := h.Firewall.Target; f != nil && !f.VirtualHub.IsSet() {
			f.VirtualHub = topology.Ref[topology.VirtualHub]{ID: h.ID, Pos: h.Firewall.Pos, Target: h}
		}
	}
	for _, f := range d.design.AzureFirewalls {
		if h := f.VirtualHub.Target; h != nil && !h.Firewall.IsSet() {
			h.Firewall = topology.Ref[topology.AzureFirewall]{ID: f.ID, Pos: f.VirtualHub.Pos, Target: f}
		}
	}
	for _, g := range d.design.HubVPNGateways {
		if g.Hub.Target != nil {
			g.Hub.Target.VPNGateway = g
		}
	}
	for _, g := range d.design.HubExpressRouteGateways {
		if g.Hub.Target != nil {
			g.Hub.Target.ExpressRoute = g
		}
	}
	for _, g := range d.design.HubP2SGateways {
		if g.Hub.Target != nil {
			g.Hub.Target.P2S = g
		}
	}
}

// addDefaultTables gives every hub the two route tables that Azure makes
// (VWAN-1), where the input does not list them.
func (d *Decoder) addDefaultTables() {
	for _, h := range d.design.VirtualHubs {
		for _, name := range []string{"defaultRouteTable", "noneRouteTable"} {
			t := &topology.HubRouteTable{Resource: topology.Resource{ID: h.ID.Child("hubRouteTables", name), Name: name,
				Type: h.Type + "/hubRouteTables", APIVersion: h.APIVersion, Location: h.Location, Pos: h.Pos}}
			t.Labels = []string{strings.TrimSuffix(name, "RouteTable")}
			if d.design.Add(t) == nil {
				h.RouteTables = append(h.RouteTables, t)
			}
		}
	}
}
