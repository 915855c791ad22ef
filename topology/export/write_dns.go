package export

import (
	"net/netip"
	"strconv"

	"vnetproof/topology"
	"vnetproof/topology/tree"
)

// writeDNS writes private zones, resolvers and rulesets; their children stand
// beside them.
func writeDNS(w *writer, d *topology.Design) {
	for _, z := range d.PrivateDNSZones {
		w.resource(&z.Resource)
		for _, l := range z.Links {
			b := w.resource(&l.Resource)
			link(b, "virtualNetwork", l.VirtualNetwork)
			b.flag("registrationEnabled", l.RegistrationEnabled)
			b.text("resolutionPolicy", l.ResolutionPolicy)
		}
		for _, r := range z.Records {
			writeRecord(w.resource(&r.Resource), r)
		}
	}
	for _, r := range d.DNSResolvers {
		link(w.resource(&r.Resource), "virtualNetwork", r.VirtualNetwork)
		for _, e := range r.Inbound {
			b := w.resource(&e.Resource)
			place := b.flat()
			link(place, "subnet", e.Subnet)
			word(place, "privateIpAddress", e.IPAddress)
			appendTo(b, "ipConfigurations", place.node)
		}
		for _, e := range r.Outbound {
			link(w.resource(&e.Resource), "subnet", e.Subnet)
		}
	}
	for _, r := range d.ForwardingRulesets {
		writeRuleset(w, r)
	}
}

func writeRecord(b *body, r *topology.DNSRecord) {
	key, address := "aRecords", "ipv4Address"
	if r.Kind == "AAAA" {
		key, address = "aaaaRecords", "ipv6Address"
	}
	value(b, key, r.Addresses, func(list []netip.Addr) *tree.Node {
		out := &tree.Node{Kind: tree.List}
		for _, a := range list {
			n := object()
			put(n, address, str(a.String()))
			out.Items = append(out.Items, n)
		}
		return out
	})
	b.text("cnameRecord.cname", r.Canonical)
}

func writeRuleset(w *writer, r *topology.ForwardingRuleset) {
	links(w.resource(&r.Resource), "dnsResolverOutboundEndpoints", r.Outbound)
	for _, rule := range r.Rules {
		b := w.resource(&rule.Resource)
		b.text("domainName", rule.Domain)
		b.either("forwardingRuleState", rule.Enabled, "Enabled", "Disabled")
		value(b, "targetDnsServers", rule.Targets, func(list []netip.AddrPort) *tree.Node {
			out := &tree.Node{Kind: tree.List}
			for _, t := range list {
				n := object()
				put(n, "ipAddress", str(t.Addr().String()))
				put(n, "port", numberNode(int(t.Port())))
				out.Items = append(out.Items, n)
			}
			return out
		})
	}
	for k, l := range r.Links {
		name := "link" + strconv.Itoa(k+1)
		of := topology.Resource{ID: r.ID.Child("virtualNetworkLinks", name), Name: name, Type: r.Type + "/virtualNetworkLinks"}
		link(w.resource(&of), "virtualNetwork", l)
	}
}
