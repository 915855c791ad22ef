package diagram

import "vnetproof/topology"

// virtualHubs draws the hubs of virtual WANs as tables, with lines to what is
// connected.
func (s *scene) virtualHubs() {
	for _, h := range s.design.VirtualHubs {
		s.virtualHub(h)
	}
	for _, h := range s.design.VirtualHubs {
		hub, _ := s.find(h.ID)
		for _, c := range h.Connections {
			to, ok := s.find(c.RemoteVNet.ID)
			if !ok {
				continue
			}
			e := s.line(hub, to, s.faded(h.ID) || s.faded(c.RemoteVNet.ID), "hub connection").Attr("penwidth", "2")
			if frame := s.clusters[c.RemoteVNet.Target]; frame != nil {
				e.Attr("lhead", frame.GetID())
			}
		}
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
