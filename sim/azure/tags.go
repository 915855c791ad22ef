package azure

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// tagBook knows the service tags that the design names. A tag whose ranges
// nobody gives is still a set with a name: one stand-in address represents "an
// address of this tag", so that rules on the same tag, or on the tag without
// its region, match it for certain, and rules on public prefixes may.
type tagBook struct {
	byName   map[string]*serviceTag // by lower-case name
	ordered  []*serviceTag          // by name
	standIns packet.AddrSet         // of all tags without ranges
	contexts map[string]*tagContext
}

// serviceTag is one named set of public addresses.
type serviceTag struct {
	name    string
	known   bool // ranges are given
	ranges  packet.AddrSet
	standIn netip.Addr
	// host is set on the public endpoint of one service, or of a Front Door, which
	// is in its service's tag: it has one address.
	host *topology.Resource
}

func newTagBook() tagBook {
	return tagBook{byName: map[string]*serviceTag{}, contexts: map[string]*tagContext{}}
}

// firstStandIn is where stand-ins for unknown addresses of the internet begin:
// a range that no network uses.
var firstStandIn = netip.MustParseAddr("240.0.0.1")

// firstIdentity is where the addresses begin that stand for subnets.
var firstIdentity = netip.MustParseAddr("245.0.0.1")

// contextual are tags that are not a list of public ranges.
var contextual = []string{"virtualnetwork", "internet", "azureloadbalancer", "azureplatformdns", "azureplatformimds"}

// indexTags collects the tags that rules, routes and questions name.
//
// NSG-13: without ranges a tag is a named set, equal to itself and inside its
// region-less parent; its relation to prefixes is a gap.
func (c *compiler) indexTags() {
	b := &c.tags
	for _, name := range append(tagsNamed(c.design), c.opts.Services...) {
		if !slices.Contains(contextual, strings.ToLower(name)) {
			b.add(name)
		}
	}
	for _, t := range c.design.Facts.ServiceTags {
		tag := b.byName[strings.ToLower(t.Tag)]
		if tag == nil {
			continue // of thousands that Azure publishes few are named
		}
		tag.known = true
		tag.ranges = tag.ranges.Union(packet.FromPrefixes(t.Prefixes...))
	}
	for _, res := range c.design.PaaS {
		b.addHost(&res.Resource, res.Service)
	}
	for _, f := range c.design.FrontDoors {
		b.add(frontDoorBackend)
		for _, e := range f.Endpoints {
			b.addHost(&e.Resource, frontDoorFrontend)
		}
	}
	slices.SortFunc(b.ordered, func(x, y *serviceTag) int {
		return cmp.Compare(strings.ToLower(x.name), strings.ToLower(y.name))
	})
	for _, t := range b.ordered {
		if !t.known {
			t.standIn = c.tagStandIn(t)
			b.standIns = b.standIns.Union(packet.FromAddrs(t.standIn))
		}
	}
}

// tagStandIn returns the address that stands for those of a tag.
func (c *compiler) tagStandIn(t *serviceTag) netip.Addr {
	keys := []string{"tag " + strings.ToLower(t.name)}
	if t.host != nil {
		keys = standInKeys("host", t.host.ID)
	}
	s := c.opts.StandIns
	a, known := s.find(keys, func(a netip.Addr) bool { return !c.tags.standIns.Contains(a) })
	if !known {
		for a = firstStandIn; s.taken[a]; {
			a = a.Next()
		}
		s.note(keys, a)
	}
	return a
}

func (b *tagBook) add(name string) *serviceTag {
	key := strings.ToLower(name)
	t := b.byName[key]
	if t == nil {
		t = &serviceTag{name: name}
		b.byName[key] = t
		b.ordered = append(b.ordered, t)
	}
	return t
}

// addHost enters the public endpoint of a service.
func (b *tagBook) addHost(res *topology.Resource, service string) {
	if res.Location != "" && service != frontDoorFrontend {
		service += "." + res.Location
	}
	t := b.add(service + "/" + res.ID.Key())
	t.host = res
}

// TagsNamed lists the service tags that a design names, with repeats.
func TagsNamed(d *topology.Design) []string { return tagsNamed(d) }

// tagsNamed lists the service tags of all rules and routes, with repeats.
func tagsNamed(d *topology.Design) []string {
	names := tagsOfRoutes(d)
	for _, v := range d.VirtualNetworks {
		for _, s := range v.Subnets {
			for _, e := range s.ServiceEndpoints {
				names = append(names, endpointTags(e.Service, v.Location)...)
			}
		}
	}
	add := func(p topology.Property[[]topology.AddressTerm]) {
		terms := p.Or(nil)
		for i := range terms {
			if tag := terms[i].Tag; tag != "" {
				names = append(names, tag)
			}
		}
	}
	for rule := range d.SecurityRules() {
		add(rule.Source)
		add(rule.Destination)
	}
	for _, a := range d.Facts.Appliances {
		for _, rule := range a.Filter {
			add(rule.Source)
			add(rule.Destination)
		}
	}
	for _, r := range firewallRulesOf(d) {
		add(r.Source)
		add(r.Destination)
	}
	return names
}

// tagsOfRoutes lists the tags that routes name, those of network managers too.
func tagsOfRoutes(d *topology.Design) []string {
	var routes []*topology.Route
	for _, table := range d.RouteTables {
		routes = append(routes, table.Routes...)
	}
	for _, m := range d.NetworkManagers {
		for _, config := range m.Routing {
			for _, col := range config.Collections {
				routes = append(routes, col.Routes...)
			}
		}
	}
	var names []string
	for _, r := range routes {
		if r.Tag != "" {
			names = append(names, r.Tag)
		}
	}
	return names
}

// firewallRulesOf lists the rules of all policies, and of firewalls without one (FW-17).
func firewallRulesOf(d *topology.Design) []*topology.FirewallRule {
	policies := slices.Clone(d.FirewallPolicies)
	for _, fw := range d.AzureFirewalls {
		if fw.Classic != nil {
			policies = append(policies, fw.Classic)
		}
	}
	var list []*topology.FirewallRule
	for _, p := range policies {
		for _, g := range p.Groups {
			for _, col := range g.Collections {
				list = append(list, col.Rules...)
			}
		}
	}
	return list
}

// tag returns the addresses of a service tag: which are in it for certain, and
// which may be.
func (c *compiler) tag(name string) addressMatch {
	t := c.tags.byName[strings.ToLower(name)]
	if t == nil {
		return addressMatch{}.maybeAlso(c.tags.standIns, c.tagGap(name))
	}
	m := addressMatch{sure: t.ranges.Union(c.tags.inside(t))}
	maybe := c.tags.standIns
	if !t.known {
		maybe = maybe.Union(c.serviceSpace(name))
	}
	for _, other := range c.tags.ordered {
		if apart(t.tag(), other.tag()) {
			maybe = maybe.Subtract(other.ranges).Subtract(packet.FromAddrs(other.standIn))
		}
	}
	return m.maybeAlso(maybe, c.tagGap(name))
}

// serviceSpace is where the addresses of a service tag without ranges may be:
// public, not of documentation, and except in AzureCloud not held by the design.
func (c *compiler) serviceSpace(name string) packet.AddrSet {
	set := publicSpace.Subtract(documentation)
	if service, _, _ := strings.Cut(strings.ToLower(name), "."); service == "azurecloud" {
		return set
	}
	return set.Subtract(c.publicHeld())
}

// inside returns the stand-ins that are in a tag for certain: its own, those of
// its regions and hosts, and in AzureCloud those of services that run in it.
func (b *tagBook) inside(t *serviceTag) packet.AddrSet {
	var set packet.AddrSet
	for _, other := range b.ordered {
		if !other.known && (other == t || strictlyInside(other.tag(), t.tag())) {
			set = set.Union(packet.FromAddrs(other.standIn))
		}
	}
	return set
}

// tag is the name of the tag that t is or is in, in lower case.
func (t *serviceTag) tag() string {
	name, _, _ := strings.Cut(strings.ToLower(t.name), "/")
	return name
}

// strictlyInside tells whether every address of tag a is in tag b, both lower case.
func strictlyInside(a, b string) bool {
	service, region, _ := strings.Cut(a, ".")
	of, in, regional := strings.Cut(b, ".")
	sameService := service == of || of == "azurecloud" && slices.Contains(ownRanges, service)
	return b != "" && sameService && (!regional || region == in)
}

// ownRanges are services of Azure's own data centres whose published ranges, and
// those of their regions, do not overlap each other. [service tags, 2024-07-01]
var ownRanges = []string{"storage", "sql", "azurekeyvault", "azurecosmosdb", "servicebus", "eventhub", "appservice",
	"azurecontainerregistry", "azuremonitor", "gatewaymanager", "apimanagement", "logicapps", "azurebackup",
	"cognitiveservicesfrontend", "azuresignalr", "azureeventgrid", "azureiothub", "microsoftcontainerregistry",
	"azureresourcemanager", "appconfiguration"}

// apart tells whether two tags, lower case, have no address in common: different
// services of those above, or different regions of one.
func apart(a, b string) bool {
	service, region, _ := strings.Cut(a, ".")
	other, elsewhere, _ := strings.Cut(b, ".")
	if service != other {
		return slices.Contains(ownRanges, service) && slices.Contains(ownRanges, other)
	}
	return region != "" && elsewhere != "" && region != elsewhere
}

func (c *compiler) tagGap(name string) *pipeline.Gap {
	gap := &pipeline.Gap{Property: "serviceTags", Why: "which addresses service tag " + name + " has",
		Supply: "serviceTags: {" + name + ": [...]} in a facts file", Rules: rules("NSG-13")}
	return gap
}
