package export

import (
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// writeFrontDoors writes Front Doors; the children of profiles stand beside them.
func writeFrontDoors(w *writer, d *topology.Design) {
	for _, f := range d.FrontDoors {
		b := w.resource(&f.Resource)
		if strings.EqualFold(f.Type, "Microsoft.Network/frontDoors") {
			writeClassicFrontDoor(b, f)
			continue
		}
		if name, ok := f.SKUName.Get(); ok {
			n := object()
			put(n, "name", str(name))
			put(b.node, "sku", n)
		}
		for _, x := range f.Domains {
			w.resource(&x.Resource).text("hostName", x.HostName)
		}
		writeOriginGroups(w, f)
		writeFrontDoorEndpoints(w, f)
		for _, p := range f.SecurityPolicies {
			writeFrontDoorPolicy(w.resource(&p.Resource), p)
		}
	}
}

func writeOriginGroups(w *writer, f *topology.FrontDoor) {
	for _, g := range f.OriginGroups {
		w.resource(&g.Resource)
		for _, o := range g.Origins {
			b := w.resource(&o.Resource)
			b.text("hostName", o.HostName)
			if o.AzureID != "" {
				b.set("azureOrigin.id", str(string(o.AzureID)))
			}
			writeOrigin(b, o)
			if o.PrivateLink != nil {
				b.set("sharedPrivateLinkResource.privateLink.id", str(string(o.PrivateLink.ID)))
				b.text("sharedPrivateLinkResource.status", o.PrivateLink.Status)
			}
		}
	}
}

// writeOrigin writes what both kinds say of an origin alike.
func writeOrigin(b *body, o *topology.Origin) {
	number(b, "httpPort", o.HTTPPort)
	number(b, "httpsPort", o.HTTPSPort)
	b.either("enabledState", o.Enabled, "Enabled", "Disabled")
}

func writeFrontDoorEndpoints(w *writer, f *topology.FrontDoor) {
	for _, e := range f.Endpoints {
		b := w.resource(&e.Resource)
		b.text("hostName", e.HostName)
		b.either("enabledState", e.Enabled, "Enabled", "Disabled")
		for _, r := range e.Routes {
			b := w.resource(&r.Resource)
			link(b, "originGroup", r.OriginGroup)
			links(b, "customDomains", r.Domains)
			b.texts("supportedProtocols", r.Protocols)
			b.text("forwardingProtocol", r.Forwarding)
			b.either("httpsRedirect", r.RedirectsHTTPS, "Enabled", "Disabled")
			b.either("enabledState", r.Enabled, "Enabled", "Disabled")
			writeIDs(b, "ruleSets", r.RuleSets)
		}
	}
}

func writeFrontDoorPolicy(b *body, p *topology.FrontDoorSecurityPolicy) {
	b.set("parameters.type", str("WebApplicationFirewall"))
	link(b, "parameters.wafPolicy", p.WAFPolicy)
	association := b.flat()
	writeIDs(association, "domains", p.Domains)
	b.set("parameters.associations", tree.NewList(source.Pos{}, association.node))
}

// writeIDs writes a list of references by ID.
func writeIDs(b *body, key string, list []topology.ID) {
	for _, id := range list {
		n := object()
		put(n, "id", str(string(id)))
		appendTo(b, key, n)
	}
}

func writeClassicFrontDoor(b *body, f *topology.FrontDoor) {
	if len(f.Endpoints) > 0 {
		b.either("enabledState", f.Endpoints[0].Enabled, "Enabled", "Disabled") // that of the whole
	}
	childrenOf(b, "frontendEndpoints", f.Endpoints, func(b *body, e *topology.FrontDoorEndpoint) {
		b.text("hostName", e.HostName)
		link(b, "webApplicationFirewallPolicyLink", e.WAFPolicy)
	})
	childrenOf(b, "backendPools", f.OriginGroups, func(b *body, g *topology.OriginGroup) {
		for _, o := range g.Origins {
			n := b.flat()
			n.text("address", o.HostName)
			writeOrigin(n, o)
			if o.PrivateLink != nil {
				n.set("privateLinkResourceId", str(string(o.PrivateLink.ID)))
				n.text("privateEndpointStatus", o.PrivateLink.Status)
			}
			appendTo(b, "backends", n.node)
		}
	})
	childrenOf(b, "routingRules", f.Rules, func(b *body, r *topology.FrontDoorRoute) {
		links(b, "frontendEndpoints", r.Endpoints)
		b.texts("acceptedProtocols", r.Protocols)
		b.either("enabledState", r.Enabled, "Enabled", "Disabled")
		link(b, "routeConfiguration.backendPool", r.OriginGroup)
		b.text("routeConfiguration.forwardingProtocol", r.Forwarding)
		if len(r.RuleSets) > 0 {
			b.set("rulesEngine.id", str(string(r.RuleSets[0])))
		}
	})
}
