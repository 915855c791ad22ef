package decode

import (
	"fmt"
	"net/netip"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/tree"
)

var firewallProtocols = []word[topology.FirewallProtocol]{
	{"Any", topology.FirewallAny}, {"TCP", topology.FirewallTCP},
	{"UDP", topology.FirewallUDP}, {"ICMP", topology.FirewallICMP},
}

// firewallRule reads a rule of a policy or of a classic firewall.
func firewallRule(o *object, kind topology.RuleKind) *topology.FirewallRule {
	r := &topology.FirewallRule{Name: o.text("name"), Pos: o.node.Pos, Kind: kind}
	p := o.properties()
	r.Source = firewallEnd(p, "source", false)
	r.Destination = firewallEnd(p, "destination", kind == topology.NetworkRule)
	if r.Source.IsAbsent() {
		r.Source = unknownProperty[[]topology.AddressTerm](p, tree.NewUnknown(p.node.Pos, "the rule names no source, and Azure does not say what that means",
			"write \"*\" for all"), "sourceAddresses")
	}
	switch kind {
	case topology.NetworkRule:
		transportRule(p, r)
	case topology.DNATRule:
		transportRule(p, r)
		translation(p, r)
	case topology.ApplicationRule:
		applicationRule(p, r)
	}
	p.rest("ruleType", "description", "priority", "direction", "actions", "ipv6Rule")
	return r
}

// transportRule reads protocols and ports.
func transportRule(p *object, r *topology.FirewallRule) {
	r.Protocols = valuesOf(p, "ipProtocols", []string{"protocols"}, p.parseFirewallProtocol)
	r.DestinationPorts = listOf(p, "destinationPorts", p.parsePorts)
	if r.Protocols.IsAbsent() {
		p.missing("ipProtocols", "a rule needs a protocol: Any, TCP, UDP or ICMP")
	}
	if r.DestinationPorts.IsAbsent() {
		p.missing("destinationPorts", "a rule needs ports, \"*\" for all")
	}
	if r.Destination.IsAbsent() {
		p.missing("destinationAddresses", "a rule needs a destination, \"*\" for all")
	}
}

func (o *object) parseFirewallProtocol(n *tree.Node, key string) (topology.FirewallProtocol, bool) {
	for _, w := range firewallProtocols {
		if strings.EqualFold(w.text, n.Text) {
			return w.value, true
		}
	}
	o.badWord(n, key, texts(firewallProtocols))
	return topology.FirewallProtocolUnset, false
}

// translation reads where a DNAT rule leads.
func translation(p *object, r *topology.FirewallRule) {
	r.TranslatedAddress = p.addr("translatedAddress")
	r.TranslatedFQDN = p.str("translatedFqdn")
	port := p.integer("translatedPort", 1, 65535)
	if v, ok := port.Get(); ok {
		r.TranslatedPort = topology.Known(uint16(v), port.Pos)
	} else if u := port.Unknown(); u != nil {
		r.TranslatedPort = topology.NotKnown[uint16](*u, port.Pos)
	}
	if r.TranslatedAddress.IsAbsent() && r.TranslatedFQDN.IsAbsent() && !p.has("translatedAddress") {
		p.missing("translatedAddress", "a DNAT rule leads to an address or a name")
	}
}

// applicationRule reads what only application rules have.
func applicationRule(p *object, r *topology.FirewallRule) {
	r.ApplicationProtocols = applicationProtocols(p)
	r.TargetFQDNs = listOf(p, "targetFqdns", p.parseText)
	r.TargetURLs = listOf(p, "targetUrls", p.parseText)
	r.FQDNTags = listOf(p, "fqdnTags", p.parseText)
	r.WebCategories = listOf(p, "webCategories", p.parseText)
	r.TerminateTLS = p.boolean("terminateTLS")
	p.rest("httpHeadersToInsert", "ruleType", "description", "priority", "direction", "actions")
}

// applicationProtocols reads "Http", "Https" or "Mssql" with their ports.
func applicationProtocols(p *object) topology.Property[[]topology.ApplicationProtocol] {
	n := p.get("protocols")
	if n == nil {
		return topology.Property[[]topology.ApplicationProtocol]{}
	}
	if n.Is(tree.Unknown) {
		return unknownProperty[[]topology.ApplicationProtocol](p, n, "protocols")
	}
	var out []topology.ApplicationProtocol
	for _, item := range p.list("protocols") {
		kind, _ := item.oneOf("protocolType", "Http", "Https", "Mssql").Get()
		port := item.integer("port", 1, 65535).Or(defaultPort[kind])
		if kind != "" {
			out = append(out, topology.ApplicationProtocol{Type: kind, Port: uint16(port)})
		}
	}
	return topology.Known(out, n.Pos)
}

var defaultPort = map[string]int{"Http": 80, "Https": 443, "Mssql": 1433}

// firewallEnd reads addresses, IP groups and names of one end of a rule.
func firewallEnd(p *object, end string, tags bool) topology.Property[[]topology.AddressTerm] {
	parse := p.parseFirewallAddress
	if tags {
		parse = p.parseFirewallDestination
	}
	all := listOf(p, end+"Addresses", parse)
	all = joinTerms(all, ipGroupTerms(p, end+"IpGroups"))
	if end == "destination" {
		all = joinTerms(all, listOf(p, "destinationFqdns", p.parseFQDN))
	}
	if terms, ok := all.Get(); ok && len(terms) == 0 {
		return topology.Property[[]topology.AddressTerm]{}
	}
	return all
}

// joinTerms joins two lists of terms; where one is unknown the whole is.
func joinTerms(a, b topology.Property[[]topology.AddressTerm]) topology.Property[[]topology.AddressTerm] {
	x, ok := a.Get()
	y, too := b.Get()
	switch {
	case !too && b.IsAbsent() || a.Unknown() != nil:
		return a
	case !ok && a.IsAbsent() || b.Unknown() != nil:
		return b
	case len(x) == 0:
		return b
	}
	return topology.Known(append(x[:len(x):len(x)], y...), a.Pos)
}

// ipGroupTerms reads references to IP groups.
func ipGroupTerms(p *object, key string) topology.Property[[]topology.AddressTerm] {
	n := p.get(key)
	if emptyValue(n) {
		return topology.Property[[]topology.AddressTerm]{}
	}
	if n.Is(tree.Unknown) {
		return unknownProperty[[]topology.AddressTerm](p, n, key)
	}
	items := n.List()
	terms := make([]topology.AddressTerm, len(items))
	for i, item := range items {
		if item.Is(tree.Unknown) {
			return unknownProperty[[]topology.AddressTerm](p, item, key)
		}
		terms[i].Pos = item.Where()
		terms[i].Rare = &topology.RareTerm{}
		idOf(p, item, key, &terms[i].Rare.Group)
	}
	return topology.Known(terms, n.Pos)
}

// parseFirewallAddress reads "*", a prefix, an address or a range.
func (o *object) parseFirewallAddress(n *tree.Node, key string) (topology.AddressTerm, bool) {
	return o.firewallTerm(n, key, false)
}

// parseFirewallDestination reads also a service tag, which only the
// destination of a network rule may be (FW-14).
func (o *object) parseFirewallDestination(n *tree.Node, key string) (topology.AddressTerm, bool) {
	return o.firewallTerm(n, key, true)
}

func (o *object) firewallTerm(n *tree.Node, key string, tags bool) (topology.AddressTerm, bool) {
	if n.Kind != tree.String {
		o.wrongType(n, key, "a prefix, an address or a range")
		return topology.AddressTerm{}, false
	}
	t := topology.AddressTerm{Pos: n.Pos}
	text := strings.TrimSpace(n.Text)
	switch {
	case text == "*" || strings.EqualFold(text, "Any"):
		t.Any = true
		return t, true
	case isTagName(text) && tags:
		t.Tag = o.d.kept(text)
		return t, true
	case isTagName(text):
		o.fail(n, "bad-prefix", key, fmt.Sprintf("the service tag %s cannot stand here", text),
			"service tags are only for the destination of network rules")
		return t, false
	}
	if low, high, ok := strings.Cut(text, "-"); ok {
		r, ok := o.addressRange(n, key, low, high)
		t.Rare = &topology.RareTerm{Range: r}
		return t, ok
	}
	p, ok := o.addressOrPrefix(n, key, text)
	t.Prefix = p
	return t, ok
}

// addressRange reads the two ends of a range.
func (o *object) addressRange(n *tree.Node, key, low, high string) (topology.AddressRange, bool) {
	a, err1 := netip.ParseAddr(strings.TrimSpace(low))
	b, err2 := netip.ParseAddr(strings.TrimSpace(high))
	r := topology.AddressRange{Low: a, High: b}
	switch {
	case err1 != nil || err2 != nil || a.BitLen() != b.BitLen():
		o.fail(n, "bad-prefix", key, fmt.Sprintf("%q is not a range of addresses", n.Text), "expected two addresses, as in 10.0.0.4-10.0.0.9")
		return r, false
	case b.Less(a):
		o.fail(n, "bad-prefix", key, fmt.Sprintf("the range %s ends before it begins", n.Text), fmt.Sprintf("did you mean %s-%s?", b, a))
		return r, false
	}
	return r, true
}

// parseFQDN reads a name as a destination.
func (o *object) parseFQDN(n *tree.Node, key string) (topology.AddressTerm, bool) {
	name, ok := o.parseText(n, key)
	return topology.AddressTerm{Pos: n.Pos, Rare: &topology.RareTerm{FQDN: name}}, ok
}

// parsePrivateRange reads a prefix that is not translated (FW-9), or the word
// for the private ranges.
func (o *object) parsePrivateRange(n *tree.Node, key string) (topology.AddressTerm, bool) {
	if n.Is(tree.String) && strings.EqualFold(n.Text, "IANAPrivateRanges") {
		return topology.AddressTerm{Pos: n.Pos, Tag: "IANAPrivateRanges"}, true
	}
	return o.parseFirewallAddress(n, key)
}
