package diagram

import "vnetproof/topology"

// virtualHubs draws the hubs of virtual WANs as tables.
func (s *scene) virtualHubs() {
	for _, h := range s.design.VirtualHubs {
		s.virtualHub(h)
	}
}

// hubConnections draws what is connected to virtual hubs: VNets, sites and
// circuits, and the hubs of one virtual WAN with one another.
func (s *scene) hubConnections() {
	first := map[string]*topology.VirtualHub{}
	for _, h := range s.design.VirtualHubs {
		for _, c := range h.Connections {
			s.hubNetwork(h, c)
		}
		wan := h.WAN.ID.Key()
		if other := first[wan]; other != nil && wan != "" {
			s.hubLine(other.ID, h.ID, "virtual WAN")
		} else {
			first[wan] = h
		}
	}
	for _, g := range s.design.HubVPNGateways {
		for _, c := range g.Connections {
			s.hubLine(g.ID, c.Site.ID, "IPsec tunnel", c.Name)
		}
	}
	for _, g := range s.design.HubExpressRouteGateways {
		for _, c := range g.Connections {
			s.hubLine(g.ID, c.Circuit.ID, "ExpressRoute", c.Name)
		}
	}
}

// hubNetwork joins a hub and a VNet: from box to frame, for a line to one row
// would run across the others.
func (s *scene) hubNetwork(h *topology.VirtualHub, c *topology.HubConnection) {
	hub, ok1 := s.find(h.ID)
	to, ok2 := s.find(c.RemoteVNet.ID)
	if !ok1 || !ok2 {
		return
	}
	e := s.line(anchor{node: hub.node}, to, s.faded(h.ID) || s.faded(c.RemoteVNet.ID), "hub connection").Attr("penwidth", "2")
	if frame := s.clusters[c.RemoteVNet.Target]; frame != nil {
		e.Attr("lhead", frame.GetID())
	}
}

func (s *scene) hubLine(a, b topology.ID, lines ...string) {
	from, ok1 := s.find(a)
	to, ok2 := s.find(b)
	if ok1 && ok2 {
		s.line(from, to, s.faded(a) || s.faded(b), lines...).Attr("penwidth", "1.5")
	}
}

func (s *scene) virtualHub(h *topology.VirtualHub) {
	prefix := "(prefix not known)"
	if p, ok := h.AddressPrefix.Get(); ok {
		prefix = p.String()
	}
	rows := []row{{kind: "virtual hub", name: h.Name, detail: prefix, fill: vnetFill, head: true, port: "top"}}
	anchors := map[topology.ID]string{h.ID: "top"}
	add := func(kind, fill string, id topology.ID) {
		r := row{kind: kind, name: id.Name(), fill: fill, port: port(len(rows)), marked: s.marked(id)}
		anchors[id] = r.port
		rows = append(rows, r)
	}
	if h.Firewall.ID != "" {
		add("firewall", firewall, h.Firewall.ID)
	}
	if h.VPNGateway != nil {
		add("VPN gateway", gateway, h.VPNGateway.ID)
	}
	if h.ExpressRoute != nil {
		add("ExpressRoute gateway", gateway, h.ExpressRoute.ID)
	}
	if h.P2S != nil {
		add("point-to-site gateway", gateway, h.P2S.ID)
	}
	n := s.box(s.graph, table{rows: rows, faded: s.faded(h.ID), line: vnetLine, width: 2})
	for id, port := range anchors {
		s.anchor(id, n, port)
	}
}
