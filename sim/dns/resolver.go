package dns

import (
	"net/netip"
	"strings"

	"vnetproof/sim/azure"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/rule"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// maxDepth bounds how often servers and aliases may lead on.
const maxDepth = 12

// platformServer is the platform's own DNS server, in every VNet.
var platformServer = netip.MustParseAddr("168.63.129.16")

// Resolver answers questions for names. It is safe for concurrent use if
// Reaches is.
type Resolver struct {
	Design  *topology.Design
	Network *azure.Network
	// Reaches tells whether the host at a NIC or in a subnet gets through to a
	// server on port 53, or why that is not known; nil: servers are taken to be
	// reachable.
	Reaches func(from topology.ID, server netip.Addr) (bool, *pipeline.Gap)
}

// question is one name being asked, with the steps so far.
type question struct {
	r     *Resolver
	name  string // lower case, without final dot
	depth int
	steps []Step
}

// Resolve asks for a name from a NIC, the hosts of a subnet, or from outside (nil).
//
// DNS-1: the servers of the NIC, else of its VNet, else the platform's.
// DNS-9: from outside of Azure the platform's server is out of reach: public DNS answers.
func (r *Resolver) Resolve(from topology.Node, name string) Answer {
	q := &question{r: r, name: strings.TrimSuffix(strings.ToLower(name), ".")}
	answer := q.from(from)
	answer.Name, answer.Steps = name, q.steps
	return answer
}

func (q *question) from(from topology.Node) Answer {
	subnet, servers, pos := origin(from)
	if subnet == nil {
		return q.public()
	}
	if gap := q.unknownServers(from, subnet); gap != nil {
		return q.notKnown(gap, "which DNS server is asked is not known")
	}
	if len(servers) == 0 {
		return q.platform(subnet.VirtualNetwork)
	}
	q.step(pos, "VNet "+subnet.VirtualNetwork.Name+" asks "+servers[0].String(), "DNS-1")
	if answer, stopped := q.stopped(from, servers[0], pos); stopped {
		return answer
	}
	return q.server(servers[0], subnet.VirtualNetwork, pos)
}

// stopped tells whether the question does not get to a server.
//
// DNS-4: reaching the server must itself be permitted.
func (q *question) stopped(from topology.Node, server netip.Addr, pos source.Pos) (Answer, bool) {
	if q.r.Reaches == nil || server == platformServer {
		return Answer{}, false
	}
	switch reached, gap := q.r.Reaches(from.Base().ID, server); {
	case gap != nil:
		q.step(pos, "whether the server "+server.String()+" is reached on port 53 is not known", "DNS-4")
		return Answer{Outcome: NotKnown, Gap: gap}, true
	case !reached:
		q.step(pos, "the server "+server.String()+" cannot be reached on port 53", "DNS-4")
		return Answer{Outcome: NoAnswer}, true
	}
	return Answer{}, false
}

// origin returns the subnet of a place and the servers that its hosts ask.
func origin(from topology.Node) (*topology.Subnet, []netip.Addr, source.Pos) {
	switch place := from.(type) {
	case *topology.NetworkInterface:
		for _, ip := range place.IPConfigurations {
			if s := ip.Subnet.Target; s != nil {
				if own := place.DNSServers.Or(nil); len(own) > 0 {
					return s, own, place.DNSServers.Pos
				}
				return s, s.VirtualNetwork.DNSServers.Or(nil), s.VirtualNetwork.DNSServers.Pos
			}
		}
	case *topology.Subnet:
		return place, place.VirtualNetwork.DNSServers.Or(nil), place.VirtualNetwork.DNSServers.Pos
	}
	return nil, nil, source.Pos{}
}

func (q *question) step(pos source.Pos, text string, ids ...rule.ID) {
	q.steps = append(q.steps, Step{Text: text, Pos: pos, Rules: ids})
}

// server asks a server by its address, as seen from a VNet.
//
// DNS-4: a custom server answers by its own forwarders, which a design does not
// tell; a resolver's inbound endpoint and a firewall's DNS proxy are known.
func (q *question) server(a netip.Addr, from *topology.VirtualNetwork, pos source.Pos) Answer {
	if q.depth++; q.depth > maxDepth {
		q.step(pos, "the servers ask each other without end", "DNS-7")
		return Answer{Outcome: NoAnswer}
	}
	if a == platformServer {
		return q.platform(from)
	}
	switch v, gap := q.inbound(a); {
	case gap != nil:
		return q.notKnown(gap, "what the resolver at "+a.String()+" does is not known")
	case v != nil:
		return q.platform(v)
	}
	if answer, ok := q.proxy(a); ok {
		return answer
	}
	if list := q.fact(); list != nil {
		q.step(pos, "server "+a.String()+" is taken to answer as the facts say", "DNS-4")
		return Answer{Outcome: Resolved, Addresses: list}
	}
	gap := &pipeline.Gap{Property: "dnsServers", Pos: pos, Rules: []rule.ID{"DNS-4"},
		Why: "what DNS server " + a.String() + " answers for " + q.name, Supply: "fqdns: {" + q.name + ": [...]} in a facts file"}
	q.step(pos, "server "+a.String()+" answers by its own forwarders, which the design does not tell", "DNS-4")
	return Answer{Outcome: NotKnown, Gap: gap}
}

// inbound returns the VNet of the resolver whose inbound endpoint has an address.
func (q *question) inbound(a netip.Addr) (*topology.VirtualNetwork, *pipeline.Gap) {
	for _, res := range q.r.Design.DNSResolvers {
		for _, e := range res.Inbound {
			if own, ok := e.IPAddress.Get(); ok && own == a {
				if gap := q.r.Network.Doubt(e.ID, res.ID); gap != nil {
					return nil, gap
				}
				q.step(e.Pos, a.String()+" is inbound endpoint "+e.Name+" of resolver "+res.Name, "DNS-7")
				return res.VirtualNetwork.Target, nil
			}
		}
	}
	return nil, nil
}

// proxy asks a firewall whose DNS proxy is on: it asks the policy's servers,
// else the platform's in its own VNet.
func (q *question) proxy(a netip.Addr) (Answer, bool) {
	for _, f := range q.r.Design.AzureFirewalls {
		own, ok := q.r.Network.Address(f.ID)
		policy := dnsPolicy(f)
		if !ok || own != a || len(f.IPConfigurations) == 0 {
			continue
		}
		if gap := q.unknownProxy(f); gap != nil {
			return q.notKnown(gap, "whether firewall "+f.Name+" answers questions is not known"), true
		}
		if policy == nil || !policy.DNSProxy.Or(false) {
			continue
		}
		subnet := f.IPConfigurations[0].Subnet.Target
		if subnet == nil {
			continue
		}
		q.step(policy.DNSProxy.Pos, "the DNS proxy of firewall "+f.Name+" takes the question", "DNS-4")
		if servers := policy.DNSServers.Or(nil); len(servers) > 0 {
			return q.server(servers[0], subnet.VirtualNetwork, policy.DNSServers.Pos), true
		}
		return q.platform(subnet.VirtualNetwork), true
	}
	return Answer{}, false
}

// dnsPolicy is what settles the DNS of a firewall: its policy, or what it has without one; nil if neither is there.
func dnsPolicy(f *topology.AzureFirewall) *topology.FirewallPolicy {
	if f.Policy.IsSet() {
		return f.Policy.Target
	}
	return f.Classic
}

// platform asks 168.63.129.16 from a VNet.
//
// DNS-2: private zones linked to that VNet, then forwarding rules of linked
// rulesets, then public DNS; a linked zone beats a rule.
func (q *question) platform(v *topology.VirtualNetwork) Answer {
	if q.depth++; q.depth > maxDepth || v == nil {
		q.step(source.Pos{}, "the question goes round without end", "DNS-7")
		return Answer{Outcome: NoAnswer}
	}
	zone, link := q.zone(v)
	if gap := q.otherZone(v, zone); gap != nil {
		return q.notKnown(gap, "which private zones VNet "+v.Name+" sees is not known")
	}
	if zone != nil {
		if answer, ok := q.inZone(zone, link, v); ok {
			return answer
		}
	} else if answer, ok := q.forward(v); ok {
		return answer
	}
	alias, gap := q.privateLinkAlias()
	if gap != nil {
		return q.notKnown(gap, "whether public DNS makes "+q.name+" an alias is not known")
	}
	if alias != "" {
		q.step(source.Pos{}, "public DNS: "+q.name+" is an alias of "+alias, "DNS-3")
		q.name = alias
		return q.platform(v)
	}
	return q.public()
}
