package decode

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// parseText takes any text.
func (o *object) parseText(n *tree.Node, key string) (string, bool) {
	if n.Kind == tree.List || n.Kind == tree.Object {
		o.wrongType(n, key, "text")
		return "", false
	}
	return o.d.kept(n.Text), n.Text != ""
}

// parseSecurityAddress reads an address of a security rule: "*", a prefix, an
// address or a service tag.
func (o *object) parseSecurityAddress(n *tree.Node, key string) (topology.AddressTerm, bool) {
	if n.Kind != tree.String {
		o.wrongType(n, key, "a prefix, a service tag or \"*\"")
		return topology.AddressTerm{}, false
	}
	text := strings.TrimSpace(n.Text)
	t := topology.AddressTerm{Pos: n.Pos}
	switch {
	case text == "*" || strings.EqualFold(text, "Any"):
		t.Any = true
		return t, true
	case isTagName(text):
		t.Tag = o.d.kept(text)
		o.checkTag(n, key, text)
		return t, true
	}
	p, ok := o.addressOrPrefix(n, key, text)
	t.Prefix = p
	return t, ok
}

// commonTags are the service tags that are most often written by hand.
var commonTags = []string{"VirtualNetwork", "AzureLoadBalancer", "Internet"}

// checkTag warns of a tag that is nearly one of the common ones: it stands for
// no address at all, so that the rule does not what it seems to.
func (o *object) checkTag(n *tree.Node, key, tag string) {
	meant := source.Suggest(tag, commonTags)
	if meant == "" || strings.EqualFold(meant, tag) {
		return
	}
	o.d.diags.Add(source.Diagnostic{Severity: source.Warning, Code: "unknown-service-tag", Pos: n.Pos, Width: n.Width, Path: o.at(key),
		Message: fmt.Sprintf("%s: %s: no service tag is called %s", label(o.owner), o.at(key), tag), Hint: "did you mean " + meant + "?"})
}

// addressOrPrefix reads a prefix; a single address is one of full length.
func (o *object) addressOrPrefix(n *tree.Node, key, text string) (netip.Prefix, bool) {
	if a, err := netip.ParseAddr(text); err == nil && a.Zone() == "" {
		a = a.Unmap()
		return netip.PrefixFrom(a, a.BitLen()), true
	}
	p, err := netip.ParsePrefix(text)
	if err != nil {
		o.fail(n, "bad-prefix", key, fmt.Sprintf("%q is neither a prefix nor a service tag", n.Text), prefixHint(n.Text))
		return netip.Prefix{}, false
	}
	return o.wholePrefix(n, key, p)
}

// isTagName tells whether a text has the form of a service tag: a letter, then
// letters, digits and dots, as in "Storage.WestEurope".
func isTagName(s string) bool {
	for i, c := range s {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (i == 0 || c != '.' && c != '_' && c != '-' && (c < '0' || c > '9')) {
			return false
		}
	}
	return s != ""
}

// parsePorts reads "*", a port or a range of ports.
func (o *object) parsePorts(n *tree.Node, key string) (topology.PortTerm, bool) {
	if n.Kind != tree.String && n.Kind != tree.Number {
		o.wrongType(n, key, "a port, a range such as 8000-8100, or \"*\"")
		return topology.PortTerm{}, false
	}
	text := strings.TrimSpace(n.Text)
	if text == "*" {
		return topology.PortTerm{High: 65535}, true
	}
	low, high, isRange := strings.Cut(text, "-")
	if !isRange {
		high = low
	}
	from, err1 := strconv.ParseUint(strings.TrimSpace(low), 10, 16)
	to, err2 := strconv.ParseUint(strings.TrimSpace(high), 10, 16)
	if err1 != nil || err2 != nil {
		o.fail(n, "bad-port", key, fmt.Sprintf("%q is not a port or a range of ports", n.Text), portHint(text))
		return topology.PortTerm{}, false
	}
	if from > to {
		o.fail(n, "bad-port", key, fmt.Sprintf("the range %s ends before it begins", text), fmt.Sprintf("did you mean %d-%d?", to, from))
		return topology.PortTerm{}, false
	}
	return topology.PortTerm{Low: uint16(from), High: uint16(to)}, true
}

// portHint says what is wrong with a text that should be a port.
func portHint(s string) string {
	if strings.Contains(s, ",") {
		return "give several ports as a list"
	}
	return "expected a number from 0 to 65535, a range such as 8000-8100, or \"*\""
}
