package dns

import (
	"net/netip"
	"slices"
	"strings"

	"vnetproof/sim/pipeline"
	"vnetproof/sim/rule"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// privateLinkSuffixes are public suffixes whose private name is not formed by
// putting "privatelink." before them. [private-endpoint-dns]
var privateLinkSuffixes = map[string]string{
	"vault.azure.net": "privatelink.vaultcore.azure.net",
}

// privateLinkAlias returns the name that public DNS makes the name an alias of:
// that of a service with a private endpoint; "" if there is none.
//
// DNS-3: name.blob.core.windows.net becomes name.privatelink.blob.core.windows.net.
func (q *question) privateLinkAlias() string {
	label, suffix, ok := strings.Cut(q.name, ".")
	if !ok || strings.HasPrefix(suffix, "privatelink.") {
		return ""
	}
	for _, s := range q.r.Design.PaaS {
		if slices.ContainsFunc(s.Hosts, func(h string) bool { return strings.EqualFold(h, q.name) }) && q.hasEndpoint(s) {
			if private, ok := privateLinkSuffixes[suffix]; ok {
				return label + "." + private
			}
			return label + ".privatelink." + suffix
		}
	}
	return ""
}

func (q *question) hasEndpoint(s *topology.PaaS) bool {
	return slices.ContainsFunc(q.r.Design.PrivateEndpoints, func(e *topology.PrivateEndpoint) bool {
		return slices.ContainsFunc(e.Connections, func(c *topology.PrivateLinkConnection) bool { return c.Service.ID.Equal(s.ID) })
	})
}

// publicName undoes privateLinkAlias.
func publicName(name string) string {
	for public, private := range privateLinkSuffixes {
		if label, ok := strings.CutSuffix(name, "."+private); ok {
			return label + "." + public
		}
	}
	return strings.Replace(name, ".privatelink.", ".", 1)
}

// fact returns the addresses that the facts give the name, or nil.
func (q *question) fact() []netip.Addr {
	for _, f := range q.r.Design.Facts.FQDNs {
		if strings.EqualFold(strings.TrimSuffix(f.Name, "."), q.name) {
			return f.Addresses
		}
	}
	return nil
}

// public asks public DNS: the facts, then the names of public addresses of the
// design; of other names the addresses are not known.
func (q *question) public() Answer {
	for _, asked := range []string{q.name, publicName(q.name)} {
		q.name = asked
		if list := q.fact(); list != nil {
			q.step(source.Pos{}, "public DNS, as the facts say", "DNS-2")
			return Answer{Outcome: ResolvedPublicly, Addresses: list}
		}
	}
	for _, p := range q.r.Design.PublicIPAddresses {
		if strings.EqualFold(p.DNSName.Or(""), q.name) {
			if a, ok := q.r.Network.PublicAddress(p.ID); ok {
				q.step(p.Pos, "public DNS: the name of public IP "+p.Name, "DNS-2")
				return Answer{Outcome: ResolvedPublicly, Addresses: []netip.Addr{a}}
			}
		}
	}
	q.step(source.Pos{}, "public DNS answers, with addresses that the design does not tell", "DNS-2")
	return Answer{Outcome: ResolvedPublicly, Gap: &pipeline.Gap{Property: "fqdns", Rules: []rule.ID{"DNS-2"},
		Why: "which public addresses " + q.name + " has", Supply: "fqdns: {" + q.name + ": [...]} in a facts file"}}
}
