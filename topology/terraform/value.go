package terraform

import (
	"strconv"
	"strings"

	"vnetproof/topology/tree"
)

// value returns an attribute's value. One that is not known is looked up where
// it comes from.
func (c *converter) value(v *tree.Node, attribute string) *tree.Node {
	switch v.Kind {
	case tree.Unknown:
		return c.lookedUp(v, attribute)
	case tree.List:
		out := *v
		out.Items = nil
		for _, item := range v.Items {
			out.Items = append(out.Items, c.value(item, attribute))
		}
		return &out
	case tree.Object:
		out := *v
		out.Members = nil
		for _, m := range v.Members {
			m.Value = c.value(m.Value, m.Key)
			out.Members = append(out.Members, m)
		}
		return &out
	}
	return v
}

// lookedUp returns what an unknown value comes from, if that is known.
func (c *converter) lookedUp(v *tree.Node, attribute string) *tree.Node {
	t, ok := c.r.follow(v)
	if !ok {
		return v
	}
	if len(t.path) == 0 && strings.Contains(attribute, "ip_address") {
		t.path = c.r.addressPath(t.i)
	}
	if found := c.r.at(t, 0); found != nil {
		out := *found
		out.Pos, out.Width, out.Origin = v.Pos, v.Width, found.Pos
		return &out
	}
	out := *v
	out.Ref = &tree.Ref{ID: c.r.id(t.i), Path: join(t.path)}
	return &out
}

// at returns what stands at a target where that is known, or nil.
func (r *reader) at(t target, hops int) *tree.Node {
	if len(t.path) == 1 && t.path[0] == "id" {
		return text(nil, r.id(t.i))
	}
	n := walk(t.i.values, t.path)
	if n == nil {
		n = walk(t.i.values, addressAliases[t.i.kind][join(t.path)])
	}
	switch {
	case n.Is(tree.Unknown) && hops < maxHops:
		if next, ok := r.follow(n); ok {
			return r.at(next, hops+1)
		}
		return nil
	case len(t.path) == 0 || n.IsAbsent() || hasUnknown(n):
		return nil
	}
	return n
}

// walk follows names and indexes into a value.
func walk(n *tree.Node, path []string) *tree.Node {
	if len(path) == 0 {
		return nil
	}
	for _, p := range path {
		switch {
		case n.Is(tree.Unknown):
			return n
		case !isIndex(p):
			n = member(n, p)
		case n.Is(tree.List):
			k, err := strconv.Atoi(strings.Trim(p, "[]"))
			if err != nil || k < 0 {
				return nil
			}
			n = itemAt(n, k)
		default:
			n = member(n, keyNode(p).Str())
		}
	}
	return n
}

func hasUnknown(n *tree.Node) bool {
	if n.Is(tree.Unknown) {
		return true
	}
	for _, item := range n.List() {
		if hasUnknown(item) {
			return true
		}
	}
	if n.Is(tree.Object) {
		for _, m := range n.Members {
			if hasUnknown(m.Value) {
				return true
			}
		}
	}
	return false
}

// addressAliases are attributes that repeat an address of a nested block.
var addressAliases = map[string]map[string][]string{
	"azurerm_network_interface": {"private_ip_address": {"ip_configuration", "[0]", "private_ip_address"}},
	"azurerm_lb":                {"private_ip_address": {"frontend_ip_configuration", "[0]", "private_ip_address"}},
	"azurerm_private_endpoint":  {"private_service_connection[0].private_ip_address": {"ip_configuration", "[0]", "private_ip_address"}},
}

// addressPath is the path of the one private address that a resource has.
func (r *reader) addressPath(i *instance) []string {
	switch i.kind {
	case "azurerm_network_interface", "azurerm_firewall":
		return []string{"ip_configuration", "[0]", "private_ip_address"}
	case "azurerm_lb":
		return []string{"frontend_ip_configuration", "[0]", "private_ip_address"}
	case "azurerm_public_ip":
		return []string{"ip_address"}
	}
	return nil
}

// resolved is value for a resource that no table describes: IDs are found, too.
func (c *converter) resolved(v *tree.Node, attribute string) *tree.Node {
	if t, ok := c.r.follow(v); ok && v.Is(tree.Unknown) {
		if id := c.r.targetID(t); id != "" {
			return text(v, id)
		}
	}
	switch v.Kind {
	case tree.List, tree.Object:
		return c.parts(v)
	}
	return c.value(v, attribute)
}

// parts resolves the parts of a value.
func (c *converter) parts(v *tree.Node) *tree.Node {
	out := *v
	out.Items, out.Members = nil, nil
	for _, item := range v.Items {
		out.Items = append(out.Items, c.resolved(item, ""))
	}
	for _, m := range v.Members {
		m.Value = c.resolved(m.Value, m.Key)
		out.Members = append(out.Members, m)
	}
	return &out
}
