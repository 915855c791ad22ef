package azure_test

import "testing"

const managed = `
location: westeurope
virtualNetworks:
  hub: {addressPrefixes: [10.0.0.0/16], subnets: {s: {addressPrefix: 10.0.0.0/24}}}
  a: {addressPrefixes: [10.1.0.0/16], subnets: {s: {addressPrefix: 10.1.0.0/24, networkSecurityGroup: closed}}}
  b: {addressPrefixes: [10.2.0.0/16], subnets: {s: {addressPrefix: 10.2.0.0/24, networkSecurityGroup: open}}}
  far: {location: eastus, addressPrefixes: [10.3.0.0/16], subnets: {s: {addressPrefix: 10.3.0.0/24}}}
networkSecurityGroups:
  closed: {securityRules: [{name: deny-all, priority: 200, direction: Inbound, access: Deny, protocol: "*", source: "*", destination: "*"}]}
  open: {}
virtualMachines:
  h1: {nics: [{subnet: hub/s}]}
  a1: {nics: [{subnet: a/s}]}
  b1: {nics: [{subnet: b/s}]}
  f1: {nics: [{subnet: far/s}]}
networkManagers:
  avnm:
    networkGroups: {spokes: {members: [a, b, far]}}
    connectivityConfigurations:
      cc: {connectivityTopology: HubAndSpoke, hub: hub, appliesToGroups: [{networkGroup: spokes, groupConnectivity: DirectlyConnected}]}
    securityAdminConfigurations:
      sec:
        ruleCollections:
          company:
            appliesToGroups: [spokes]
            rules:
              monitor: {priority: 10, direction: Inbound, access: AlwaysAllow, protocol: Tcp, source: 10.0.0.0/16, destinationPorts: [9100]}
              admin: {priority: 20, direction: Inbound, access: Allow, protocol: Tcp, source: 10.0.0.0/16, destinationPorts: [22]}
              no-ssh: {priority: 30, direction: Inbound, access: Deny, protocol: Tcp, source: "*", destinationPorts: [22]}
`

func TestADM01_BeforeNSGs(t *testing.T) {
	compile(t, managed).check(
		want{"AlwaysAllow goes past the NSG", "h1 10.1.0.4 tcp/9100", "delivered by adminRule monitor of company"},
		want{"Allow goes on to the NSG", "h1 10.1.0.4 tcp/22", "denied by nsgRule deny-all of closed"},
		want{"and the NSG may allow", "h1 10.2.0.4 tcp/22", "delivered by defaultRule AllowVnetInBound of open"},
		want{"Deny ends", "a1 10.2.0.4 tcp/22", "denied by adminRule no-ssh of company"},
		want{"no rule: the NSG", "h1 10.1.0.4 tcp/443", "denied by nsgRule deny-all of closed"},
	)
}

func TestADM02_OnlyInItsGroups(t *testing.T) {
	compile(t, managed).check(
		want{"the hub is no member", "a1 10.0.0.4 tcp/22", "delivered by defaultRule AllowVnetOutBound of closed"},
		want{"near miss: a member is", "a1 10.2.0.4 tcp/22", "denied by adminRule no-ssh of company"},
	)
}

func TestADM06_HubSpokesAndConnectedGroup(t *testing.T) {
	compile(t, managed).check(
		want{"spoke to spoke in the group", "a1 10.2.0.4 tcp/443", "delivered by defaultRule AllowVnetInBound of open"},
		want{"near miss: another region without isGlobal", "a1 10.3.0.4 tcp/443", "denied by defaultRule DenyAllOutBound of closed"},
		want{"the hub is peered with spokes of any region", "h1 10.3.0.4 tcp/443", "delivered by route 10.3.0.0/16"},
	)
	compile(t, with(managed, "groupConnectivity: DirectlyConnected", "groupConnectivity: None")).check(
		want{"near miss: not directly connected", "a1 10.2.0.4 tcp/443", "denied by defaultRule DenyAllOutBound of closed"},
	)
}

func TestADM06_MembersOfAGroupMayOverlap(t *testing.T) {
	const design = `
location: westeurope
virtualNetworks:
  a: {addressPrefixes: [10.1.0.0/16, 192.168.0.0/24], subnets: {s: {addressPrefix: 10.1.0.0/24}, o: {addressPrefix: 192.168.0.0/25}}}
  b: {addressPrefixes: [10.2.0.0/16, 192.168.0.0/24], subnets: {s: {addressPrefix: 10.2.0.0/24}, o: {addressPrefix: 192.168.0.0/25}}}
  c: {addressPrefixes: [10.3.0.0/16], subnets: {s: {addressPrefix: 10.3.0.0/24}}}
virtualMachines:
  a1: {nics: [{subnet: a/s}]}
  ao: {nics: [{subnet: a/o}]}
  bo: {nics: [{subnet: b/o}]}
  c1: {nics: [{subnet: c/s}]}
networkManagers:
  m:
    networkGroups: {all: {members: [a, b, c]}}
    connectivityConfigurations: {mesh: {connectivityTopology: Mesh, appliesToGroups: [{networkGroup: all}]}}
`
	compile(t, design).check(
		want{"what they do not share", "a1 10.2.0.4 tcp/443", "delivered by route 10.2.0.0/16"},
		want{"what they share, from a third", "c1 192.168.0.4 tcp/443", "dropped by route 192.168.0.0/16"},
	)
	alone := with(design, "o: {addressPrefix: 192.168.0.0/25}}}\n  c", "o: {addressPrefix: 192.168.0.128/25}}}\n  c")
	compile(t, alone).check(want{"near miss: their subnets there differ", "a1 10.2.0.4 tcp/443", "inconclusive by route 10.2.0.0/16"})
}

func TestADM06_MembersThatTheInputDoesNotGive(t *testing.T) {
	const far = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/elsewhere"
	compile(t, with(managed, "members: [a, b, far]", "members: [a, b, far, "+far+"]")).check(
		want{"a member outside of the input may have the address", "b1 10.77.0.4 tcp/443", "inconclusive by defaultRule AllowVnetOutBound of open"},
		want{"near miss: the hub has a peer in the input", "h1 10.1.0.4 tcp/9100", "delivered by adminRule monitor of company"},
	)
}
