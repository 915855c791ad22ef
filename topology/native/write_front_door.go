package native

import (
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// profiles returns the Front Doors of the kind that is a CDN profile, or those
// that are not.
func (w *writer) profiles(are bool) []*topology.FrontDoor {
	var out []*topology.FrontDoor
	for _, f := range w.design.FrontDoors {
		if strings.EqualFold(f.Type, frontDoors.typ) == are {
			out = append(out, f)
		}
	}
	return out
}

func writeFrontDoor(b *body, f *topology.FrontDoor) {
	textOf(b, "sku", f.SKUName)
	b.addEach("afdEndpoints", eachByName(b.w, f.Endpoints, func(b *body, e *topology.FrontDoorEndpoint) {
		textOf(b, "hostName", e.HostName)
		enabledOf(b, e.Enabled)
		b.addEach("routes", eachByName(b.w, e.Routes, writeFrontDoorRoute))
	}))
	b.addEach("customDomains", eachByName(b.w, f.Domains, func(b *body, d *topology.FrontDoorDomain) { textOf(b, "hostName", d.HostName) }))
	b.addEach("originGroups", eachByName(b.w, f.OriginGroups, func(b *body, g *topology.OriginGroup) {
		b.addEach("origins", eachByName(b.w, g.Origins, func(b *body, o *topology.Origin) {
			textOf(b, "hostName", o.HostName)
			if o.AzureID != "" {
				b.text("azureOrigin", b.w.nameOf(o.AzureID, b.of))
			}
			writeOrigin(b, o)
		}))
	}))
	b.addEach("securityPolicies", eachByName(b.w, f.SecurityPolicies, func(b *body, p *topology.FrontDoorSecurityPolicy) {
		refOf(b, "wafPolicy", p.WAFPolicy)
		var domains []string
		for _, id := range p.Domains {
			domains = append(domains, b.w.nameOf(id, b.of))
		}
		b.addList("domains", textList(domains))
	}))
}

// writeOrigin writes what both kinds say of an origin.
func writeOrigin(b *body, o *topology.Origin) {
	numberOf(b, "httpPort", o.HTTPPort)
	numberOf(b, "httpsPort", o.HTTPSPort)
	enabledOf(b, o.Enabled)
	if o.PrivateLink != nil {
		b.text("privateLink", b.w.nameOf(o.PrivateLink.ID, b.of))
		textOf(b, "privateLinkStatus", o.PrivateLink.Status)
	}
}

func enabledOf(b *body, p topology.Property[bool]) {
	oneWord(b, "enabledState", p, "Enabled", "Disabled")
}

func writeFrontDoorRoute(b *body, r *topology.FrontDoorRoute) {
	refOf(b, "originGroup", r.OriginGroup)
	refsOf(b, "customDomains", r.Domains)
	textListOf(b, "supportedProtocols", r.Protocols)
	textOf(b, "forwardingProtocol", r.Forwarding)
	oneWord(b, "httpsRedirect", r.RedirectsHTTPS, "Enabled", "Disabled")
	enabledOf(b, r.Enabled)
	var sets []string
	for _, id := range r.RuleSets {
		sets = append(sets, string(id))
	}
	b.addList("ruleSets", textList(sets))
}

func writeClassicFrontDoor(b *body, f *topology.FrontDoor) {
	if len(f.Endpoints) > 0 {
		enabledOf(b, f.Endpoints[0].Enabled) // that of the whole
	}
	b.addEach("frontendEndpoints", eachByName(b.w, f.Endpoints, func(b *body, e *topology.FrontDoorEndpoint) {
		textOf(b, "hostName", e.HostName)
		refOf(b, "firewallPolicy", e.WAFPolicy)
	}))
	b.addEach("backendPools", eachByName(b.w, f.OriginGroups, func(b *body, g *topology.OriginGroup) {
		list := tree.NewList(source.Pos{})
		for _, o := range g.Origins {
			entry := b.nested()
			textOf(entry, "address", o.HostName)
			writeOrigin(entry, o)
			list.Items = append(list.Items, entry.node)
		}
		b.addList("backends", list)
	}))
	b.addEach("routingRules", eachByName(b.w, f.Rules, func(b *body, r *topology.FrontDoorRoute) {
		refsOf(b, "frontendEndpoints", r.Endpoints)
		refOf(b, "backendPool", r.OriginGroup)
		textListOf(b, "acceptedProtocols", r.Protocols)
		textOf(b, "forwardingProtocol", r.Forwarding)
		enabledOf(b, r.Enabled)
		if len(r.RuleSets) > 0 {
			b.text("rulesEngine", string(r.RuleSets[0]))
		}
	}))
}
