package azure_test

import "testing"

func TestADM03_NotWhereServicesBringTheirOwnPolicies(t *testing.T) {
	design := with(managed, "b: {addressPrefixes: [10.2.0.0/16], subnets: {s: {addressPrefix: 10.2.0.0/24, networkSecurityGroup: open}}}",
		"b: {addressPrefixes: [10.2.0.0/16], subnets: {s: {addressPrefix: 10.2.0.0/24, networkSecurityGroup: open}, mi: {addressPrefix: 10.2.1.0/24, delegations: [Microsoft.Sql/managedInstances]}}}")
	compile(t, design).check(want{"skipped in the VNet of a managed instance", "a1 10.2.0.4 tcp/22", "delivered by defaultRule AllowVnetInBound of open"})
	all := with(design, "      sec:\n", "      sec:\n        applyOnNetworkIntentPolicyBasedServices: [All]\n")
	compile(t, all).check(want{"near miss: All", "a1 10.2.0.4 tcp/22", "denied by adminRule no-ssh of company"})
	compile(t, managed).check(want{"near miss: no such service", "a1 10.2.0.4 tcp/22", "denied by adminRule no-ssh of company"})
}

func TestADM04_TheHigherScopeFirst(t *testing.T) {
	design := managed + `
  top:
    scopes: [/providers/Microsoft.Management/managementGroups/all]
    networkGroups: {every: {members: [a, b]}}
    securityAdminConfigurations:
      sec: {ruleCollections: {tenant: {appliesToGroups: [top/every], rules: {ssh: {priority: 4000, direction: Inbound, access: AlwaysAllow, protocol: Tcp, source: "*", destinationPorts: [22]}}}}}
`
	compile(t, design).check(want{"whatever its priority", "a1 10.2.0.4 tcp/22", "delivered by adminRule ssh of tenant"})
	compile(t, with(design, "/providers/Microsoft.Management/managementGroups/all", "/subscriptions/00000000-0000-0000-0000-000000000000")).check(
		want{"near miss: equal scopes, in their order", "a1 10.2.0.4 tcp/22", "denied by adminRule no-ssh of company"})
}

func TestADM05_GroupsAsSource(t *testing.T) {
	design := with(managed, `no-ssh: {priority: 30, direction: Inbound, access: Deny, protocol: Tcp, source: "*", destinationPorts: [22]}`,
		`no-ssh: {priority: 30, direction: Inbound, access: Deny, protocol: Tcp, source: networkGroup:spokes, destinationPorts: [22]}`)
	compile(t, design).check(
		want{"a member", "a1 10.2.0.4 tcp/22", "denied by adminRule no-ssh of company"},
		want{"near miss: the hub is none", "h1 10.2.0.4 tcp/22", "delivered by defaultRule AllowVnetInBound of open"},
	)
}

func TestADM07_RoutesOfANetworkManager(t *testing.T) {
	design := managed + `    routingConfigurations:
      rc: {ruleCollections: {out: {appliesTo: [spokes], rules: {none: {destination: 203.0.113.0/24, nextHopType: NoNextHop}}}}}
`
	compile(t, design).check(
		want{"as user routes of the members", "b1 203.0.113.10 tcp/443", "dropped by route out/none"},
		want{"near miss: not of others", "h1 203.0.113.10 tcp/443", "delivered by route 0.0.0.0/0"},
	)
}
