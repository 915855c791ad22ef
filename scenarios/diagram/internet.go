package diagram

import (
	"vnetproof/topology"
)

// internet draws the internet where something of the design, or of the marked
// path, has a way there.
func (s *scene) internet() {
	d := s.design
	public := len(d.AzureFirewalls)+len(d.NATGateways)+len(d.PublicIPAddresses)+len(d.PublicIPPrefixes) > 0
	if !public && (s.marks == nil || !s.marks.internet) {
		return
	}
	faded := s.marks != nil && !s.marks.internet
	s.world = s.plain(s.graph, "ellipse", paperColor, faded, "internet")
	s.hasWWW = true
}

// natGateways draws the NAT gateways between their subnets and the internet.
func (s *scene) natGateways() {
	for _, g := range s.design.NATGateways {
		faded := s.faded(g.ID)
		n := s.plain(s.graph, "box", balancer, faded, "NAT gateway "+g.Name)
		s.anchor(g.ID, n, "")
		for _, v := range s.design.VirtualNetworks {
			for _, sub := range v.Subnets {
				if to, ok := s.find(sub.ID); ok && sub.NATGateway.Target == g {
					s.line(anchor{node: n}, to, faded)
				}
			}
		}
		if s.hasWWW {
			s.line(anchor{node: s.world}, anchor{node: n}, faded)
		}
	}
}

// publicLoadBalancers draws those whose front ends are on the internet.
func (s *scene) publicLoadBalancers() {
	for _, l := range s.design.LoadBalancers {
		if !isPublic(l) {
			continue
		}
		faded := s.faded(l.ID)
		n := s.plain(s.graph, "box", balancer, faded, "load balancer "+l.Name)
		s.anchor(l.ID, n, "")
		for _, f := range l.Frontends {
			s.anchor(f.ID, n, "")
		}
		for _, to := range s.backends(l) {
			s.line(anchor{node: n}, to, faded)
		}
		if s.hasWWW {
			s.line(anchor{node: s.world}, anchor{node: n}, faded)
		}
	}
}

func isPublic(l *topology.LoadBalancer) bool {
	for _, f := range l.Frontends {
		if f.PublicIPAddress.IsSet() || f.PublicIPPrefix.IsSet() {
			return true
		}
	}
	return false
}

// backends are the anchors of a load balancer's members, each once.
func (s *scene) backends(l *topology.LoadBalancer) []anchor {
	var out []anchor
	seen := map[string]bool{}
	for _, p := range l.Pools {
		for _, m := range p.Members {
			a, ok := s.find(m.ID)
			key := a.node.ID() + a.port
			if ok && !seen[key] {
				seen[key] = true
				out = append(out, a)
			}
		}
	}
	return out
}

// exits joins to the internet what has an address there: firewalls, application
// gateways and hosts.
func (s *scene) exits() {
	if !s.hasWWW {
		return
	}
	for _, f := range s.design.AzureFirewalls {
		s.exit(f.ID, f.IPConfigurations)
	}
	for _, g := range s.design.ApplicationGateways {
		for _, f := range g.Frontends {
			if f.PublicIPAddress.IsSet() {
				s.exitLine(g.ID)
				break
			}
		}
	}
	for _, n := range s.design.NetworkInterfaces {
		s.exit(n.ID, n.IPConfigurations)
	}
}

func (s *scene) exit(id topology.ID, configs []*topology.IPConfiguration) {
	for _, c := range configs {
		if c.PublicIPAddress.IsSet() {
			s.exitLine(id)
			return
		}
	}
}

// exitLine ends at the whole box: a line to one row would run across the others.
func (s *scene) exitLine(id topology.ID) {
	if to, ok := s.find(id); ok {
		s.line(anchor{node: s.world}, anchor{node: to.node}, s.faded(id)).Attr("style", "dotted")
	}
}
