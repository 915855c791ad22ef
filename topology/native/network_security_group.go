package native

import (
	"strings"

	"vnetproof/topology/tree"
)

var networkSecurityGroups = section{key: "networkSecurityGroups", typ: toSecurityGroup.typ, spec: spec{
	doc: "Network security groups; their default rules are not written.",
	keys: []key{
		not(prop("securityRules", children("securityRules", securityRule), "rules; the lowest priority of a direction that matches decides"), "rules"),
	},
}}

var applicationSecurityGroups = section{key: "applicationSecurityGroups", typ: toAppGroup.typ, spec: spec{
	doc: "Application security groups. Where no file of a design lists any, a NIC that names one makes it.",
}}

var securityRule = spec{name: "securityRule", doc: "A rule of an NSG. What is not given is *.", keys: []key{
	must(prop("priority", number, "100 to 4096, the lower first")),
	must(prop("direction", oneOf("Inbound", "Outbound"), "as the NIC sees it")),
	must(prop("access", oneOf("Allow", "Deny"), "Allow or Deny")),
	prop("protocol", oneOf("*", "Tcp", "Udp", "Icmp", "Esp", "Ah"), "* if absent"),
	not(input("source", many(addressTerm), "prefixes, a service tag, asg:NAME or *"),
		"sourceAddressPrefix", "sourceAddressPrefixes", "sourceApplicationSecurityGroups", "from"),
	not(input("destination", many(addressTerm), "prefixes, a service tag, asg:NAME or *"),
		"destinationAddressPrefix", "destinationAddressPrefixes", "destinationApplicationSecurityGroups", "to"),
	not(input("sourcePorts", many(word), "ports and ranges, as [1024-65535]"), "sourcePortRange", "sourcePortRanges"),
	not(input("destinationPorts", many(word), "ports and ranges, as [443, 8000-8100]"), "destinationPortRange", "destinationPortRanges", "ports", "port"),
	prop("description", text, "said nowhere but here"),
}, finish: finishSecurityRule}

// finishSecurityRule puts addresses, groups and ports where ARM has them.
func finishSecurityRule(p place, v values, out *tree.Node) {
	for _, end := range []string{"source", "destination"} {
		putTerms(p, v[end], "properties."+end, out)
		putOneOrMany(p, v[end+"Ports"], "properties."+end+"PortRange", "s", out)
	}
	if v["protocol"] == nil {
		put(out, "properties.protocol", p.text("*"))
	}
}

// addressTerm is one entry of a rule's source or destination: text, or an
// object {asg: ID} once read.
var addressTerm = shape{
	read: func(p place, n *tree.Node) *tree.Node {
		if name, ok := prefixed(n, "asg:"); ok {
			return tree.NewObject(n.Pos, member("asg", p.link(name, toAppGroup)))
		}
		return text.read(p, n)
	},
	schema: text.schema,
}

// prefixed returns what follows a prefix of a text, at its own position.
func prefixed(n *tree.Node, prefix string) (*tree.Node, bool) {
	if len(n.Str()) <= len(prefix) || !strings.EqualFold(n.Text[:len(prefix)], prefix) {
		return nil, false
	}
	return &tree.Node{Kind: tree.String, Pos: n.Pos, Width: n.Width, Text: n.Text[len(prefix):]}, true
}

// putTerms puts prefixes and tags apart from application security groups.
func putTerms(p place, terms *tree.Node, path string, out *tree.Node) {
	if terms.Is(tree.Unknown) {
		put(out, path+"AddressPrefix", terms)
		return
	}
	groups, prefixes := tree.NewList(terms.Where()), tree.NewList(terms.Where())
	for _, t := range terms.List() {
		if asg := t.Get("asg"); t.Is(tree.Object) {
			groups.Items = append(groups.Items, tree.NewObject(t.Pos, member("id", asg)))
			continue
		}
		prefixes.Items = append(prefixes.Items, t)
	}
	if len(groups.Items) > 0 {
		put(out, path+"ApplicationSecurityGroups", groups)
	}
	if len(prefixes.Items) > 0 || len(groups.Items) == 0 {
		putOneOrMany(p, prefixes, path+"AddressPrefix", "es", out)
	}
}

// putOneOrMany puts a list where ARM keeps it: one value in the singular
// field, several in the plural one, none as "*".
func putOneOrMany(p place, list *tree.Node, path, plural string, out *tree.Node) {
	switch items := list.List(); {
	case list.Is(tree.Unknown):
		put(out, path, list)
	case len(items) == 0:
		put(out, path, p.text("*"))
	case len(items) == 1:
		put(out, path, items[0])
	default:
		put(out, path+plural, list)
	}
}
