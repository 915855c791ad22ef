package azure

import (
	"strconv"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/rule"
	"vnetproof/topology"
)

type ruleID = rule.ID

// clientPorts are those from which a translated flow goes on.
var clientPorts = packet.PortSetOf(packet.PortRange{Lo: 1024, Hi: 65535})

// firewallDNAT translates what DNAT rules match.
//
// FW-5: the translated flow is not judged by other rules; it bears an address
// of AzureFirewallSubnet as its source, or the firewall's public address where
// the target is public.
func (c *compiler) firewallDNAT(f *firewall, next pipeline.TableID) pipeline.TableID {
	rows := f.policy.incomplete(f, pipeline.Action{Kind: pipeline.Goto, Next: next})
	for _, r := range f.policy.rules(topology.DNATRule) {
		rows = append(rows, c.dnatRows(f, r)...)
	}
	rows = append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: next}})
	return c.b.Table(f.node, pipeline.FirewallTable, "DNAT rules of "+f.res.Name, nil, rows...)
}

func (c *compiler) dnatRows(f *firewall, r firewallRule) []pipeline.Row {
	src := c.firewallAddresses(r.Source, r, "sourceAddresses")
	dst := c.firewallAddresses(r.Destination, r, "destinationAddresses")
	svc := firewallService(r)
	rewrite, gap := c.dnatRewrite(f, r)
	if gap != nil {
		rows := matchRows(src, dst, svc, pipeline.Action{Kind: pipeline.UnknownAction}, r.cause("FW-5").withGap(gap))
		return rows
	}
	translate := c.b.Table(f.node, pipeline.TranslateTable, "translation by "+r.name(), f.known(true),
		pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: f.routes, Rewrite: rewrite}})
	action := pipeline.Action{Kind: pipeline.Goto, Next: translate}
	return c.judgedRows(r, src, dst, svc, action, r.cause("FW-5"))
}

// dnatRewrite returns the translation of a DNAT rule, or why it is not known.
func (c *compiler) dnatRewrite(f *firewall, r firewallRule) (*pipeline.Rewrite, *pipeline.Gap) {
	if u := r.TranslatedAddress.Unknown(); u != nil {
		return nil, unknownGap(u, r.group.ID, "translatedAddress", "where DNAT rule "+r.Name+" leads", r.TranslatedAddress.Pos, "FW-5")
	}
	if u := r.TranslatedPort.Unknown(); u != nil {
		return nil, unknownGap(u, r.group.ID, "translatedPort", "to which port DNAT rule "+r.Name+" leads", r.TranslatedPort.Pos, "FW-5")
	}
	target, ok := r.TranslatedAddress.Get()
	if !ok {
		return nil, &pipeline.Gap{Resource: r.group.ID, Property: "translatedFqdn", Pos: r.Pos, Rules: rules("FW-5"),
			Why: "which address DNAT rule " + r.Name + " leads to: " + r.TranslatedFQDN.Or("none is given")}
	}
	to := packet.FromAddrs(target)
	from := f.instances()
	if publicSpace.Contains(target) && !f.public.IsEmpty() {
		from = f.public
	}
	rewrite := &pipeline.Rewrite{Src: &from, SrcPort: clientPorts, Dst: &to, Gap: f.instanceGap()}
	if port, ok := r.TranslatedPort.Get(); ok && port != 0 {
		rewrite.DstPort = packet.Ports(port)
	}
	return rewrite, nil
}

// instanceGap is why nobody can tell which instance's address a flow bears (FW-20).
func (f *firewall) instanceGap() *pipeline.Gap {
	return &pipeline.Gap{Resource: f.res.ID, Property: "ipConfigurations", Pos: f.res.Pos, Rules: rules("FW-9", "FW-20"),
		Why: "which instance of " + f.res.Name + " carries the flow, so which of its addresses and ports it bears"}
}

// firewallNetworks judges by network rules.
//
// FW-3: the first match decides, allow or deny; application rules are not looked at.
func (c *compiler) firewallNetworks(f *firewall, next pipeline.TableID) pipeline.TableID {
	allow := pipeline.Action{Kind: pipeline.Goto, Next: c.firewallSNAT(f)}
	rows := f.policy.incomplete(f, allow)
	for _, r := range f.policy.rules(topology.NetworkRule) {
		src := c.firewallAddresses(r.Source, r, "sourceAddresses")
		dst := c.firewallAddresses(r.Destination, r, "destinationAddresses")
		action := allow
		if r.collection.Action.Or(topology.Allow) == topology.Deny {
			action = pipeline.Action{Kind: pipeline.Deny}
		}
		rows = append(rows, c.judgedRows(r, src, dst, firewallService(r), action, r.cause("FW-3"))...)
	}
	rows = append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: next}})
	return c.b.Table(f.node, pipeline.FirewallTable, "network rules of "+f.res.Name, nil, rows...)
}

// judgedRows returns the rows of a rule, uncertain where its order or action is not known.
func (c *compiler) judgedRows(r firewallRule, src, dst addressMatch, svc serviceMatch, action pipeline.Action, cause filterCause) []pipeline.Row {
	gap := r.unknownOrder()
	if gap == nil {
		return productRows(src, dst, svc, action, cause)
	}
	return matchRows(src, dst, svc, action, cause.withGap(gap))
}

// productRows returns the rows of what matches for certain, then of what may.
func productRows(src, dst addressMatch, svc serviceMatch, action pipeline.Action, cause filterCause) []pipeline.Row {
	var rows []pipeline.Row
	for _, s := range svc.sure {
		rows = append(rows, productRow(src.sure, dst.sure, s, action, cause.Cause)...)
	}
	if gap := firstGap(src.gap, dst.gap, svc.gap); gap != nil {
		rows = append(rows, matchRows(src, dst, svc, action, cause.withGap(gap))...)
	}
	return rows
}

// matchRows returns the rows of all that matches or may match.
func matchRows(src, dst addressMatch, svc serviceMatch, action pipeline.Action, cause *pipeline.Cause) []pipeline.Row {
	var rows []pipeline.Row
	for _, s := range svc.all() {
		rows = append(rows, productRow(src.all(), dst.all(), s, action, cause)...)
	}
	return rows
}

// firewallApplications judges by application rules what no network rule matched,
// then ends: by default the firewall denies.
//
// FW-4: HTTP, HTTPS and MSSQL only.
// FW-6: by the name asked for, which a packet does not tell: a rule for all
// names decides, a rule for some may.
// FW-7: so for URLs, whether TLS is inspected or not.
func (c *compiler) firewallApplications(f *firewall) pipeline.TableID {
	proxy := pipeline.Action{Kind: pipeline.Goto, Next: c.firewallProxy(f)}
	rows := f.policy.incomplete(f, proxy)
	for _, r := range f.policy.rules(topology.ApplicationRule) {
		src := c.firewallAddresses(r.Source, r, "sourceAddresses")
		dst := anyAddress()
		if len(r.Destination.Or(nil)) > 0 {
			dst = c.firewallAddresses(r.Destination, r, "destinationAddresses")
		}
		action := proxy
		if r.collection.Action.Or(topology.Allow) == topology.Deny {
			action = pipeline.Action{Kind: pipeline.Deny}
		}
		svc := applicationService(r)
		if gap := nameGap(r); gap != nil {
			rows = append(rows, matchRows(src, dst, svc, action, r.cause("FW-6").withGap(gap))...)
			continue
		}
		rows = append(rows, c.judgedRows(r, src, dst, svc, action, r.cause("FW-4"))...)
	}
	rows = append(rows, pipeline.Row{Action: pipeline.Action{Kind: pipeline.Deny}, Cause: f.defaultDeny()})
	return c.b.Table(f.node, pipeline.FirewallTable, "application rules of "+f.res.Name, nil, rows...)
}

func (f *firewall) defaultDeny() *pipeline.Cause {
	cause := f.cause("no rule of "+f.res.Name+" allows it", "FW-1")
	cause.Filter = &pipeline.Filter{Group: f.res.Name, Level: "firewall", Name: "default deny", Access: topology.Deny}
	cause.Assumptions = []*pipeline.Assumption{{Pos: f.res.Pos, Rules: rules("FW-1"),
		Text: "the built-in infrastructure rules of " + f.res.Name + ", for names of the platform, are left out of account"}}
	return cause
}

// applicationService returns the ports of an application rule.
func applicationService(r firewallRule) serviceMatch {
	protocols, ok := r.ApplicationProtocols.Get()
	if !ok {
		web := packet.NewService(packet.Of(packet.TCP), packet.AllPorts(), packet.Ports(80, 443, 1433))
		if u := r.ApplicationProtocols.Unknown(); u != nil {
			return serviceMatch{maybe: []packet.Service{packet.NewService(packet.Of(packet.TCP), packet.AllPorts(), packet.AllPorts())},
				gap: unknownGap(u, r.group.ID, "protocols", "which protocols application rule "+r.Name+" names", r.ApplicationProtocols.Pos)}
		}
		return serviceMatch{sure: []packet.Service{web}}
	}
	var ports []uint16
	for _, p := range protocols {
		port := p.Port
		if port == 0 {
			port = map[string]uint16{"http": 80, "https": 443, "mssql": 1433}[strings.ToLower(p.Type)]
		}
		ports = append(ports, port)
	}
	return serviceMatch{sure: []packet.Service{packet.NewService(packet.Of(packet.TCP), packet.AllPorts(), packet.Ports(ports...))}}
}

// nameGap is why an application rule may or may not match; nil where it is for all names.
func nameGap(r firewallRule) *pipeline.Gap {
	for _, name := range r.TargetFQDNs.Or(nil) {
		if name == "*" {
			return nil
		}
	}
	for _, url := range r.TargetURLs.Or(nil) {
		if url == "*" {
			return nil
		}
	}
	named := append(r.TargetFQDNs.Or(nil), r.TargetURLs.Or(nil)...)
	named = append(append(named, r.FQDNTags.Or(nil)...), r.WebCategories.Or(nil)...)
	what := strings.Join(named[:min(3, len(named))], ", ")
	if len(named) > 3 {
		what += " and " + strconv.Itoa(len(named)-3) + " more"
	}
	return &pipeline.Gap{Resource: r.group.ID, Property: "targetFqdns", Pos: r.Pos, Rules: rules("FW-6"),
		Why: "which name the request asks for: application rule " + r.Name + " is for " + what}
}
