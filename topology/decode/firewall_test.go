package decode

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"vnetproof/topology"
	"vnetproof/topology/source"
)

// sameTerms compares address terms without their places.
func sameTerms(t *testing.T, what string, got topology.Property[[]topology.AddressTerm], want ...topology.AddressTerm) {
	t.Helper()
	terms, ok := got.Get()
	if !ok {
		t.Errorf("%s is not known", what)
		return
	}
	if diff := cmp.Diff(want, terms, cmpopts.IgnoreTypes(source.Pos{}, topology.Ref[topology.IPGroup]{}, topology.Ref[topology.ApplicationSecurityGroup]{},
		topology.Ref[topology.NetworkGroup]{}), cmp.Comparer(func(a, b netip.Prefix) bool { return a == b }),
		cmp.Comparer(func(a, b netip.Addr) bool { return a == b })); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestFirewallWithPolicy(t *testing.T) {
	design := decodeClean(t,
		vnet("hub", "10.0.0.0/16", subnets("AzureFirewallSubnet 10.0.0.0/26", "AzureFirewallManagementSubnet 10.0.0.64/26")),
		resourceWith("publicIPAddresses", "p", `"sku": {"name": "Standard"}`),
		resource("azureFirewalls", "fw", `"sku": {"name": "AZFW_VNet", "tier": "Premium"}, "firewallPolicy": `+to("firewallPolicies/child")+`,
			"ipConfigurations": [{"name": "c", "properties": {"subnet": `+to("virtualNetworks/hub/subnets/AzureFirewallSubnet")+`,
				"privateIPAddress": "10.0.0.4", "publicIPAddress": `+to("publicIPAddresses/p")+`}}],
			"managementIpConfiguration": {"name": "m", "properties": {"subnet": `+to("virtualNetworks/hub/subnets/AzureFirewallManagementSubnet")+`}}`),
		resource("firewallPolicies", "base", `"threatIntelMode": "Deny"`),
		resource("firewallPolicies", "child", `"sku": {"tier": "Premium"}, "basePolicy": `+to("firewallPolicies/base")+`,
			"threatIntelWhitelist": {"ipAddresses": ["198.51.100.0/24"]}, "intrusionDetection": {"mode": "Alert"},
			"snat": {"privateRanges": ["IANAPrivateRanges", "100.64.0.0/10"]}, "dnsSettings": {"enableProxy": true, "servers": ["10.0.0.53"]}`),
		resource("ipGroups", "clients", `"ipAddresses": ["10.1.0.0/16", "10.2.0.4-10.2.0.9", "10.3.0.4"]`),
		resource("firewallPolicies/ruleCollectionGroups", "child/main", `"priority": 200, "ruleCollections": [
			{"ruleCollectionType": "FirewallPolicyNatRuleCollection", "name": "in", "priority": 100, "action": {"type": "DNAT"}, "rules": [
				{"ruleType": "NatRule", "name": "ssh", "ipProtocols": ["TCP"], "sourceAddresses": ["*"], "destinationAddresses": ["203.0.113.4"],
				 "destinationPorts": ["2222"], "translatedAddress": "10.1.0.4", "translatedPort": "22"}]},
			{"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "name": "out", "priority": 200, "action": {"type": "Allow"}, "rules": [
				{"ruleType": "NetworkRule", "name": "store", "ipProtocols": ["TCP", "UDP"], "sourceIpGroups": ["`+network("ipGroups/clients")+`"],
				 "destinationAddresses": ["Storage.WestEurope"], "destinationFqdns": ["x.contoso.com"], "destinationPorts": ["443", "8000-8100"]},
				{"ruleType": "ApplicationRule", "name": "web", "sourceAddresses": ["10.0.0.0/8"], "targetFqdns": ["*.contoso.com"],
				 "protocols": [{"protocolType": "https"}, {"protocolType": "Http", "port": 8080}], "terminateTLS": true}]}]`))
	fw := design.AzureFirewalls[0]
	policy := fw.Policy.Target
	if policy == nil || policy.BasePolicy.Target == nil || fw.ManagementIP.Subnet.Target == nil || fw.IPConfigurations[0].Subnet.Target == nil {
		t.Fatalf("links of the firewall: %+v", fw)
	}
	sameValue(t, "tier", fw.SKU, topology.Premium)
	sameTerms(t, "private ranges", policy.SNATPrivateRanges, topology.AddressTerm{Tag: "IANAPrivateRanges"},
		topology.AddressTerm{Prefix: netip.MustParsePrefix("100.64.0.0/10")})
	collections := policy.Groups[0].Collections
	if len(collections) != 3 {
		t.Fatalf("%d collections, want DNAT, network and application", len(collections))
	}
	dnat, rule, web := collections[0].Rules[0], collections[1].Rules[0], collections[2].Rules[0]
	sameValue(t, "translated port", dnat.TranslatedPort, 22)
	sameValue(t, "action of a DNAT collection", collections[0].Action, topology.Allow)
	sameTerms(t, "destination", rule.Destination, topology.AddressTerm{Tag: "Storage.WestEurope"}, topology.AddressTerm{Rare: &topology.RareTerm{FQDN: "x.contoso.com"}})
	if sources, _ := rule.Source.Get(); sources[0].Group().Target != design.IPGroups[0] {
		t.Errorf("the IP group is not linked: %+v", sources)
	}
	sameTerms(t, "IP group", design.IPGroups[0].Addresses, topology.AddressTerm{Prefix: netip.MustParsePrefix("10.1.0.0/16")},
		topology.AddressTerm{Rare: &topology.RareTerm{Range: topology.AddressRange{Low: netip.MustParseAddr("10.2.0.4"), High: netip.MustParseAddr("10.2.0.9")}}},
		topology.AddressTerm{Prefix: netip.MustParsePrefix("10.3.0.4/32")})
	sameValue(t, "application protocols", web.ApplicationProtocols, []topology.ApplicationProtocol{{Type: "Https", Port: 443}, {Type: "Http", Port: 8080}})
}

func TestClassicFirewall(t *testing.T) {
	design := decodeClean(t, resource("azureFirewalls", "fw", `"threatIntelMode": "Deny",
		"additionalProperties": {"Network.SNAT.PrivateRanges": "10.0.0.0/8, IANAPrivateRanges", "Network.DNS.EnableProxy": "true"},
		"natRuleCollections": [{"name": "n", "properties": {"priority": 100, "action": {"type": "Dnat"}, "rules": [{"name": "r", "protocols": ["TCP"],
			"sourceAddresses": ["*"], "destinationAddresses": ["203.0.113.4"], "destinationPorts": ["80"], "translatedAddress": "10.0.0.4", "translatedPort": "80"}]}}],
		"applicationRuleCollections": [{"name": "a", "properties": {"priority": 200, "action": {"type": "Allow"}, "rules": [{"name": "r",
			"sourceAddresses": ["*"], "protocols": [{"protocolType": "Http", "port": 80}], "targetFqdns": ["contoso.com"]}]}}]`))
	classic := design.AzureFirewalls[0].Classic
	sameValue(t, "threat intelligence", classic.ThreatIntelMode, "Deny")
	sameValue(t, "DNS proxy", classic.DNSProxy, true)
	if got := classic.Groups[0].Collections; len(got) != 2 || got[0].Kind != topology.DNATRule || got[1].Kind != topology.ApplicationRule {
		t.Errorf("collections: %+v", got)
	}
}

func TestFirewallRulesThatHaveNoMeaning(t *testing.T) {
	rule := func(members string) string {
		return resource("firewallPolicies/ruleCollectionGroups", "p/g", `"priority": 100, "ruleCollections": [{"ruleCollectionType":
			"FirewallPolicyFilterRuleCollection", "name": "c", "priority": 100, "action": {"type": "Allow"}, "rules": [`+members+`]}]`)
	}
	rows := []struct{ name, rule, want string }{
		{"no ports", `{"ruleType": "NetworkRule", "name": "r", "ipProtocols": ["TCP"], "sourceAddresses": ["*"], "destinationAddresses": ["*"]}`, "missing-property"},
		{"no protocol", `{"ruleType": "NetworkRule", "name": "r", "sourceAddresses": ["*"], "destinationAddresses": ["*"], "destinationPorts": ["1"]}`, "missing-property"},
		{"no destination", `{"ruleType": "NetworkRule", "name": "r", "ipProtocols": ["TCP"], "sourceAddresses": ["*"], "destinationPorts": ["1"]}`, "missing-property"},
		{"a tag as source", `{"ruleType": "NetworkRule", "name": "r", "ipProtocols": ["TCP"], "sourceAddresses": ["Storage"], "destinationAddresses": ["*"], "destinationPorts": ["1"]}`, "bad-prefix"},
		{"DNAT among filters", `{"ruleType": "NatRule", "name": "r"}`, "bad-value"},
		{"a protocol that it has not", `{"ruleType": "NetworkRule", "name": "r", "ipProtocols": ["ESP"], "sourceAddresses": ["*"], "destinationAddresses": ["*"], "destinationPorts": ["1"]}`, "bad-value"},
		{"a range that ends first", `{"ruleType": "NetworkRule", "name": "r", "ipProtocols": ["TCP"], "sourceAddresses": ["10.0.0.9-10.0.0.4"], "destinationAddresses": ["*"], "destinationPorts": ["1"]}`, "bad-prefix"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) { expectCodes(t, row.want, resource("firewallPolicies", "p", ""), rule(row.rule)) })
	}
}
