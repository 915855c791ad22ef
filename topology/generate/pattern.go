package generate

import (
	"fmt"
	"math/bits"
	"net/netip"
	"strings"
)

// Pattern is how the spokes of an estate are connected.
type Pattern uint8

const (
	// HubSpoke estates have a hub with a firewall, to which all spokes are peered
	// and to which their routes lead.
	HubSpoke Pattern = iota
	// Mesh estates have spokes in one connected group: NSGs alone keep them apart.
	Mesh
	// VirtualWAN estates have two virtual hubs, each with a firewall to which
	// routing intent sends everything.
	VirtualWAN
)

// hubs returns how many hubs there are; the spokes are shared out in two halves.
func (m *estate) hubs() int {
	switch {
	case m.Pattern == Mesh:
		return 0
	case m.Pattern == VirtualWAN || m.Translated:
		return 2
	}
	return 1
}

// hubOf returns the hub of a spoke.
func (m *estate) hubOf(spoke int) int {
	if m.hubs() == 2 && spoke >= m.Spokes/2 {
		return 1
	}
	return 0
}

// hubbed is the name of what each hub has: the first one's has no number.
func hubbed(name string, h int) string {
	if h == 0 {
		return name
	}
	return fmt.Sprint(name, h+1)
}

func firewallAddress(h int) string    { return fmt.Sprintf("10.%d.0.4", h) }
func firewallSubnet(h int) string     { return fmt.Sprintf("10.%d.0.0/26", h) }
func hubPrefix(h int) string          { return fmt.Sprintf("10.%d.0.0/23", h) }
func hubFirewallAddress(h int) string { return fmt.Sprintf("10.%d.0.132", h) }
func publicAddress(h int) string      { return fmt.Sprintf("198.51.100.%d", 4+h) }

// betweenHubs are the route tables by which the firewall of one hub finds the
// spokes of the other.
func (m *estate) betweenHubs() []Resource {
	if m.hubs() < 2 {
		return nil
	}
	var list []Resource
	for h := range m.hubs() {
		name := hubbed("between-hubs", h)
		var routes []any
		for n, p := range m.spokesOfHub(1 - h) {
			routes = append(routes, route(name, fmt.Sprintf("r%02d", n), p.String(), 1-h))
		}
		list = append(list, resource("routeTables", name, map[string]any{"routes": routes}))
	}
	return list
}

// spokesOfHub returns the prefixes of the spokes of a hub, as few as possible.
func (m *estate) spokesOfHub(h int) []netip.Prefix {
	first, past := 0, m.Spokes/2
	if h == 1 {
		first, past = past, m.Spokes
	}
	var list []netip.Prefix
	for first < past {
		b := spokePrefix(first).Addr().As4()
		block := uint32(b[0])<<14 | uint32(b[1])<<6 | uint32(b[2])>>2 // in prefixes of 22 bits
		size := min(1<<bits.TrailingZeros32(block), 1<<(bits.Len(uint(past-first))-1))
		for first < firstOver && first+size > firstOver {
			size /= 2
		}
		list = append(list, netip.PrefixFrom(spokePrefix(first).Addr(), 22-bits.TrailingZeros(uint(size))))
		first += size
	}
	return list
}

// manager is a network manager that connects all spokes.
func (m *estate) manager() []Resource {
	const name = "networkManagers/manager"
	list := []Resource{resource("networkManagers", "manager", map[string]any{
		"networkManagerScopes":        map[string]any{"subscriptions": []string{"/subscriptions/00000000-0000-0000-0000-000000000000"}, "managementGroups": []string{}},
		"networkManagerScopeAccesses": []string{"Connectivity"}})}
	list = append(list, within(name, "networkGroups", "spokes", map[string]any{"memberType": "VirtualNetwork"}))
	for i := range m.Spokes {
		list = append(list, within(name+"/networkGroups/spokes", "staticMembers", spokeName(i),
			map[string]any{"resourceId": group0 + "virtualNetworks/" + spokeName(i)}))
	}
	return append(list, within(name, "connectivityConfigurations", "mesh", map[string]any{
		"connectivityTopology": "Mesh", "isGlobal": "True", "deleteExistingPeering": "False",
		"appliesToGroups": []any{map[string]any{"networkGroupId": group0 + name + "/networkGroups/spokes", "groupConnectivity": "DirectlyConnected", "isGlobal": "True", "useHubGateway": "False"}}}))
}

// wan is a virtual WAN with two secured hubs.
func (m *estate) wan() []Resource {
	list := []Resource{resource("virtualWans", "wan", map[string]any{"type": "Standard"})}
	for h := range m.hubs() {
		hub := hubbed("hub", h)
		list = append(list, resource("virtualHubs", hub, map[string]any{"addressPrefix": hubPrefix(h), "sku": "Standard", "virtualWan": ref("virtualWans", "wan")}))
		for i := range m.Spokes {
			if m.hubOf(i) == h {
				list = append(list, within("virtualHubs/"+hub, "hubVirtualNetworkConnections", spokeName(i),
					map[string]any{"remoteVirtualNetwork": ref("virtualNetworks", spokeName(i)), "enableInternetSecurity": true}))
			}
		}
		next := group0 + "azureFirewalls/" + hubbed("fw", h)
		list = append(list, within("virtualHubs/"+hub, "routingIntent", "intent", map[string]any{"routingPolicies": []any{
			map[string]any{"name": "internet", "destinations": []string{"Internet"}, "nextHop": next},
			map[string]any{"name": "private", "destinations": []string{"PrivateTraffic"}, "nextHop": next}}}))
	}
	return list
}

// kindsOf is the type that a path of kinds and names spells.
func kindsOf(path string) string {
	parts := strings.Split(path, "/")
	var kinds []string
	for i := 0; i < len(parts); i += 2 {
		kinds = append(kinds, parts[i])
	}
	return strings.Join(kinds, "/")
}

// within is a resource that stands beside its parent.
func within(parent, kind, name string, properties map[string]any) Resource {
	r := resource(parent+"/"+kind, name, properties)
	r.Type, r.Location = "Microsoft.Network/"+kindsOf(parent)+"/"+kind, ""
	return r
}
