package decode

import (
	"net/netip"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/tree"
)

// paas reads a platform service of any type in paasTypes.
func paas(d *Decoder, o *object, r topology.Resource) {
	s := &topology.PaaS{Resource: r}
	if !d.enter(s) {
		return
	}
	d.design.PaaS = append(d.design.PaaS, s)
	t := paasTypes[strings.ToLower(r.Type)]
	s.Service = t.tag
	p := o.of(&s.Resource)
	s.Hosts = hosts(p, t, s.Name)
	s.PublicNetworkAccess = publicAccess(p)
	filter := p
	if t.filter != "" {
		filter = p.sub(t.filter)
		if answered := p.sub("networkRuleSet"); filter == nil {
			filter = answered // as az storage account answers
		}
	}
	serviceFilter(filter, s)
	if t.deniesByDefault && s.DefaultAction.IsAbsent() {
		s.DefaultAction = topology.Known(topology.Deny, r.Pos)
	}
	if n := p.get("networkRuleBypassOptions"); n.Is(tree.String) && s.BypassAzureServices.IsAbsent() {
		s.BypassAzureServices = topology.Known(strings.EqualFold(n.Text, "AzureServices"), n.Pos)
	}
	if t.cosmos {
		cosmosFilter(p, s)
	}
	inboundFilter(p, s)
	s.ConnectionPolicy = p.oneOf("connectionType", "Default", "Proxy", "Redirect")
	webSite(p, s)
	if p.sub("network").has("delegatedSubnetResourceId") {
		p.sub("network").ignored("delegatedSubnetResourceId", "a service that lives in a subnet is not simulated")
	}
	if t.filter != "" {
		filter.rest("resourceAccessRules", "virtualNetworkRules")
	}
	p.restOfService()
}

// publicAccess reads whether the public endpoint answers at all (PE-4).
func publicAccess(p *object) topology.Property[bool] {
	words := []word[bool]{{"Enabled", true}, {"Disabled", false}, {"SecuredByPerimeter", false}}
	access := enum(p, "publicNetworkAccess", words)
	if n := p.get("publicNetworkAccess"); n.Is(tree.String) && strings.EqualFold(n.Text, "SecuredByPerimeter") {
		p.ignored("publicNetworkAccess", "a network security perimeter is not simulated")
	}
	if access.IsAbsent() {
		access = enum(p.sub("network"), "publicNetworkAccess", words)
	}
	return access
}

// serviceFilter reads the service's own filter, which most types keep alike.
func serviceFilter(p *object, s *topology.PaaS) {
	s.DefaultAction = enum(p, "defaultAction", accesses)
	s.IPRules = filterAddresses(p, "ipRules")
	s.SubnetRules = filterSubnets(p)
	if n, _ := p.first("bypass", "networkRuleBypassOptions"); n.Is(tree.String) {
		s.BypassAzureServices = topology.Known(strings.Contains(strings.ToLower(n.Text), "azureservices"), n.Pos)
	}
}

// filterAddresses reads the public prefixes that a filter allows.
func filterAddresses(p *object, key string) topology.Property[[]topology.AddressTerm] {
	n := p.get(key)
	if n == nil {
		return topology.Property[[]topology.AddressTerm]{}
	}
	if n.Is(tree.Unknown) {
		return unknownProperty[[]topology.AddressTerm](p, n, key)
	}
	terms := []topology.AddressTerm{}
	for _, item := range p.list(key) {
		value, spelling := item.first("value", "ipMask", "ipAddressOrRange")
		if value.Is(tree.Unknown) {
			return unknownProperty[[]topology.AddressTerm](item, value, spelling)
		}
		if value == nil {
			continue
		}
		if t, ok := item.parseFirewallAddress(value, spelling); ok {
			terms = append(terms, t)
		}
	}
	return topology.Known(terms, n.Pos)
}

// filterSubnets reads the subnets that a filter allows by service endpoint.
func filterSubnets(p *object) []topology.Ref[topology.Subnet] {
	items := p.list("virtualNetworkRules")
	out := make([]topology.Ref[topology.Subnet], len(items))
	for i, item := range items {
		for _, key := range []string{"id", "subnet", "virtualNetworkSubnetId", "virtualNetworkResourceId"} {
			ref(item, key, &out[i])
		}
	}
	return out
}

// cosmosFilter reads what a Cosmos account says of its filter: it denies what
// no rule allows once there is a rule.
func cosmosFilter(p *object, s *topology.PaaS) {
	rules, _ := s.IPRules.Get()
	filtered := p.boolean("isVirtualNetworkFilterEnabled")
	if on, _ := filtered.Get(); (on || len(rules) > 0) && s.DefaultAction.IsAbsent() {
		s.DefaultAction = topology.Known(topology.Deny, s.Pos)
	}
	if n := p.get("networkAclBypass"); n.Is(tree.String) {
		s.BypassAzureServices = topology.Known(strings.EqualFold(n.Text, "AzureServices"), n.Pos)
	}
}

// inboundFilter reads the addresses that Event Grid admits: all, until there is
// a rule.
func inboundFilter(p *object, s *topology.PaaS) {
	if rules := filterAddresses(p, "inboundIpRules"); !rules.IsAbsent() {
		s.IPRules = rules
		if admitted, known := rules.Get(); !known || len(admitted) > 0 {
			s.DefaultAction = topology.Known(topology.Deny, rules.Pos)
		}
	}
}

// webSite reads an app's way into a VNet (PE-6) and its access restrictions.
func webSite(p *object, s *topology.PaaS) {
	ref(p, "virtualNetworkSubnetId", &s.IntegrationSubnet)
	s.RouteAll = p.boolean("vnetRouteAllEnabled")
	if routing := p.sub("outboundVnetRouting"); s.RouteAll.IsAbsent() {
		s.RouteAll = routing.boolean("allTraffic", "applicationTraffic")
	}
	siteConfig(p.sub("siteConfig"), s)
}

// siteConfig reads what an app may also have as a config child.
func siteConfig(p *object, s *topology.PaaS) {
	if v := p.boolean("vnetRouteAllEnabled"); !v.IsAbsent() {
		s.RouteAll = v
	}
	restrictions := p.list("ipSecurityRestrictions")
	if len(restrictions) > 0 {
		accessRestrictions(p, restrictions, s)
	}
	if v := enum(p, "ipSecurityRestrictionsDefaultAction", accesses); !v.IsAbsent() {
		s.DefaultAction = v
	}
	p.get("publicNetworkAccess") // the app's own counts
}

// accessRestrictions reads allow rules of an app. Rules that deny, or look
// into requests, are noted, since their order and kind are not modelled.
func accessRestrictions(p *object, items []*object, s *topology.PaaS) {
	var terms []topology.AddressTerm
	subnets := make([]topology.Ref[topology.Subnet], 0, len(items))
	for _, item := range items {
		if strings.EqualFold(item.text("action"), "Deny") || item.has("headers") {
			item.ignored("action", "access restrictions that deny or look at headers are not simulated")
			continue
		}
		if item.has("vnetSubnetResourceId") {
			subnets = subnets[:len(subnets)+1]
			ref(item, "vnetSubnetResourceId", &subnets[len(subnets)-1])
			continue
		}
		if n := item.get("ipAddress"); n.Is(tree.String) {
			if t, ok := item.parseSecurityAddress(n, "ipAddress"); ok {
				terms = append(terms, t)
			}
		}
	}
	s.SubnetRules = subnets
	s.IPRules = topology.Known(terms, p.get("ipSecurityRestrictions").Pos)
	s.DefaultAction = topology.Known(topology.Deny, p.get("ipSecurityRestrictions").Pos)
}

// hosts lists the names of the public endpoints.
func hosts(p *object, t paasType, name string) []string {
	var out []string
	for _, suffix := range t.suffixes {
		out = append(out, strings.ToLower(name)+"."+suffix)
	}
	for _, n := range p.get("hostNames").List() {
		if n.Is(tree.String) && !isListed(n.Text, out) {
			out = append(out, p.d.kept(strings.ToLower(n.Text)))
		}
	}
	return out
}

// sqlRule is a firewallRules or virtualNetworkRules child of a database
// server, or its connectionPolicies.
type sqlRule struct {
	topology.Resource
	address topology.Property[topology.AddressTerm]
	subnet  topology.Ref[topology.Subnet]
	policy  topology.Property[string]
}

func sqlServerRule(o *object, r topology.Resource) *sqlRule {
	x := &sqlRule{Resource: r}
	p := o.of(&x.Resource)
	x.address = sqlAddresses(p)
	ref(p, "virtualNetworkSubnetId", &x.subnet)
	x.policy = p.oneOf("connectionType", "Default", "Proxy", "Redirect")
	p.rest("ignoreMissingVnetServiceEndpoint", "state")
	return x
}

// sqlAddresses reads the range of a server's firewall rule.
func sqlAddresses(p *object) topology.Property[topology.AddressTerm] {
	low, high := p.addr("startIpAddress"), p.addr("endIpAddress")
	for _, end := range []topology.Property[netip.Addr]{low, high} {
		if u := end.Unknown(); u != nil {
			return topology.NotKnown[topology.AddressTerm](*u, end.Pos)
		}
	}
	a, ok := low.Get()
	b, too := high.Get()
	if !ok || !too {
		return topology.Property[topology.AddressTerm]{}
	}
	return topology.Known(topology.AddressTerm{Pos: low.Pos, Rare: &topology.RareTerm{Range: topology.AddressRange{Low: a, High: b}}}, low.Pos)
}

// joinSQLRule gives the server what its rule says. A range of 0.0.0.0 alone
// stands for Azure's own services.
func joinSQLRule(d *Decoder, parent topology.Node, x *sqlRule) bool {
	s, ok := parent.(*topology.PaaS)
	if !ok || !d.enter(x) {
		return ok
	}
	if !x.policy.IsAbsent() {
		s.ConnectionPolicy = x.policy
	}
	t, known := x.address.Get()
	switch {
	case x.address.Unknown() != nil:
		s.IPRules = topology.NotKnown[[]topology.AddressTerm](*x.address.Unknown(), x.address.Pos)
	case known && t.Range().Low.IsUnspecified() && t.Range().High.IsUnspecified():
		s.BypassAzureServices = topology.Known(true, x.address.Pos)
	case known && s.IPRules.Unknown() == nil:
		terms, _ := s.IPRules.Get()
		s.IPRules = topology.Known(append(terms, t), x.address.Pos)
	}
	if x.subnet.IsSet() {
		d.afterLinks = append(d.afterLinks, func(*Decoder) { s.SubnetRules = append(s.SubnetRules, x.subnet) })
	}
	return true
}

// serviceConfig is a child that holds settings of its service: networkRuleSets
// of a messaging namespace, config and networkConfig of an app.
type serviceConfig struct {
	topology.Resource
	settings topology.PaaS
}

func networkRuleSet(o *object, r topology.Resource) *serviceConfig {
	x := &serviceConfig{Resource: r}
	p := o.of(&x.Resource)
	serviceFilter(p, &x.settings)
	x.settings.PublicNetworkAccess = publicAccess(p)
	p.rest("trustedServiceAccessEnabled", "virtualNetworkRules")
	return x
}

func joinNetworkRuleSet(d *Decoder, parent topology.Node, x *serviceConfig) bool {
	s, ok := parent.(*topology.PaaS)
	if !ok || !d.enter(x) {
		return ok
	}
	s.DefaultAction, s.IPRules = x.settings.DefaultAction, x.settings.IPRules
	if !x.settings.PublicNetworkAccess.IsAbsent() {
		s.PublicNetworkAccess = x.settings.PublicNetworkAccess
	}
	d.afterLinks = append(d.afterLinks, func(*Decoder) { s.SubnetRules = append(s.SubnetRules, x.settings.SubnetRules...) })
	return true
}

// siteSettings reads the config children of an app that bear on the network.
func siteSettings(o *object, r topology.Resource) *serviceConfig {
	x := &serviceConfig{Resource: r}
	p := o.of(&x.Resource)
	switch strings.ToLower(r.Name) {
	case "web":
		siteConfig(p, &x.settings)
		p.restOfService()
	case "virtualnetwork":
		ref(p, "subnetResourceId", &x.settings.IntegrationSubnet)
		p.rest("swiftSupported", "isSwift")
	}
	return x
}

func joinSiteSettings(d *Decoder, parent topology.Node, x *serviceConfig) bool {
	s, ok := parent.(*topology.PaaS)
	if !ok || !d.enter(x) {
		return ok
	}
	c := &x.settings
	if !c.RouteAll.IsAbsent() {
		s.RouteAll = c.RouteAll
	}
	if !c.DefaultAction.IsAbsent() {
		s.DefaultAction, s.IPRules = c.DefaultAction, c.IPRules
	}
	d.afterLinks = append(d.afterLinks, func(*Decoder) {
		s.SubnetRules = append(s.SubnetRules, c.SubnetRules...)
		if c.IntegrationSubnet.IsSet() {
			s.IntegrationSubnet = c.IntegrationSubnet
		}
	})
	return true
}
