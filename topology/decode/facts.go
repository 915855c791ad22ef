package decode

import (
	"fmt"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// AddFacts takes a facts overlay, whose shape has been checked. Names in it
// lead to resources of any file, so it is read in Finish.
func (d *Decoder) AddFacts(root *tree.Node) {
	d.facts = append(d.facts, &object{d: d, node: root})
}

// AddServiceTags takes the published ranges of service tags. An overlay's own
// ranges of a tag replace them.
func (d *Decoder) AddServiceTags(tags []*topology.TagRanges) {
	d.published = append(d.published, tags...)
}

// addPublished adds the published ranges of the tags that no overlay gives.
func (d *Decoder) addPublished() {
	facts := &d.design.Facts
	own := map[string]bool{}
	for _, t := range facts.ServiceTags {
		own[strings.ToLower(t.Tag)] = true
	}
	for _, t := range d.published {
		if !own[strings.ToLower(t.Tag)] {
			t.Published = true
			facts.ServiceTags = append(facts.ServiceTags, t)
		}
	}
}

// readFacts reads all overlays, once all resources are known.
func (d *Decoder) readFacts() {
	facts := &d.design.Facts
	for _, o := range d.facts {
		for _, route := range o.in("learnedRoutes").list("learnedRoutes") {
			facts.LearnedRoutes = append(facts.LearnedRoutes, learnedRoute(route))
		}
		for _, e := range o.entries("onPremises") {
			d.site(e)
		}
		for _, e := range o.entries("appliances") {
			facts.Appliances = append(facts.Appliances, appliance(e))
		}
		for _, e := range o.entries("serviceTags") {
			facts.ServiceTags = append(facts.ServiceTags, &topology.TagRanges{Tag: e.owner.Name, Pos: e.owner.Pos,
				Prefixes: e.prefixes("addresses").Or(nil)})
		}
		for _, e := range o.entries("fqdns") {
			facts.FQDNs = append(facts.FQDNs, &topology.ResolvedName{Name: e.owner.Name, Pos: e.owner.Pos,
				Addresses: e.addrs("addresses").Or(nil)})
		}
		d.readDown(o.in("down"))
		d.readPlatform(o.in("platform"))
	}
	d.addPublished()
}

// in makes a section of an overlay the owner of what is read from o.
func (o *object) in(section string) *object {
	p := *o
	p.owner = &topology.Resource{Type: "fact", ID: topology.ID(section), Name: section, Pos: o.node.Get(section).Where()}
	return &p
}

// entries returns the entries of a section that has them by name. One that is
// no object is given as an object of its "addresses".
func (o *object) entries(section string) []*object {
	var out []*object
	n := o.node.Get(section)
	if !n.Is(tree.Object) {
		return nil
	}
	for _, m := range n.Members {
		owner := &topology.Resource{Type: "fact", ID: topology.ID(section + "." + m.Key), Name: m.Key, Pos: m.KeyPos}
		body := m.Value
		if !body.Is(tree.Object) {
			body = tree.NewObject(m.KeyPos, tree.Member{Key: "addresses", KeyPos: m.KeyPos, Value: m.Value})
		}
		out = append(out, &object{d: o.d, node: body, owner: owner})
	}
	return out
}

func learnedRoute(o *object) *topology.LearnedRoute {
	r := &topology.LearnedRoute{Pos: o.node.Where(), From: o.text("from"), NextHop: o.addr("nextHopIpAddress"),
		Prefixes: o.prefixes("prefixes").Or(nil)}
	r.By = firstOf(
		o.named("gateway", byType[topology.VirtualNetworkGateway]),
		o.named("routeServer", byType[topology.RouteServer]),
		o.named("virtualHub", byType[topology.VirtualHub]),
	)
	if !o.has("gateway") && !o.has("routeServer") && !o.has("virtualHub") {
		o.fail(o.node, "missing-property", "gateway", "nobody learns these routes", "add gateway, routeServer or virtualHub")
	}
	r.ASPath = listOf(o, "asPath", o.parseASN).Or(nil)
	return r
}

func (o *object) parseASN(n *tree.Node, key string) (int64, bool) {
	one := &object{d: o.d, node: tree.NewObject(n.Pos, tree.Member{Key: key, KeyPos: n.Pos, Value: n}), owner: o.owner, path: o.path}
	return one.number64(key, 1<<32-1).Get()
}

// site enters a site, which may stand in a design or in an overlay.
func (d *Decoder) site(o *object) {
	s := &topology.Site{Resource: *o.owner}
	s.Type = "Vnetproof/onPremises"
	s.ID = topology.ID("/providers/" + s.Type + "/" + s.Name)
	s.AddressPrefixes = o.prefixes("addressPrefixes")
	s.Knows = o.prefixes("knows")
	via := o.sub("via")
	ref(via, "vpnGateway", &s.Gateway)
	ref(via, "expressRouteGateway", &s.Gateway)
	ref(via, "localNetworkGateway", &s.LocalGateway)
	ref(via, "expressRouteCircuit", &s.Circuit)
	ref(via, "vpnSite", &s.VPNSite)
	if d.enter(s) {
		d.design.Facts.Sites = append(d.design.Facts.Sites, s)
	}
}

func appliance(o *object) *topology.Appliance {
	a := &topology.Appliance{Name: o.owner.Name, Pos: o.owner.Pos, Stateful: o.boolean("stateful"), SNAT: o.boolean("snat"),
		DisableSNATOnPL: o.boolean("disableSnatOnPL").Or(false), HasFilter: o.has("filter")}
	name := tree.NewString(o.owner.Pos, o.owner.Name)
	name.Width = len(o.owner.Name)
	a.Target = o.find(name, "appliances", machines)
	for i, rule := range o.list("filter") {
		a.Filter = append(a.Filter, filterRule(rule, o.owner, i))
	}
	return a
}

// filterRule reads a rule of an appliance; what it does not say is any.
func filterRule(o *object, owner *topology.Resource, i int) *topology.SecurityRule {
	r := &topology.SecurityRule{}
	r.Name, r.Pos = o.text("name"), o.node.Where()
	if r.Name == "" {
		r.Name = fmt.Sprintf("filter[%d]", i)
	}
	r.ID, r.Type = owner.ID.Child("filter", r.Name), "fact"
	r.Access = enum(o, "access", accesses)
	r.Protocol = orDefault(enum(o, "protocol", ruleProtocols), topology.AnyProtocol, r.Pos)
	anyAddress := []topology.AddressTerm{{Any: true, Pos: r.Pos}}
	r.Source = orDefault(filterTerms(o, "source"), anyAddress, r.Pos)
	r.Destination = orDefault(filterTerms(o, "destination"), anyAddress, r.Pos)
	anyPort := []topology.PortTerm{{Low: 0, High: 65535}}
	r.SourcePorts = orDefault(listOf(o, "sourcePorts", o.parsePorts), anyPort, r.Pos)
	r.DestinationPorts = orDefault(listOf(o, "destinationPorts", o.parsePorts), anyPort, r.Pos)
	return r
}

// orDefault is what holds where an overlay is silent.
func orDefault[T any](p topology.Property[T], value T, pos source.Pos) topology.Property[T] {
	if p.IsAbsent() {
		return topology.Known(value, pos)
	}
	return p
}

// filterTerms reads prefixes, service tags and asg:NAME.
func filterTerms(o *object, key string) topology.Property[[]topology.AddressTerm] {
	terms := listOf(o, key, func(n *tree.Node, key string) (topology.AddressTerm, bool) {
		name, isGroup := strings.CutPrefix(n.Str(), "asg:")
		if !isGroup {
			return o.parseSecurityAddress(n, key)
		}
		asg := topology.Ref[topology.ApplicationSecurityGroup]{ID: topology.ID(name), Pos: n.Pos}
		return topology.AddressTerm{Pos: n.Pos, Rare: &topology.RareTerm{ASG: asg}}, true
	})
	list, _ := terms.Get()
	for i := range list {
		if list[i].ASG().ID != "" {
			enterLink(o, key, 0, &list[i].Rare.ASG)
		}
	}
	return terms
}

// readDown reads what is out of service, as gw:hub-vpn or a resource ID.
func (d *Decoder) readDown(o *object) {
	for _, n := range o.node.Get("down").List() {
		if strings.HasPrefix(n.Str(), "/") {
			d.design.Facts.Down = append(d.design.Facts.Down, topology.Down{Resource: topology.ID(n.Text), Pos: n.Pos})
			continue
		}
		kind, name, _ := strings.Cut(n.Str(), ":")
		list, ok := downKinds[strings.ToLower(kind)]
		if !ok {
			o.fail(n, "bad-value", "down", fmt.Sprintf("%q names no resource", n.Text),
				"expected gw:NAME, peering:NETWORK/NAME, connection:NAME, vm:NAME … or a resource ID")
			continue
		}
		short := tree.NewString(n.Pos.Add(len(kind)+1), name)
		if found := o.find(short, "down", list); found != nil {
			d.design.Facts.Down = append(d.design.Facts.Down, topology.Down{Resource: found.Base().ID, Pos: n.Pos})
		}
	}
}

func (d *Decoder) readPlatform(o *object) {
	p := o.sub("platform")
	if p == nil {
		return
	}
	into := &d.design.Facts.Platform
	if v := p.boolean("defaultOutboundAccess"); !v.IsAbsent() {
		into.DefaultOutboundAccess = v
	}
	if v := enum(p, "forwardedTraffic", []word[bool]{{"passes", true}, {"dropped", false}}); !v.IsAbsent() {
		into.ForwardedTraffic = v
	}
}

// finder returns the resources of some types that bear a name, and all their names.
type finder func(d *Decoder, name string) ([]topology.Node, []string)

func byType[T any](d *Decoder, name string) ([]topology.Node, []string) {
	return candidates[T](d, name)
}

// anyType looks among several types.
func anyType(finders ...finder) finder {
	return func(d *Decoder, name string) (found []topology.Node, names []string) {
		for _, find := range finders {
			f, n := find(d, name)
			found, names = append(found, f...), append(names, n...)
		}
		return found, names
	}
}

var machines = anyType(byType[topology.VirtualMachine], byType[topology.ScaleSet], byType[topology.NetworkInterface])

// downKinds are the kinds of resource that can be out of service.
var downKinds = map[string]finder{
	"gw": anyType(byType[topology.VirtualNetworkGateway], byType[topology.HubVPNGateway],
		byType[topology.HubExpressRouteGateway], byType[topology.HubP2SGateway]),
	"fw":         byType[topology.AzureFirewall],
	"lb":         anyType(byType[topology.LoadBalancer], byType[topology.ApplicationGateway], byType[topology.FrontDoor]),
	"vm":         byType[topology.VirtualMachine],
	"vmss":       byType[topology.ScaleSet],
	"nic":        byType[topology.NetworkInterface],
	"nat":        byType[topology.NATGateway],
	"peering":    byType[topology.Peering],
	"connection": anyType(byType[topology.Connection], byType[topology.HubConnection], byType[topology.HubVPNConnection], byType[topology.HubExpressRouteConnection]),
	"circuit":    byType[topology.ExpressRouteCircuit],
	"pe":         byType[topology.PrivateEndpoint],
	"bastion":    byType[topology.BastionHost],
	"rs":         byType[topology.RouteServer],
	"hub":        byType[topology.VirtualHub],
}

// named returns the resource that a key names, or nil.
func (o *object) named(key string, find finder) topology.Node {
	n := o.get(key)
	if !n.Is(tree.String) {
		return nil
	}
	return o.find(n, key, find)
}

// find looks up a short name or resource ID of an overlay. A name must lead
// somewhere; an ID may lead out of the input.
func (o *object) find(n *tree.Node, key string, find finder) topology.Node {
	if strings.HasPrefix(n.Text, "/") {
		found := o.d.design.ByID(topology.ID(n.Text))
		if found == nil {
			o.d.diags.Add(source.Diagnostic{Severity: source.Unknown, Code: "outside-input", Pos: n.Pos, Width: n.Width,
				Path: o.at(key), Message: fmt.Sprintf("%s is not in the input", n.Text)})
		}
		return found
	}
	found, names := find(o.d, n.Text)
	if len(found) == 1 {
		return found[0]
	}
	if len(found) > 1 {
		o.fail(n, "ambiguous-name", key, fmt.Sprintf("%q names several resources", n.Text), "write one of "+orList(longNames(found)))
		return nil
	}
	hint := "name a resource of the design, or give a full resource ID"
	if s := source.Suggest(n.Text, names); s != "" {
		hint = "did you mean " + s + "?"
	}
	o.fail(n, "unknown-name", key, fmt.Sprintf("nothing in the design bears the name %q", n.Text), hint)
	return nil
}

func firstOf(nodes ...topology.Node) topology.Node {
	for _, n := range nodes {
		if n != nil {
			return n
		}
	}
	return nil
}
