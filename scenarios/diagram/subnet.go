package diagram

import (
	"fmt"
	"net/netip"

	"github.com/emicklei/dot"

	"vnetproof/topology"
)

const (
	// shownHosts is how many hosts of a subnet are listed.
	shownHosts = 6
	// shownRoutes is how many routes of its table are listed.
	shownRoutes = 4
)

// subnet draws one subnet as a table: what filters and routes it, and who is in it.
func (s *scene) subnet(c *dot.Graph, sub *topology.Subnet) dot.Node {
	faded := s.faded(sub.ID)
	rows := []row{{name: sub.Name, detail: prefixes(sub.AddressPrefixes), fill: subnetFill, head: true, port: "top", marked: s.marked(sub.ID)}}
	rows = append(rows, s.policyRows(sub)...)
	members := s.members(sub)
	rows = append(rows, memberRows(members)...)
	t := table{rows: rows, faded: faded}
	if s.marked(sub.ID) {
		t.line, t.width = s.marks.color(), 2
	}
	n := s.box(c, t)
	s.anchor(sub.ID, n, "top")
	for _, m := range members {
		for _, id := range m.ids {
			s.anchor(id, n, m.row.port)
		}
	}
	return n
}

// policyRows name the NSG and the route table with its routes.
func (s *scene) policyRows(sub *topology.Subnet) []row {
	var rows []row
	if r := sub.NetworkSecurityGroup; r.IsSet() {
		rows = append(rows, row{kind: "nsg", detail: refName(r), small: true})
	}
	if r := sub.NATGateway; r.IsSet() {
		rows = append(rows, row{kind: "nat gateway", detail: refName(r), small: true})
	}
	r := sub.RouteTable
	if !r.IsSet() {
		return rows
	}
	rows = append(rows, row{kind: "routes", detail: refName(r), small: true})
	if r.Target == nil {
		return rows
	}
	for i, route := range r.Target.Routes {
		if i == shownRoutes {
			return append(rows, row{detail: "  … " + count(len(r.Target.Routes)-i, "more route"), small: true})
		}
		rows = append(rows, row{detail: "  " + s.routeText(route), small: true})
	}
	return rows
}

// routeText is "0.0.0.0/0 → hub-fw".
func (s *scene) routeText(r *topology.Route) string {
	prefix := "(prefix not known)"
	if p, ok := r.AddressPrefix.Get(); ok {
		prefix = p.String()
	} else if r.Tag != "" {
		prefix = r.Tag
	}
	hop := "(next hop not known)"
	if ip, ok := r.NextHopIP.Get(); ok {
		hop = s.holder(ip)
	} else if kind, ok := r.NextHopType.Get(); ok {
		hop = kind.String()
	}
	return prefix + " → " + hop
}

func (s *scene) holder(ip netip.Addr) string {
	if name, ok := s.names[ip]; ok {
		return name
	}
	return ip.String()
}

// refName is the short name of a link's target, with a word where it is not there.
func refName[T any](r topology.Ref[T]) string {
	switch {
	case r.ID == "":
		return "(not known)"
	case r.Dangles():
		return r.ID.Name() + " (not in the input)"
	}
	return r.ID.Name()
}

// member is what holds addresses in a subnet: a row, and the resources that it
// stands for.
type member struct {
	row row
	ids []topology.ID
}

// memberRows lists members, at most shownHosts of those that are not marked.
func memberRows(members []member) []row {
	var rows []row
	hidden, shown := 0, 0
	for i := range members {
		m := &members[i]
		if m.row.kind == "" && !m.row.marked {
			if shown++; shown > shownHosts {
				hidden++
				m.row.port = "more"
				continue
			}
		}
		rows = append(rows, m.row)
	}
	if hidden > 0 {
		rows = append(rows, row{detail: "… " + count(hidden, "more host"), small: true, port: "more"})
	}
	return rows
}

func port(i int) string { return fmt.Sprintf("r%d", i) }
