package diagram

import (
	"net/netip"
	"strings"

	"vnetproof/topology"
)

// members lists what stands in a subnet: platform resources first, then hosts,
// each in input order.
func (s *scene) members(sub *topology.Subnet) []member {
	var out []member
	add := func(kind, name, detail, fill string, ids ...topology.ID) {
		marked := false
		for _, id := range ids {
			marked = marked || s.marked(id)
		}
		out = append(out, member{ids: ids, row: row{
			kind: kind, name: name, detail: detail, fill: fill, marked: marked, port: port(len(out)),
		}})
	}
	for _, f := range s.design.AzureFirewalls {
		if c := configIn(f.IPConfigurations, sub); c != nil {
			add("firewall", f.Name, firstAddr(f.PrivateIPAddress, c.PrivateIPAddress), firewall, f.ID, c.ID)
		}
	}
	for _, g := range s.design.VirtualNetworkGateways {
		if c := configIn(g.IPConfigurations, sub); c != nil {
			add(gatewayWord(g), g.Name, "", gateway, g.ID, c.ID)
		}
	}
	for _, r := range s.design.RouteServers {
		if r.Subnet.Target == sub {
			add("route server", r.Name, "", gateway, r.ID)
		}
	}
	for _, b := range s.design.BastionHosts {
		if b.Subnet.Target == sub {
			add("bastion", b.Name, "", bastion, b.ID)
		}
	}
	s.frontends(sub, add)
	s.interfaces(sub, add)
	return out
}

func gatewayWord(g *topology.VirtualNetworkGateway) string {
	switch kind, _ := g.GatewayType.Get(); kind {
	case topology.VPN:
		return "VPN gateway"
	case topology.ExpressRoute:
		return "ExpressRoute gateway"
	}
	return "gateway"
}

// frontends lists load balancers, application gateways and private endpoints.
func (s *scene) frontends(sub *topology.Subnet, add func(kind, name, detail, fill string, ids ...topology.ID)) {
	for _, l := range s.design.LoadBalancers {
		for _, f := range l.Frontends {
			if f.Subnet.Target == sub {
				add("load balancer", l.Name, firstAddr(f.PrivateIPAddress), balancer, l.ID, f.ID)
			}
		}
	}
	for _, g := range s.design.ApplicationGateways {
		for _, r := range g.SubnetRefs {
			if r.Target == sub {
				add("application gateway", g.Name, "", balancer, g.ID)
			}
		}
	}
	for _, p := range s.design.PrivateEndpoints {
		if p.Subnet.Target == sub {
			add("private endpoint", p.Name, service(p), privateLink, p.ID, p.NIC.ID)
		}
	}
}

// service is "→ payments-sql", what a private endpoint leads to.
func service(p *topology.PrivateEndpoint) string {
	var names []string
	for _, c := range p.Connections {
		if c.Service.IsSet() {
			names = append(names, refName(c.Service))
		} else if c.PrivateLinkService.IsSet() {
			names = append(names, refName(c.PrivateLinkService))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "→ " + strings.Join(names, ", ")
}

// interfaces lists the NICs of a subnet under the names of their machines.
func (s *scene) interfaces(sub *topology.Subnet, add func(kind, name, detail, fill string, ids ...topology.ID)) {
	for _, n := range s.design.NetworkInterfaces {
		c := configIn(n.IPConfigurations, sub)
		if c == nil || n.PrivateEndpoint != nil {
			continue
		}
		ids := []topology.ID{n.ID, c.ID}
		if machine, ok := n.Owner.(*topology.VirtualMachine); ok && len(machine.NICs) > 0 && machine.NICs[0].Target == n {
			ids = append(ids, machine.ID)
		}
		kind, fill := "", ""
		if n.EnableIPForwarding.Or(false) {
			kind, fill = "appliance", firewall
		}
		detail := firstAddr(c.PrivateIPAddress)
		if c.PublicIPAddress.IsSet() {
			detail = strings.TrimSpace(detail + "  public " + publicAddress(c.PublicIPAddress))
		}
		add(kind, hostName(n), detail, fill, ids...)
	}
}

// hostName is the machine's name, with the NIC's where the machine has several.
func hostName(n *topology.NetworkInterface) string {
	switch owner := n.Owner.(type) {
	case *topology.VirtualMachine:
		if len(owner.NICs) > 1 {
			return owner.Name + " / " + n.Name
		}
		return owner.Name
	case *topology.ScaleSet:
		return owner.Name + " / " + n.Name
	}
	return n.Name
}

func publicAddress(r topology.Ref[topology.PublicIPAddress]) string {
	if r.Target != nil {
		if a, ok := r.Target.IPAddress.Get(); ok {
			return a.String()
		}
	}
	return refName(r)
}

func configIn(configs []*topology.IPConfiguration, sub *topology.Subnet) *topology.IPConfiguration {
	for _, c := range configs {
		if c.Subnet.Target == sub {
			return c
		}
	}
	return nil
}

// firstAddr is the first address that is known, or "".
func firstAddr(properties ...topology.Property[netip.Addr]) string {
	for _, p := range properties {
		if a, ok := p.Get(); ok {
			return a.String()
		}
	}
	return ""
}

// holders calls private addresses by the name of what holds them. An address
// that two VNets use has no name: it would be a guess.
func holders(d *topology.Design) map[netip.Addr]string {
	names := map[netip.Addr]string{}
	if d == nil {
		return names
	}
	add := func(p topology.Property[netip.Addr], name string) {
		a, ok := p.Get()
		if !ok {
			return
		}
		if earlier, taken := names[a]; taken && earlier != name {
			name = ""
		}
		names[a] = name
	}
	for _, f := range d.AzureFirewalls {
		add(f.PrivateIPAddress, f.Name)
		for _, c := range f.IPConfigurations {
			add(c.PrivateIPAddress, f.Name)
		}
	}
	for _, l := range d.LoadBalancers {
		for _, f := range l.Frontends {
			add(f.PrivateIPAddress, l.Name)
		}
	}
	for _, n := range d.NetworkInterfaces {
		for _, c := range n.IPConfigurations {
			add(c.PrivateIPAddress, hostName(n))
		}
	}
	for a, name := range names {
		if name == "" {
			delete(names, a)
		}
	}
	return names
}
