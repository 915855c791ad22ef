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
// that of a service with a private endpoint; "" if there is none, and a gap where
// that is not known.
//
// DNS-3: name.blob.core.windows.net becomes name.privatelink.blob.core.windows.net.
func (q *question) privateLinkAlias() (string, *pipeline.Gap) {
	label, suffix, ok := strings.Cut(q.name, ".")
	if !ok || strings.HasPrefix(suffix, "privatelink.") {
		return "", nil
	}
	for _, s := range q.r.Design.PaaS {
		if !slices.ContainsFunc(s.Hosts, func(h string) bool { return strings.EqualFold(h, q.name) }) {
			continue
		}
		if q.hasEndpoint(s, suffix) {
			return label + "." + privateSuffix(suffix), nil
		}
		return "", q.unknownEndpointOf(suffix)
	}
	return "", nil
}

// privateSuffix is what stands for a public suffix in the names of services with a private endpoint.
func privateSuffix(suffix string) string {
	if private, ok := privateLinkSuffixes[suffix]; ok {
		return private
	}
	return "privatelink." + suffix
}

func (q *question) hasEndpoint(s *topology.PaaS, suffix string) bool {
	return slices.ContainsFunc(q.r.Design.PrivateEndpoints, func(e *topology.PrivateEndpoint) bool {
		return slices.ContainsFunc(e.Connections, func(c *topology.PrivateLinkConnection) bool {
			return c.Service.ID.Equal(s.ID) && isFor(c, suffix)
		})
	})
}

// storageParts are the sub-resources of a storage account: each has names, and
// private endpoints, of its own. [storage-private-endpoints]
var storageParts = []string{"blob", "file", "queue", "table", "dfs", "web"}

// isFor tells whether a connection is to the sub-resource whose names have a suffix.
func isFor(c *topology.PrivateLinkConnection, suffix string) bool {
	part, _, _ := strings.Cut(strings.TrimPrefix(strings.ToLower(suffix), "privatelink."), ".")
	groups, ok := c.GroupIDs.Get()
	if !ok || len(groups) == 0 || !slices.Contains(storageParts, part) {
		return true
	}
	return slices.ContainsFunc(groups, func(g string) bool { return strings.EqualFold(strings.TrimSuffix(g, "_secondary"), part) })
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
