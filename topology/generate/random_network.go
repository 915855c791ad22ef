package generate

import (
	"fmt"
	"strings"
)

// networks gives each VNet its subnets for machines.
func (r *random) networks() {
	for _, n := range r.nets {
		if r.odds(5) {
			n.options = append(n.options, "location: eastus")
		}
		if r.odds(12) {
			n.options = append(n.options, "enableDdosProtection: true", "ddosProtectionPlan: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/ddosProtectionPlans/plan")
		}
		for i, name := range []string{"x", "y"}[:1+r.choose(2)] {
			h := host{n, name, 10 + i}
			r.hosts = append(r.hosts, h)
			r.subnet(n, name, fmt.Sprintf("10.%d.%d.0/28", n.octet, h.third), h.third, r.subnetExtras(n))
		}
	}
}

// subnet adds a subnet to a VNet; with an IPv6 prefix where six is not 0 and the design has both.
func (r *random) subnet(n *network, name, prefix string, six int, extras string) {
	key := "addressPrefix: " + prefix
	if r.has[dualStack] && six > 0 {
		key = fmt.Sprintf("addressPrefixes: [%s, \"fd00:0:%d:%d::/64\"]", prefix, n.octet, six)
	}
	n.subnets = append(n.subnets, fmt.Sprintf("%s: {%s%s}", name, key, extras))
}

// platformSubnet adds a subnet that Azure or a service uses.
func (r *random) platformSubnet(n *network, name, prefix string, extras ...string) {
	r.subnet(n, name, prefix, 0, strings.Join(extras, ""))
}

// filtered is an NSG for a subnet, at times.
func (r *random) filtered(n int) string {
	return r.option(n, ", networkSecurityGroup: %s", r.known(fmt.Sprint("nsg", r.choose(r.groups))))
}

// routed is a route table for a subnet, at times.
func (r *random) routed(n int) string {
	return r.option(n, ", routeTable: %s", r.known(fmt.Sprint("rt", r.choose(r.tables))))
}

func (r *random) subnetExtras(n *network) string {
	return r.filtered(2) + r.routed(2) + r.option(6, ", natGateway: nat-%s", n.name) + r.option(4, ", defaultOutboundAccess: %s", r.known(fmt.Sprint(r.odds(2)))) +
		r.policies() + r.serviceEndpoints()
}

func (r *random) policies() string {
	return r.option(3, ", privateEndpointNetworkPolicies: %s", pick(r, "Disabled", "Enabled", "NetworkSecurityGroupEnabled", "RouteTableEnabled"))
}

func (r *random) serviceEndpoints() string {
	if !r.has[services] || !r.odds(2) {
		return ""
	}
	return fmt.Sprintf(", serviceEndpoints: [%s]", pick(r, "Microsoft.Storage", "Microsoft.Sql", "Microsoft.Storage, Microsoft.Sql")) +
		r.option(6, ", serviceEndpointPolicies: [/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/serviceEndpointPolicies/only]")
}

// join peers the hub with each spoke, with any flags, at times on one side
// only; and the VNets with one that is elsewhere.
func (r *random) join() {
	for _, n := range r.nets {
		for _, o := range r.nets {
			if o != n && (n.name == "hub" || o.name == "hub") && r.mostly(12) {
				n.peerings = append(n.peerings, fmt.Sprintf("to-%s: {remoteVirtualNetwork: %s%s}", o.name, o.name, r.peeringFlags(n, o)))
			}
		}
		if r.odds(3) {
			n.peerings = append(n.peerings, fmt.Sprintf("to-outside: {remoteVirtualNetwork: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/far, remoteAddressPrefixes: [10.77.%d.0/24]}", n.octet))
		}
	}
}

func (r *random) peeringFlags(n, o *network) string {
	flags := fmt.Sprintf(", allowForwardedTraffic: %s", r.known(fmt.Sprint(r.mostly(4)))) + r.option(6, ", allowVirtualNetworkAccess: false") +
		r.option(12, ", peeringState: %s", pick(r, "Connected", "Disconnected", "Initiated"))
	if r.has[gateway] && n.name == "hub" && r.mostly(3) {
		flags += ", allowGatewayTransit: true"
	}
	if r.has[gateway] && o.name == "hub" && n.hub == "" && n.name != "c" && r.mostly(3) {
		flags += ", useRemoteGateways: true"
	}
	if r.odds(12) {
		flags += fmt.Sprintf(", peerCompleteVnets: false, localSubnetNames: [x], remoteSubnetNames: [%s]", pick(r, "x", "x", "x, y"))
	}
	if r.odds(12) {
		flags += fmt.Sprintf(", remoteAddressPrefixes: [10.%d.0.0/17], peeringSyncLevel: %s", o.octet, pick(r, "RemoteNotInSync", "FullyInSync"))
	}
	return flags
}

// finishNetworks writes the VNets, once all parts have put their subnets in them.
func (r *random) finishNetworks() {
	for _, n := range r.nets {
		prefixes := fmt.Sprintf("10.%d.0.0/16", n.octet)
		if r.has[dualStack] {
			prefixes += fmt.Sprintf(", \"fd00:0:%d::/48\"", n.octet)
		}
		r.put("virtualNetworks", "%s:", n.name)
		r.put("virtualNetworks", "  addressPrefixes: [%s]", prefixes)
		for _, o := range n.options {
			r.put("virtualNetworks", "  %s", o)
		}
		r.put("virtualNetworks", "  subnets:")
		for _, s := range n.subnets {
			r.put("virtualNetworks", "    %s", s)
		}
		r.put("virtualNetworks", "  peerings:")
		for _, p := range n.peerings {
			r.put("virtualNetworks", "    %s", p)
		}
	}
}
