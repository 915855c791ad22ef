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
	list := m.middle()
	for i := range m.Spokes {
		list = append(list, m.spoke(i))
	}
	for n, g := range m.group {
		list = append(list, m.networkSecurityGroup(n, g))
	}
	if m.Pattern == Mesh {
		return list
	}
	if m.Pattern == HubSpoke {
		list = append(list, m.publicIPs()...)
	}
	return append(append(append(list, m.ipGroups()...), m.firewallAndPolicy()...), m.loadBalancers()...)
}

// middle is what connects the spokes.
func (m *estate) middle() []Resource {
	switch m.Pattern {
	case Mesh:
		return m.manager()
	case VirtualWAN:
		return m.wan()
	}
	var list []Resource
	for h := range m.hubs() {
		list = append(list, m.hub(h), m.toFirewall(h))
	}
	return append(list, m.betweenHubs()...)
}

func (m *estate) publicIPs() []Resource {
	var list []Resource
	for h := range m.hubs() {
		ip := resource("publicIPAddresses", hubbed("fw-pip", h), map[string]any{"ipAddress": publicAddress(h), "publicIPAllocationMethod": "Static"})
		ip.SKU = map[string]any{"name": "Standard"}
		list = append(list, ip)
	}
	return list
}

func (m *estate) hub(h int) Resource {
	var peerings []any
	for i := range m.Spokes {
		if m.hubOf(i) == h {
			peerings = append(peerings, m.peering(hubbed("hub", h), spokeName(i)))
		}
	}
	firewalls := map[string]any{"addressPrefix": firewallSubnet(h)}
	if m.hubs() > 1 {
		peerings = append(peerings, m.peering(hubbed("hub", h), hubbed("hub", 1-h)))
		firewalls["routeTable"] = ref("routeTables", hubbed("between-hubs", h))
	}
	name := "virtualNetworks/" + hubbed("hub", h)
	return resource("virtualNetworks", hubbed("hub", h), map[string]any{
		"addressSpace": map[string]any{"addressPrefixes": []string{fmt.Sprintf("10.%d.0.0/16", h)}},
		"subnets": []any{child(name, "subnets", "AzureFirewallSubnet", firewalls),
			child(name, "subnets", "shared", map[string]any{"addressPrefix": fmt.Sprintf("10.%d.1.0/24", h), "defaultOutboundAccess": false})},
		"virtualNetworkPeerings": peerings,
	})
}

func (m *estate) peering(local, remote string) map[string]any {
	return child("virtualNetworks/"+local, "virtualNetworkPeerings", "to-"+remote, map[string]any{
		"remoteVirtualNetwork": ref("virtualNetworks", remote), "allowVirtualNetworkAccess": true, "allowForwardedTraffic": true,
		"allowGatewayTransit": false, "useRemoteGateways": false, "peeringState": "Connected"})
}

// toFirewall is the route table of all spokes of a hub.
func (m *estate) toFirewall(h int) Resource {
	name := hubbed("to-firewall", h)
	return resource("routeTables", name, map[string]any{"disableBgpRoutePropagation": true, "routes": []any{route(name, "default", "0.0.0.0/0", h)}})
}

// route leads to the firewall of a hub.
func route(table, name, prefix string, h int) any {
	return child("routeTables/"+table, "routes", name, map[string]any{"addressPrefix": prefix, "nextHopType": "VirtualAppliance", "nextHopIpAddress": firewallAddress(h)})
}

func (m *estate) spoke(i int) Resource {
	name := spokeName(i)
	var subnets []any
	for j := range m.Subnets {
		p := map[string]any{
			"addressPrefix":         subnetPrefix(i, j).String(),
			"networkSecurityGroup":  ref("networkSecurityGroups", fmt.Sprintf("nsg%04d", m.groupOf(i, j))),
			"defaultOutboundAccess": false}
		if m.Pattern == HubSpoke {
			p["routeTable"] = ref("routeTables", hubbed("to-firewall", m.hubOf(i)))
		}
		subnets = append(subnets, child("virtualNetworks/"+name, "subnets", subnetName(j), p))
	}
	properties := map[string]any{"addressSpace": map[string]any{"addressPrefixes": []string{spokePrefix(i).String()}}, "subnets": subnets}
	if m.Pattern == HubSpoke {
		properties["virtualNetworkPeerings"] = []any{m.peering(name, hubbed("hub", m.hubOf(i)))}
	}
	return resource("virtualNetworks", name, properties)
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

// firewallAndPolicy is the firewalls of all hubs and their common policy.
func (m *estate) firewallAndPolicy() []Resource {
	list := []Resource{resource("firewallPolicies", "policy", map[string]any{"sku": map[string]any{"tier": "Standard"}, "threatIntelMode": "Off"})}
	for h := range m.hubs() {
		list = append(list, m.firewall(h))
	}
	if len(m.pools) > 0 {
		list = append(list, m.ruleGroup("translation", 100, []any{m.translations()}))
	}
	return append(list, m.ruleGroup("network", 200, m.collections()))
}

func (m *estate) firewall(h int) Resource {
	name := hubbed("fw", h)
	p := map[string]any{"firewallPolicy": ref("firewallPolicies", "policy")}
	if m.Pattern == VirtualWAN {
		p["sku"], p["virtualHub"] = map[string]any{"name": "AZFW_Hub", "tier": "Standard"}, ref("virtualHubs", hubbed("hub", h))
		p["hubIPAddresses"] = map[string]any{"privateIPAddress": hubFirewallAddress(h), "publicIPs": map[string]any{"count": 1, "addresses": []any{map[string]any{"address": publicAddress(h)}}}}
		return resource("azureFirewalls", name, p)
	}
	p["sku"] = map[string]any{"name": "AZFW_VNet", "tier": "Standard"}
	p["ipConfigurations"] = []any{child("azureFirewalls/"+name, "azureFirewallIpConfigurations", "ipconfig1", map[string]any{
		"privateIPAddress": firewallAddress(h), "subnet": map[string]any{"id": group0 + "virtualNetworks/" + hubbed("hub", h) + "/subnets/AzureFirewallSubnet"},
		"publicIPAddress": ref("publicIPAddresses", hubbed("fw-pip", h))})}
	return resource("azureFirewalls", name, p)
}

func (m *estate) ruleGroup(name string, priority int, collections []any) Resource {
	rules := resource("firewallPolicies/policy/ruleCollectionGroups", name, map[string]any{"priority": priority, "ruleCollections": collections})
	rules.Type, rules.Location = "Microsoft.Network/firewallPolicies/ruleCollectionGroups", ""
	return rules
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
