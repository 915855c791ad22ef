package terraform

import (
	"strings"

	"vnetproof/topology/tree"
)

// merger joins what a plan says of one instance in several places: its values,
// which of them are not known, the expressions that they come from, and where
// those stand in the .tf files.
type merger struct {
	r   *reader
	i   *instance
	top *tree.Node // the expressions of the resource itself
}

// origin is where an unknown value comes from.
type origin struct {
	scope      scope
	references []string
	from       *instance
}

// body joins the attributes of a resource or nested block.
func (m merger) body(values, unknown, expressions *tree.Node, at *block) *tree.Node {
	if values.Is(tree.Unknown) {
		return values
	}
	out := &tree.Node{Kind: tree.Object, Pos: values.Where()}
	if at != nil {
		out.Pos, out.Width = at.pos, at.width
	}
	var members []tree.Member
	if values.Is(tree.Object) {
		members = values.Members
	}
	for _, v := range members {
		isNew := m.attribute(v.Key, v.Value, unknown, expressions, at)
		if isNew != nil {
			out.Members = append(out.Members, tree.Member{Key: v.Key, KeyPos: isNew.Pos, Value: isNew})
		}
	}
	if unknown.Is(tree.Object) {
		for _, u := range unknown.Members {
			if values.Is(tree.Object) && values.Get(u.Key) != nil {
				continue
			}
			if v := m.attribute(u.Key, nil, unknown, expressions, at); v != nil {
				out.Members = append(out.Members, tree.Member{Key: u.Key, KeyPos: v.Pos, Value: v})
			}
		}
	}
	return out
}

// attribute joins one attribute; nil where nobody sets it.
func (m merger) attribute(key string, value, unknown, expressions *tree.Node, at *block) *tree.Node {
	u := member(unknown, key)
	expression := member(expressions, key)
	if isTrue(u) {
		return m.notKnown(key, u, expressions, expression, at)
	}
	return m.join(key, value, u, expression, at)
}

// join joins a value whose parts may be unknown.
func (m merger) join(key string, value, unknown, expression *tree.Node, at *block) *tree.Node {
	switch {
	case isTrue(unknown):
		return m.unknown(key, unknown, expression, at)
	case value.Is(tree.List):
		return m.list(key, value, unknown, expression, at)
	case value.Is(tree.Object) && isExpression(expression):
		return m.object(key, value, unknown, expression, at)
	case value.Is(tree.Object) || value == nil && unknown.Is(tree.Object):
		return m.body(value, unknown, nestedExpressions(expression, 0), at.nested(key, 0))
	case value == nil:
		return nil
	}
	return at.stamp(key, value)
}

// list joins a list of values or of nested blocks.
func (m merger) list(key string, value, unknown, expression *tree.Node, at *block) *tree.Node {
	out := &tree.Node{Kind: tree.List}
	out.Pos, out.Width = at.place(key, value)
	parts := partsOf(expression, len(value.Items), unknown)
	for k, item := range value.Items {
		u := itemAt(unknown, k)
		written := at.blockOf(key, k, item)
		if item.Is(tree.Object) && (written != nil || !isExpression(expression)) {
			out.Items = append(out.Items, m.body(item, u, nestedExpressions(expression, k), written))
			continue
		}
		out.Items = append(out.Items, m.join(key, item, u, parts(k), at))
	}
	return out
}

// object joins the value of one expression that is an object.
func (m merger) object(key string, value, unknown, expression *tree.Node, at *block) *tree.Node {
	out := &tree.Node{Kind: tree.Object}
	out.Pos, out.Width = at.place(key, value)
	keys := value.Members
	if unknown.Is(tree.Object) {
		for _, u := range unknown.Members {
			if value.Get(u.Key) == nil {
				keys = append(keys[:len(keys):len(keys)], tree.Member{Key: u.Key, KeyPos: u.KeyPos})
			}
		}
	}
	for _, v := range keys {
		if joined := m.join(key, v.Value, member(unknown, v.Key), expression, at); joined != nil {
			out.Members = append(out.Members, tree.Member{Key: v.Key, KeyPos: joined.Pos, Value: joined})
		}
	}
	return out
}

// notKnown is an attribute that is not known: nil where the configuration does
// not set it, so that Azure's own choice or nothing will stand there.
func (m merger) notKnown(key string, u, siblings, expression *tree.Node, at *block) *tree.Node {
	switch {
	case expression != nil || at.has(key):
		return m.unknown(key, u, expression, at)
	case computed[key]:
		return nil
	case siblings == m.top && at == nil && isBlock(m.i.kind, key):
		return m.unknown(key, u, nil, at) // of a dynamic block, which a plan does not show
	case siblings.Is(tree.Object), at != nil && !at.dynamic:
		return nil
	}
	return m.unknown(key, u, nil, at)
}

// computed are attributes that Azure or the provider fills in where a
// configuration leaves them out, and then lists as unknown.
var computed = words(`subnet security_rule route private_ip_address private_ip_addresses ip_address fqdn guid id
	virtual_network_peerings dns_servers applied_dns_servers virtual_machine_id mac_address primary inbound_nat_rules
	load_balancer_rules outbound_rules backend_ip_configurations network_interface custom_dns_configs
	private_dns_zone_configs peering_addresses virtual_router_ips virtual_router_asn resource_guid primary_location
	default_hostname soa_record policy_id bgp_settings network_rules network_acls routing identity network_rule_set
	network_rulesets`)

// unknown makes a node of a value that is not known, and remembers where it
// comes from.
func (m merger) unknown(key string, u, expression *tree.Node, at *block) *tree.Node {
	refs := references(expression)
	if refs == nil {
		refs = at.references(key)
	}
	n := tree.NewUnknown(u.Pos, "Terraform knows it only after apply"+fromWhat(refs), m.r.supply)
	n.Pos, n.Width = at.place(key, u)
	m.r.origins[n] = origin{scope: m.i.scope(m.r), references: refs, from: m.i}
	return n
}

// fromWhat names what a value comes from.
func fromWhat(refs []string) string {
	if len(refs) == 0 {
		return ""
	}
	return " (it comes from " + strings.Join(refs, ", ") + ")"
}

// nestedExpressions returns the expressions of a nested block.
func nestedExpressions(expression *tree.Node, k int) *tree.Node {
	switch {
	case expression.Is(tree.List) && k < len(expression.Items):
		return expression.Items[k]
	case expression.Is(tree.Object) && k == 0 && !isExpression(expression):
		return expression
	}
	return nil
}

// partsOf finds the expression of each item of a list: in one that names as many
// things as the list has items, or unknown items, these are in order.
func partsOf(expression *tree.Node, items int, unknown *tree.Node) func(k int) *tree.Node {
	refs := references(expression)
	ranks := map[int]int{}
	for k, u := range unknown.List() {
		if isTrue(u) {
			ranks[k] = len(ranks)
		}
	}
	return func(k int) *tree.Node {
		rank, isUnknown := ranks[k]
		switch {
		case items < 2 || !isUnknown:
		case len(refs) == items:
			return referring(expression, refs[k])
		case len(refs) == len(ranks):
			return referring(expression, refs[rank])
		}
		return expression
	}
}

// referring is an expression that names one thing.
func referring(expression *tree.Node, ref string) *tree.Node {
	one := tree.NewList(expression.Pos, tree.NewString(expression.Pos, ref))
	return tree.NewObject(expression.Pos, tree.Member{Key: "references", Value: one})
}

// member is Get for a node that may be nil, an object or none.
func member(n *tree.Node, key string) *tree.Node {
	if !n.Is(tree.Object) {
		return nil
	}
	return n.Get(key)
}

func itemAt(n *tree.Node, k int) *tree.Node {
	if items := n.List(); k < len(items) {
		return items[k]
	}
	return nil
}

func isTrue(n *tree.Node) bool { return n.Is(tree.Bool) && n.Text == "true" }

// words makes a set of words.
func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}
