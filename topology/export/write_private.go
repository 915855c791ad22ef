package export

import (
	"fmt"
	"net/netip"

	"vnetproof/topology"
	"vnetproof/topology/tree"
)

// writePrivateAccess writes private endpoints and link services, and platform
// services.
func writePrivateAccess(w *writer, d *topology.Design) {
	for _, e := range d.PrivateEndpoints {
		writeEndpoint(w, e)
	}
	for _, s := range d.PrivateLinkServices {
		writeLinkService(w.resource(&s.Resource), s)
	}
	for _, s := range d.PaaS {
		if hasServerRules(s) {
			writeServer(w, s)
		} else {
			writeService(w.resource(&s.Resource), s)
		}
	}
}

func writeEndpoint(w *writer, e *topology.PrivateEndpoint) {
	b := w.resource(&e.Resource)
	link(b, "subnet", e.Subnet)
	for _, c := range e.Connections {
		n := b.inner(c.Name)
		id(n, "privateLinkServiceId", c.Service)
		id(n, "privateLinkServiceId", c.PrivateLinkService)
		n.texts("groupIds", c.GroupIDs)
		n.text("privateLinkServiceConnectionState.status", c.Status)
		key := "privateLinkServiceConnections"
		if c.Manual {
			key = "manualPrivateLinkServiceConnections"
		}
		appendTo(b, key, n.node)
	}
	value(b, "ipConfigurations", e.IPAddresses, func(list []netip.Addr) *tree.Node { return addressList(b, list) })
	links(b, "applicationSecurityGroups", e.ApplicationSecurityGroups)
	links(b, "networkInterfaces", setRefs(e.NIC))
	if len(e.DNSZones) > 0 {
		zones(w, e)
	}
}

func setRefs[T any](r topology.Ref[T]) []topology.Ref[T] {
	if r.IsSet() {
		return []topology.Ref[T]{r}
	}
	return nil
}

// addressList makes an IP configuration of each address.
func addressList(b *body, list []netip.Addr) *tree.Node {
	out := &tree.Node{Kind: tree.List}
	for k, a := range list {
		n := b.inner(fmt.Sprintf("ipconfig%d", k+1))
		n.set("privateIPAddress", str(a.String()))
		out.Items = append(out.Items, n.node)
	}
	return out
}

// zones writes the zone group of an endpoint, which is a resource of its own.
func zones(w *writer, e *topology.PrivateEndpoint) {
	r := topology.Resource{ID: e.ID.Child("privateDnsZoneGroups", "default"), Name: "default", Type: e.Type + "/privateDnsZoneGroups", APIVersion: e.APIVersion}
	b := w.resource(&r)
	for k, zone := range e.DNSZones {
		n := b.inner(fmt.Sprintf("zone%d", k+1))
		id(n, "privateDnsZoneId", zone)
		appendTo(b, "privateDnsZoneConfigs", n.node)
	}
}

func writeLinkService(b *body, s *topology.PrivateLinkService) {
	links(b, "loadBalancerFrontendIpConfigurations", s.Frontends)
	addresses := s.NATAddresses.Or(nil)
	for k := range max(len(s.NATSubnets), len(addresses)) {
		n := b.inner(fmt.Sprintf("nat%d", k+1))
		if k < len(s.NATSubnets) {
			link(n, "subnet", s.NATSubnets[k])
		}
		if k < len(addresses) {
			n.set("privateIPAddress", str(addresses[k].String()))
		}
		appendTo(b, "ipConfigurations", n.node)
	}
}

// filterAt says where services of a type keep their filter.
var filterAt = map[string]string{"microsoft.storage/storageaccounts": "networkAcls.", "microsoft.keyvault/vaults": "networkAcls.",
	"microsoft.keyvault/managedhsms": "networkAcls.", "microsoft.cognitiveservices/accounts": "networkAcls.",
	"microsoft.containerregistry/registries": "networkRuleSet.", "microsoft.search/searchservices": "networkRuleSet."}

// hasServerRules tells whether a service is a database server, whose filter ARM
// keeps as children.
func hasServerRules(s *topology.PaaS) bool { return s.Service == "Sql" }

func writeServer(w *writer, s *topology.PaaS) {
	b := w.resource(&s.Resource)
	b.either("publicNetworkAccess", s.PublicNetworkAccess, "Enabled", "Disabled")
	b.text("connectionType", s.ConnectionPolicy)
	if u := s.IPRules.Unknown(); u != nil {
		w.lose(&s.Resource, "firewallRules", u.Why, s.IPRules.Pos)
	}
	part := func(kind, name string) *body {
		return w.resource(&topology.Resource{ID: s.ID.Child(kind, name), Name: name, Type: s.Type + "/" + kind, APIVersion: s.APIVersion})
	}
	for k, t := range s.IPRules.Or(nil) {
		low, high := ends(t)
		rule := part("firewallRules", fmt.Sprintf("rule%d", k+1))
		rule.set("startIpAddress", str(low.String()))
		rule.set("endIpAddress", str(high.String()))
	}
	if on, ok := s.BypassAzureServices.Get(); ok && on {
		rule := part("firewallRules", "AllowAllWindowsAzureIps")
		rule.set("startIpAddress", str("0.0.0.0"))
		rule.set("endIpAddress", str("0.0.0.0"))
	}
	for k, r := range s.SubnetRules {
		id(part("virtualNetworkRules", fmt.Sprintf("subnet%d", k+1)), "virtualNetworkSubnetId", r)
	}
}

// ends are the first and last address of a term.
func ends(t topology.AddressTerm) (low, high netip.Addr) {
	if t.Range().Low.IsValid() {
		return t.Range().Low, t.Range().High
	}
	bytes := t.Prefix.Masked().Addr().AsSlice()
	for bit := t.Prefix.Bits(); bit < 8*len(bytes); bit++ {
		bytes[bit/8] |= 0x80 >> (bit % 8)
	}
	high, _ = netip.AddrFromSlice(bytes)
	return t.Prefix.Masked().Addr(), high
}

func writeService(b *body, s *topology.PaaS) {
	b.either("publicNetworkAccess", s.PublicNetworkAccess, "Enabled", "Disabled")
	at := filterAt[topology.ID(s.Type).Key()]
	word(b, at+"defaultAction", s.DefaultAction)
	value(b, at+"ipRules", s.IPRules, func(list []topology.AddressTerm) *tree.Node {
		out := &tree.Node{Kind: tree.List}
		for _, t := range list {
			n := object()
			put(n, "value", str(t.Literal()))
			out.Items = append(out.Items, n)
		}
		return out
	})
	links(b, at+"virtualNetworkRules", s.SubnetRules)
	if on, ok := s.BypassAzureServices.Get(); ok {
		b.set(at+"bypass", str(map[bool]string{true: "AzureServices", false: "None"}[on]))
	}
	b.text("connectionType", s.ConnectionPolicy)
	id(b, "virtualNetworkSubnetId", s.IntegrationSubnet)
	b.flag("vnetRouteAllEnabled", s.RouteAll)
}
