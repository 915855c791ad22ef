package azure

import (
	"net/netip"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// firewall is an Azure Firewall during compilation, of a VNet or of a virtual hub.
type firewall struct {
	res          *topology.AzureFirewall
	subnet       *subnet // nil: it stands in a hub
	hub          *hub
	routes       pipeline.TableID // where what it allows goes on
	back         pipeline.TableID // where answers from the internet come back to it
	node         pipeline.NodeID
	place        pipeline.PlaceID
	claims       []*claim
	state        pipeline.StateID // of the flows that it lets through
	nat          pipeline.StateID // of its translation to public addresses
	untranslated pipeline.StateID // of the flows that keep their source
	entry        pipeline.TableID // where everything that comes to it is judged
	policy       *policy
	source       *pipeline.Rewrite // to an instance's address, made once
	public       packet.AddrSet
	// assumed are the stand-ins among its public addresses.
	assumed []*pipeline.Assumption
}

// holdFirewalls makes the firewalls that stand in a VNet.
func (c *compiler) holdFirewalls() {
	for _, res := range c.design.AzureFirewalls {
		if len(res.IPConfigurations) == 0 {
			continue
		}
		s := c.subnetOf[res.IPConfigurations[0].Subnet.Target]
		if s == nil {
			continue // its subnet is not in the input: next hops there are unknown already
		}
		c.holdFirewall(res, s)
	}
}

func (c *compiler) holdFirewall(res *topology.AzureFirewall, s *subnet) {
	f := &firewall{res: res, subnet: s, routes: s.routes, back: s.vnet.delivery, state: c.b.State(), nat: c.b.State(), untranslated: c.b.State()}
	f.policy = c.policyOf(res)
	f.node = c.node(pipeline.Node{Kind: pipeline.FirewallNode, Name: res.Name, Within: s.vnet.res.Name, Resource: res.ID, Pos: res.Pos}, s, f.restsOn()...)
	f.place = c.place(pipeline.Place{Node: f.node, Kind: pipeline.FirewallNode, Resource: res.ID, Subnet: s.res.ID, Held: true, Answers: true,
		Origin: c.nodeOrigin(f.node, res.Name, s.routes)})
	f.entry = c.b.Reserve(f.node, pipeline.PlumbingTable, "flows known to "+res.Name)
	for _, ip := range res.IPConfigurations {
		c.holdFirewallAddress(f, ip)
	}
	s.instances = f.entry
	c.firewalls = append(c.firewalls, f)
	c.later(func() { c.wireFirewall(f) })
}

// restsOn are the resources that decide, beside its own, what the firewall does.
func (f *firewall) restsOn() []topology.ID {
	var ids []topology.ID
	for _, ip := range f.res.IPConfigurations {
		ids = append(ids, ip.ID, ip.PublicIPAddress.ID)
	}
	for _, p := range f.policy.chain {
		ids = append(ids, p.ID)
		for _, g := range p.Groups {
			ids = append(ids, g.ID)
		}
	}
	return ids
}

// holdFirewallAddress claims the private address of the firewall: that of the IP
// configuration which names the subnet.
func (c *compiler) holdFirewallAddress(f *firewall, ip *topology.IPConfiguration) {
	if ip.Subnet.IsSet() {
		f.claims = append(f.claims, c.claim(claim{subnet: f.subnet, owner: f.res.ID, name: f.res.Name,
			fixed: ip.PrivateIPAddress, pos: ip.Pos, entry: f.entry, transit: c.firewallTransit(f)}))
	}
}

// firewallTransit is where routes lead that name the firewall as next hop.
//
// FW-20: an answer to a flow that one instance translated is addressed to that
// instance; a route that covers the firewall's subnet may hand it to another.
func (c *compiler) firewallTransit(f *firewall) pipeline.TableID {
	table := c.b.Reserve(f.node, pipeline.PlumbingTable, "next hop "+f.res.Name)
	c.later(func() {
		instances := f.instances()
		cause := f.cause("another instance of "+f.res.Name+" may get the answer", "FW-20")
		cause.Gap = &pipeline.Gap{Resource: f.res.ID, Property: "ipConfigurations", Pos: f.res.Pos, Rules: rules("FW-20"),
			Why:    "which instance of " + f.res.Name + " a user route hands the answer of a translated flow to",
			Supply: "a longer user route for the firewall's subnet with next hop VnetLocal, or none that covers it"}
		c.b.Fill(table, nil, pipeline.Row{Dst: &instances, Action: pipeline.Action{Kind: pipeline.Drop}, Cause: cause},
			pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: f.entry}})
	})
	return table
}

// takeFirewallPublic takes, once, what the internet sends to the public addresses.
func (c *compiler) takeFirewallPublic(f *firewall) {
	if !f.public.IsEmpty() {
		return
	}
	for _, ip := range f.res.IPConfigurations {
		if ip.PublicIPAddress.IsSet() {
			a, assumed := c.publicAddr(ip.PublicIPAddress, ip.IPv6)
			f.public = f.public.Union(packet.FromAddrs(a))
			f.assumed = append(f.assumed, assumptions(assumed)...)
		}
	}
	if f.hub != nil {
		c.hubFirewallPublic(f)
	}
	if !f.public.IsEmpty() {
		c.takePublic(f.res.ID, f.public, c.firewallFromInternet(f), f.assumed...)
	}
}

// hubFirewallPublic notes the public addresses of a firewall in a hub: those
// that an export tells beside its own, else one that stands for what Azure gives.
func (c *compiler) hubFirewallPublic(f *firewall) {
	list := f.res.HubPublicIPs.Or(nil)
	if len(list) == 0 && f.public.IsEmpty() {
		a := c.public.standIn(standInKeys("firewall", f.res.ID), false)
		list = []netip.Addr{a}
		f.assumed = append(f.assumed, &pipeline.Assumption{Pos: f.res.Pos, Text: "firewall " + f.res.Name + " has a public address that Azure gives: " + a.String() + " stands for it"})
	}
	for _, a := range list {
		c.public.used[a] = true
	}
	f.public = f.public.Union(packet.FromAddrs(list...))
}

// addrs are the private addresses by which the firewall is addressed.
func (f *firewall) addrs() packet.AddrSet {
	var set packet.AddrSet
	for _, h := range f.claims {
		if h.addr.IsValid() {
			set = set.Union(packet.FromAddrs(h.addr))
		}
	}
	return set
}

// instances are the addresses that its instances may have: what a translated
// flow bears as its source.
func (f *firewall) instances() packet.AddrSet {
	if f.hub != nil {
		return packet.FromPrefixes(f.hub.res.AddressPrefix.Or(netip.Prefix{}))
	}
	return f.subnet.usable().OfFamily(packet.IPv4)
}

// firewallFromInternet reserves and fills the table where packets to the
// firewall's public addresses arrive: answers to what it translated go back,
// everything else is judged.
func (c *compiler) firewallFromInternet(f *firewall) pipeline.TableID {
	return c.b.Table(f.node, pipeline.TranslateTable, "public addresses of "+f.res.Name,
		&pipeline.State{ID: f.nat, Unseen: pipeline.Judge, Known: pipeline.Action{Kind: pipeline.Goto, Next: f.back}},
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: f.entry}})
}

// wireFirewall fills the firewall's tables, last first.
//
// FW-1: threat intelligence, DNAT rules, network rules, application rules, the
// infrastructure rules, then deny. Routes of AzureFirewallSubnet decide where
// what is allowed goes.
// FW-16: only what routes bring to it is inspected.
func (c *compiler) wireFirewall(f *firewall) {
	c.takeFirewallPublic(f)
	c.b.SetAddresses(f.place, f.addrs().Union(f.instances()), f.public, f.assumed...)
	applications := c.firewallApplications(f)
	networks := c.firewallNetworks(f, applications)
	own := c.firewallItself(f, networks)
	dnat := c.firewallDNAT(f, own)
	rows := c.inspectedRows(f, pipeline.Action{Kind: pipeline.Goto, Next: dnat})
	if down, ok := c.isDown(f.res.ID); ok {
		rows = []pipeline.Row{{Action: pipeline.Action{Kind: pipeline.Drop}, Cause: &pipeline.Cause{Kind: pipeline.FirewallRule,
			Name: f.res.Name, Resource: f.res.ID, Pos: down.Pos, Reason: f.res.Name + " is taken down"}}}
	}
	c.b.Fill(f.entry, f.known(false), rows...)
}

// tier returns the tier that decides what the firewall can do.
//
// FW-15: Basic alerts on threat intelligence only; intrusion detection, TLS
// inspection and URLs are Premium's.
func (f *firewall) tier() topology.SKU {
	if own := f.policy.own(); own != nil && !own.SKU.IsAbsent() {
		return own.SKU.Or(topology.Standard)
	}
	return f.res.SKU.Or(topology.Standard)
}

// known is the state of the firewall's flows; remember is set where they leave it.
//
// FW-10: both directions must pass; an answer whose opener it did not see is dropped.
func (f *firewall) known(remember bool) *pipeline.State {
	return &pipeline.State{ID: f.state, Remember: remember, Strict: true, Unseen: pipeline.Refuse,
		Known: pipeline.Action{Kind: pipeline.Goto, Next: f.routes},
		Cause: &pipeline.Cause{Kind: pipeline.Asymmetry, Name: f.res.Name, Resource: f.res.ID, Pos: f.res.Pos, Rules: rules("WALK-5", "FW-10"),
			Reason: f.res.Name + " sees only one direction of the flow"}}
}

// firewallItself decides what is addressed to the firewall's own addresses and
// no DNAT rule translates.
//
// FW-18: from the internet it is dropped; on its private address the firewall
// answers DNS where its proxy is on.
func (c *compiler) firewallItself(f *firewall, next pipeline.TableID) pipeline.TableID {
	own, public := f.addrs().Union(f.instances()), f.public
	var rows []pipeline.Row
	if !public.IsEmpty() {
		rows = append(rows, pipeline.Row{Dst: &public, Action: pipeline.Action{Kind: pipeline.Deny},
			Cause: f.cause("no DNAT rule of "+f.res.Name+" takes it", "FW-18")})
	}
	if f.policy.dnsProxy() {
		dns := packet.NewService(packet.Ported(), packet.AllPorts(), packet.Ports(53))
		rows = append(rows, pipeline.Row{Dst: &own, Service: &dns, Action: pipeline.Action{Kind: pipeline.Deliver, Place: f.place},
			Cause: f.cause("the DNS proxy of "+f.res.Name+" answers", "DNS-4")})
	}
	rows = append(rows,
		pipeline.Row{Dst: &own, Action: pipeline.Action{Kind: pipeline.Drop}, Cause: f.cause(f.res.Name+" takes nothing on its own address", "FW-18")},
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: next}})
	return c.b.Table(f.node, pipeline.PlumbingTable, "addressed to "+f.res.Name, nil, rows...)
}

// cause is the firewall's own, where no rule decides.
func (f *firewall) cause(reason string, ids ...ruleID) *pipeline.Cause {
	return &pipeline.Cause{Kind: pipeline.FirewallRule, Name: f.res.Name, Resource: f.res.ID, Pos: f.res.Pos, Rules: ids, Reason: reason}
}
