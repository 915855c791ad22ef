package generate

import "fmt"

// Resource is one resource in Azure's own form, ready for encoding/json.
type Resource struct {
	ID         string         `json:"id"`
	Name       string         `json:"name"`
	Type       string         `json:"type"`
	Location   string         `json:"location,omitempty"`
	SKU        map[string]any `json:"sku,omitempty"`
	Properties map[string]any `json:"properties"`
}

const (
	group0   = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/"
	location = "westeurope"
	firewall = "10.0.0.4"
)

func ref(kind, name string) map[string]any { return map[string]any{"id": group0 + kind + "/" + name} }

func resource(kind, name string, properties map[string]any) Resource {
	return Resource{ID: group0 + kind + "/" + name, Name: name, Type: "Microsoft.Network/" + kind, Location: location, Properties: properties}
}

// child is a resource that stands in the properties of another.
func child(parent, kind, name string, properties map[string]any) map[string]any {
	return map[string]any{"id": group0 + parent + "/" + kind + "/" + name, "name": name, "properties": properties}
}

func (m *estate) resources() []Resource {
	list := []Resource{m.hub(), m.toFirewall()}
	for i := range m.Spokes {
		list = append(list, m.spoke(i))
	}
	for n, g := range m.group {
		list = append(list, m.networkSecurityGroup(n, g))
	}
	list = append(list, resource("publicIPAddresses", "fw-pip", map[string]any{"ipAddress": "198.51.100.4", "publicIPAllocationMethod": "Static"}))
	list[len(list)-1].SKU = map[string]any{"name": "Standard"}
	return append(append(list, m.ipGroups()...), m.firewall()...)
}

func (m *estate) hub() Resource {
	var peerings []any
	for i := range m.Spokes {
		peerings = append(peerings, m.peering("hub", spokeName(i)))
	}
	return resource("virtualNetworks", "hub", map[string]any{
		"addressSpace": map[string]any{"addressPrefixes": []string{"10.0.0.0/16"}},
		"subnets": []any{child("virtualNetworks/hub", "subnets", "AzureFirewallSubnet", map[string]any{"addressPrefix": "10.0.0.0/26"}),
			child("virtualNetworks/hub", "subnets", "shared", map[string]any{"addressPrefix": "10.0.1.0/24", "defaultOutboundAccess": false})},
		"virtualNetworkPeerings": peerings,
	})
}

func (m *estate) peering(local, remote string) map[string]any {
	return child("virtualNetworks/"+local, "virtualNetworkPeerings", "to-"+remote, map[string]any{
		"remoteVirtualNetwork": ref("virtualNetworks", remote), "allowVirtualNetworkAccess": true, "allowForwardedTraffic": true,
		"allowGatewayTransit": false, "useRemoteGateways": false, "peeringState": "Connected"})
}

// toFirewall is the route table of all spokes.
func (m *estate) toFirewall() Resource {
	return resource("routeTables", "to-firewall", map[string]any{"disableBgpRoutePropagation": true, "routes": []any{
		child("routeTables/to-firewall", "routes", "default", map[string]any{"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", "nextHopIpAddress": firewall})}})
}

func (m *estate) spoke(i int) Resource {
	name := spokeName(i)
	var subnets []any
	for j := range m.Subnets {
		subnets = append(subnets, child("virtualNetworks/"+name, "subnets", subnetName(j), map[string]any{
			"addressPrefix":        subnetPrefix(i, j).String(),
			"networkSecurityGroup": ref("networkSecurityGroups", fmt.Sprintf("nsg%04d", m.groupOf(i, j))),
			"routeTable":           ref("routeTables", "to-firewall"), "defaultOutboundAccess": false}))
	}
	return resource("virtualNetworks", name, map[string]any{
		"addressSpace": map[string]any{"addressPrefixes": []string{spokePrefix(i).String()}},
		"subnets":      subnets, "virtualNetworkPeerings": []any{m.peering(name, "hub")}})
}

func (m *estate) networkSecurityGroup(n int, g *group) Resource {
	name := fmt.Sprintf("nsg%04d", n)
	var rules []any
	for _, r := range g.rules {
		p := map[string]any{"priority": r.priority, "direction": word(r.inbound, "Inbound", "Outbound"), "access": word(r.allow, "Allow", "Deny"), "protocol": r.protocol, "sourcePortRange": "*"}
		several(p, "sourceAddressPrefix", "sourceAddressPrefixes", r.source)
		several(p, "destinationAddressPrefix", "destinationAddressPrefixes", r.dest)
		several(p, "destinationPortRange", "destinationPortRanges", r.ports)
		rules = append(rules, child("networkSecurityGroups/"+name, "securityRules", r.name, p))
	}
	return resource("networkSecurityGroups", name, map[string]any{"securityRules": rules})
}

func word(v bool, yes, no string) string {
	if v {
		return yes
	}
	return no
}

// several sets the singular or the plural field of a rule.
func several(p map[string]any, one, many string, list []string) {
	if len(list) == 1 {
		p[one] = list[0]
		return
	}
	p[many] = list
}

// ipGroups are sets of subnets of one zone each.
func (m *estate) ipGroups() []Resource {
	var list []Resource
	for n := range max(Zones, m.IPGroups) {
		zone := n % Zones
		first, past := m.spokesOf(zone)
		seen := map[string]bool{}
		var prefixes []string
		for range 4 + m.random.IntN(12) {
			p := subnetPrefix(first+m.random.IntN(past-first), m.random.IntN(max(1, m.Subnets))).String()
			if m.random.IntN(3) == 0 {
				p = spokePrefix(first + m.random.IntN(past-first)).String()
			}
			if !seen[p] {
				seen[p] = true
				prefixes = append(prefixes, p)
			}
		}
		list = append(list, resource("ipGroups", ipGroupName(n), map[string]any{"ipAddresses": prefixes}))
	}
	return list
}

func (m *estate) firewall() []Resource {
	policy := resource("firewallPolicies", "policy", map[string]any{"sku": map[string]any{"tier": "Standard"}, "threatIntelMode": "Off"})
	fw := resource("azureFirewalls", "fw", map[string]any{"sku": map[string]any{"name": "AZFW_VNet", "tier": "Standard"},
		"firewallPolicy": ref("firewallPolicies", "policy"),
		"ipConfigurations": []any{child("azureFirewalls/fw", "azureFirewallIpConfigurations", "ipconfig1", map[string]any{
			"privateIPAddress": firewall, "subnet": map[string]any{"id": group0 + "virtualNetworks/hub/subnets/AzureFirewallSubnet"}, "publicIPAddress": ref("publicIPAddresses", "fw-pip")})}})
	rules := resource("firewallPolicies/policy/ruleCollectionGroups", "network", map[string]any{"priority": 200, "ruleCollections": m.collections()})
	rules.Type, rules.Location = "Microsoft.Network/firewallPolicies/ruleCollectionGroups", ""
	return []Resource{policy, fw, rules}
}

// collections holds the firewall's rules in order: one collection for each run
// of rules with one action.
func (m *estate) collections() []any {
	var list []any
	for i := 0; i < len(m.net); {
		end := i
		var rules []any
		for ; end < len(m.net) && m.net[end].allow == m.net[i].allow; end++ {
			rules = append(rules, networkRule(m.net[end]))
		}
		list = append(list, map[string]any{"name": fmt.Sprintf("c%05d", len(list)), "priority": 100 + len(list), "ruleCollectionType": "FirewallPolicyFilterRuleCollection",
			"action": map[string]any{"type": word(m.net[i].allow, "Allow", "Deny")}, "rules": rules})
		i = end
	}
	return list
}

func networkRule(r rule) map[string]any {
	ids := func(names []string) []string {
		out := []string{}
		for _, n := range names {
			out = append(out, group0+"ipGroups/"+n)
		}
		return out
	}
	orEmpty := func(list []string) []string { return append([]string{}, list...) }
	protocol := map[string]string{"Tcp": "TCP", "Udp": "UDP"}[r.protocol]
	return map[string]any{"ruleType": "NetworkRule", "name": r.name, "ipProtocols": []string{protocol}, "sourceAddresses": orEmpty(r.source), "sourceIpGroups": ids(r.sourceIP),
		"destinationAddresses": orEmpty(r.dest), "destinationIpGroups": ids(r.destIP), "destinationFqdns": []string{}, "destinationPorts": r.ports}
}
