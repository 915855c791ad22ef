package endpoint

import (
	"slices"
	"strings"

	"vnetproof/topology"
)

// thing is a resource that a name may mean.
type thing struct {
	kind Kind
	node topology.Node
	own  []string // its name, in parts: a subnet's VNet first
}

// path returns subscription, resource group and name, as far as the ID has them.
func (t thing) path() []string {
	id := t.node.Base().ID
	var path []string
	if group := id.ResourceGroup(); group != "" {
		if s := id.Subscription(); s != "" {
			path = append(path, s)
		}
		path = append(path, group)
	}
	return append(path, t.own...)
}

// catalog lists every resource that has a name in the selector language, by kind.
type catalog map[Kind][]thing

func newCatalog(d *topology.Design) catalog {
	c := catalog{}
	addAll(c, VM, d.VirtualMachines)
	addAll(c, ScaleSet, d.ScaleSets)
	addAll(c, NIC, d.NetworkInterfaces)
	addAll(c, VNet, d.VirtualNetworks)
	for _, v := range d.VirtualNetworks {
		for _, s := range v.Subnets {
			c.add(Subnet, s, v.Name, s.Name)
		}
	}
	addAll(c, ASG, d.ApplicationSecurityGroups)
	addAll(c, PrivateEndpoint, d.PrivateEndpoints)
	addAll(c, PaaS, d.PaaS)
	addAll(c, Firewall, d.AzureFirewalls)
	addAll(c, LoadBalancer, d.LoadBalancers)
	addAll(c, LoadBalancer, d.ApplicationGateways)
	addAll(c, LoadBalancer, d.FrontDoors)
	addAll(c, Gateway, d.VirtualNetworkGateways)
	addAll(c, Gateway, d.HubVPNGateways)
	addAll(c, Gateway, d.HubExpressRouteGateways)
	addAll(c, Gateway, d.HubP2SGateways)
	addAll(c, Bastion, d.BastionHosts)
	c.addSites(d)
	return c
}

// addSites lists what the word onprem may mean. A site of the facts that
// describes a resource of the same name is that resource.
func (c catalog) addSites(d *topology.Design) {
	addAll(c, OnPremises, d.LocalNetworkGateways)
	addAll(c, OnPremises, d.VPNSites)
	addAll(c, OnPremises, d.ExpressRouteCircuits)
	for _, g := range d.VirtualNetworkGateways {
		if len(g.ClientAddressPool.Or(nil)) > 0 {
			c.add(OnPremises, g, g.Name)
		}
	}
	addAll(c, OnPremises, d.HubP2SGateways)
	for _, s := range d.Facts.Sites {
		describes := func(t thing) bool {
			id := t.node.Base().ID
			named := topology.ID(t.own[0]).Equal(topology.ID(s.Name))
			return named && (id.Equal(s.LocalGateway.ID) || id.Equal(s.Circuit.ID) || id.Equal(s.VPNSite.ID))
		}
		if !slices.ContainsFunc(c[OnPremises], describes) {
			c.add(OnPremises, s, s.Name)
		}
	}
}

func addAll[T topology.Node](c catalog, kind Kind, list []T) {
	for _, n := range list {
		c.add(kind, n, n.Base().Name)
	}
}

func (c catalog) add(kind Kind, node topology.Node, own ...string) {
	c[kind] = append(c[kind], thing{kind, node, own})
}

// find returns the things of a kind that a name matches.
func (c catalog) find(kind Kind, name string) []thing {
	pattern := strings.Split(name, "/")
	var out []thing
	for _, t := range c[kind] {
		if matchParts(pattern, t.path()) {
			out = append(out, t)
		}
	}
	return out
}

// names lists the names of a kind as a selector would write them, sorted.
func (c catalog) names(kind Kind) []string {
	var names []string
	for _, t := range c[kind] {
		names = append(names, strings.Join(t.own, "/"))
	}
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	return slices.Compact(names)
}

// spell returns how to write things so that each is clear among them, sorted.
func spell(things []thing) []string {
	words := make([]string, len(things))
	for i, t := range things {
		words[i] = t.kind.String() + ":" + spellOne(t, things)
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// spellOne takes as many parts of the path as set t apart; a resource ID where
// all of them do not.
func spellOne(t thing, among []thing) string {
	path := t.path()
	for n := len(t.own); n <= len(path); n++ {
		tail := path[len(path)-n:]
		same := 0
		for _, o := range among {
			if o.kind == t.kind && matchParts(tail, o.path()) {
				same++
			}
		}
		if same == 1 {
			return strings.Join(tail, "/")
		}
	}
	return string(t.node.Base().ID)
}
