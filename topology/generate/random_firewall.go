package generate

import "fmt"

// firewall writes an Azure Firewall in the hub, with a policy or with rules of its own.
func (r *random) firewall() {
	hub := r.net("hub")
	r.platformSubnet(hub, "AzureFirewallSubnet", "10.0.0.0/26", r.routed(8), r.option(8, ", natGateway: nat-hub"))
	r.put("publicIPAddresses", "fw-pip: {ipAddress: 198.51.100.2}")
	r.ipGroups()
	management := ""
	if r.odds(6) {
		r.platformSubnet(hub, "AzureFirewallManagementSubnet", "10.0.0.64/26")
		r.put("publicIPAddresses", "mgmt-pip: {ipAddress: 198.51.100.4}")
		management = ", managementSubnet: hub/AzureFirewallManagementSubnet, managementPublicIPAddress: mgmt-pip"
	}
	if r.odds(6) {
		r.put("azureFirewalls", "fw:")
		r.put("azureFirewalls", "  subnet: hub/AzureFirewallSubnet")
		r.put("azureFirewalls", "  publicIPAddresses: [fw-pip]")
		r.put("azureFirewalls", "  dnsProxy: %v", r.odds(2))
		for _, setting := range r.threats() {
			r.put("azureFirewalls", "  %s", setting)
		}
		r.put("azureFirewalls", "  ruleCollections:")
		r.collections("azureFirewalls", "    ", 100)
		return
	}
	r.put("azureFirewalls", "fw: {subnet: hub/AzureFirewallSubnet, publicIPAddresses: [fw-pip]%s%s, firewallPolicy: p}", r.option(4, ", privateIPAddress: 10.0.0.4"), management)
	r.policy("p")
}

// ipGroups writes those that rules name, once.
func (r *random) ipGroups() {
	r.put("ipGroups", "spokes: {ipAddresses: [10.1.0.0/16, 10.2.0.4-10.2.10.9]}")
}

// policy writes a firewall policy, at times with a parent.
func (r *random) policy(name string) {
	base := ""
	if r.odds(4) {
		base = "base"
		r.put("firewallPolicies", "base:")
		r.put("firewallPolicies", "  sku: Premium")
		r.groupOfCollections(200, 1)
	}
	r.put("firewallPolicies", "%s:", name)
	r.put("firewallPolicies", "  sku: Premium")
	if base != "" {
		r.put("firewallPolicies", "  basePolicy: base")
	}
	r.put("firewallPolicies", "  dnsProxy: %v", r.odds(2))
	for _, setting := range r.threats() {
		r.put("firewallPolicies", "  %s", setting)
	}
	if r.odds(6) {
		r.put("firewallPolicies", "  dnsServers: [10.0.8.4]")
	}
	if r.odds(6) {
		r.put("firewallPolicies", "  intrusionDetectionMode: %s", pick(r, "Alert", "Deny", "Off"))
	}
	if r.odds(8) {
		r.put("firewallPolicies", "  snatAutoLearnPrivateRanges: Enabled")
	}
	if r.odds(4) {
		r.put("firewallPolicies", "  tlsInspection: true")
	}
	r.groupOfCollections(300, 1+r.choose(3))
}

// threats are settings that a policy and a firewall of its own share.
func (r *random) threats() []string {
	var list []string
	if r.odds(4) {
		list = append(list, "snatPrivateRanges: ["+pick(r, "0.0.0.0/0", "255.255.255.255/32", "10.0.0.0/8")+"]")
	}
	if r.odds(3) {
		list = append(list, "threatIntelMode: "+pick(r, "Off", "Off", "Deny"))
	}
	if r.odds(6) {
		list = append(list, "threatIntelAllow: [203.0.113.9]", "threatIntelAllowFqdns: [www.contoso.com]")
	}
	return list
}

func (r *random) groupOfCollections(priority, n int) {
	r.put("firewallPolicies", "  ruleCollectionGroups:")
	r.put("firewallPolicies", "    g%d:", priority)
	r.put("firewallPolicies", "      priority: %d", priority)
	r.put("firewallPolicies", "      ruleCollections:")
	r.collections("firewallPolicies", "        ", n)
}

// collections writes collections of each kind; n is how many of network rules, at most 3.
func (r *random) collections(section, indent string, n int) {
	if r.odds(2) {
		r.put(section, indent+"dnat: {priority: 100, action: DNAT, rules: [%s]}", r.translation())
	}
	for i := range min(3, n) {
		r.put(section, indent+"net%d: {priority: %d, action: %s, rules: [{name: n, source: [%s], destination: [%s], protocols: [%s], destinationPorts: %s}]}",
			i, 200+i*10, pick(r, "Allow", "Allow", "Allow", "Deny"), pick(r, `"*"`, `"*"`, "ipGroup:spokes", "10.1.0.0/16", "192.168.0.0/16", "10.1.10.4-10.1.10.5"),
			pick(r, `"*"`, `"*"`, "ipGroup:spokes", "10.2.0.0/16", "203.0.113.0/24", "fqdn:www.contoso.com", "Storage"), pick(r, "TCP", "Any", "UDP", "TCP, ICMP"), r.known(pick(r, `["*"]`, "[443]", "[22, 443]")))
	}
	if r.odds(2) {
		r.put(section, indent+"app: {priority: 300, action: %s, rules: [%s]}", pick(r, "Allow", "Allow", "Deny"), r.application())
	}
}

func (r *random) translation() string {
	to := pick(r, "translatedAddress: 10.1.10.4", "translatedAddress: 10.1.10.4", "translatedFqdn: web.corp.example")
	return fmt.Sprintf(`{name: d, source: ["*"], destination: [%s], protocols: [%s], destinationPorts: [%s], %s, translatedPort: 443}`,
		"198.51.100.2", pick(r, "TCP", "TCP", "UDP"), pick(r, "443", "8443"), to)
}

func (r *random) application() string {
	return `{name: h, source: ["*"], ` + pick(r, `protocols: ["Https:443"], targetFqdns: ["*"]`, `protocols: ["Https:443"], targetFqdns: ["*.contoso.com"]`,
		`protocols: ["Http:80", "Https:443"], fqdnTags: [WindowsUpdate]`, `protocols: ["Https:443"], webCategories: [Gambling]`,
		`protocols: ["Https:443"], targetUrls: [www.contoso.com/a], terminateTLS: true`, `protocols: ["Mssql:1433"], targetFqdns: [data.database.windows.net]`) + "}"
}
