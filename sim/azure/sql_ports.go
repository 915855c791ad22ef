package azure

import (
	"fmt"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// isSQL tells whether a service is a logical SQL server.
func isSQL(res *topology.PaaS) bool {
	return res != nil && strings.EqualFold(res.Type, "Microsoft.Sql/servers")
}

// sqlPorts returns the table before place that takes the ports of a SQL server.
//
// PE-8: Proxy is 1433 alone. Redirect sends clients on to 11000 to 11999 at the
// public endpoint, and to any port from 1433 on at a private one. Default is
// Redirect for clients in Azure at the public endpoint, Proxy at a private one.
func (c *compiler) sqlPorts(res *topology.PaaS, node pipeline.NodeID, place pipeline.PlaceID, private bool) pipeline.TableID {
	policy := res.ConnectionPolicy
	more := packet.PortSetOf(packet.PortRange{Lo: 11000, Hi: 11999})
	if private {
		more = packet.PortSetOf(packet.PortRange{Lo: 1434, Hi: 65535})
	}
	redirects := strings.EqualFold(policy.Or("Default"), "Redirect") || !private && !strings.EqualFold(policy.Or("Default"), "Proxy")
	deliver := pipeline.Action{Kind: pipeline.Deliver, Place: place}
	first := sqlService(packet.Ports(1433))
	rest := sqlService(more)
	reason := "clients connect to port 1433"
	if redirects {
		reason += fmt.Sprintf(", and are sent on to ports %s", more)
	}
	rows := []pipeline.Row{{Service: &first, Action: deliver, Cause: sqlCause(res, reason)}}
	switch u := policy.Unknown(); {
	case u != nil:
		cause := sqlCause(res, "the connection policy may redirect clients")
		cause.Gap = unknownGap(u, res.ID, "connectionPolicies", "to which ports "+res.Name+" sends its clients on", policy.Pos, "PE-8")
		rows = append(rows, pipeline.Row{Service: &rest, Action: deliver, Cause: cause})
	case redirects:
		rows = append(rows, pipeline.Row{Service: &rest, Action: deliver, Cause: sqlCause(res, "the connection policy redirects clients here")})
	}
	return c.b.Table(node, pipeline.PlumbingTable, "ports of "+res.Name, nil,
		append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: sqlCause(res, "a SQL server takes no such port under its connection policy")})...)
}

func sqlService(ports packet.PortSet) packet.Service {
	return packet.NewService(packet.Of(packet.TCP), packet.AllPorts(), ports)
}

func sqlCause(res *topology.PaaS, reason string) *pipeline.Cause {
	pos := res.ConnectionPolicy.Pos
	if !pos.IsValid() {
		pos = res.Pos
	}
	return &pipeline.Cause{Kind: pipeline.ServiceACL, Name: res.Name, Resource: res.ID, Pos: pos, Rules: rules("PE-8"), Reason: reason}
}
