package terraform

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"vnetproof/topology/decode"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// allAttributes makes an object that has every attribute that fields take. What
// the values are does not matter.
func allAttributes(fields []field) *tree.Node {
	out := tree.NewObject(source.Pos{})
	for _, f := range fields {
		var v *tree.Node
		switch {
		case f.attribute == "":
			continue
		case f.block:
			inner := allAttributes(f.of)
			inner.Members = append(inner.Members, tree.Member{Key: "name", Value: tree.NewString(source.Pos{}, "part")})
			v = tree.NewList(source.Pos{}, inner)
		case strings.HasSuffix(f.attribute, "s"):
			v = tree.NewList(source.Pos{}, tree.NewString(source.Pos{}, "10.0.0.0/8"))
		default:
			v = tree.NewString(source.Pos{}, "10.0.0.4")
		}
		out.Members = append(out.Members, tree.Member{Key: f.attribute, Value: v})
	}
	return out
}

// Every path that a table has is one that decode asks for, and every type one
// that it knows.
func TestEveryPathOfATableIsReadByDecode(t *testing.T) {
	for _, kind := range slices.Sorted(maps.Keys(tables)) {
		diags := &source.Diagnostics{}
		d := decode.New(diags)
		for _, n := range full(kind, diags) {
			d.Add(n)
		}
		if f := d.Report().Of(""); f.Unsupported > 0 && !slices.Contains(notSimulated, tables[kind].kind) && partTables()[kind] == nil {
			t.Errorf("%s: decode does not know %v", kind, f.Types)
		}
		for _, ignored := range d.Finish().Ignored {
			if strings.Contains(ignored.Why, "does not know this property") && !slices.Contains(notSimulated, ignored.Property) {
				t.Errorf("%s: decode does not read %s", kind, ignored.Property)
			}
		}
	}
}

// full makes a resource of a type with all its attributes, inside of the
// resource that it changes where it is a part of one.
func full(kind string, diags *source.Diagnostics) []*tree.Node {
	t := tables[kind]
	r := newReader(source.NewFile("plan.json", nil), Options{}, diags)
	r.readProviders(nil)
	values := allAttributes(t.fields)
	values.Members = append(values.Members, tree.Member{Key: "name", Value: tree.NewString(source.Pos{}, "x")})
	i := &instance{address: kind + ".x", kind: kind, name: kind + ".x", values: values}
	r.add(i)
	if t.onto == "" {
		r.build(i, t)
	} else {
		c := &converter{r: r, i: i, owner: "/subscriptions/s/resourceGroups/rg/providers/" + t.changes + "/x", ignored: map[string]bool{}}
		whole := c.envelope(&table{kind: t.changes}, c.owner, "x")
		r.order = append(r.order, whole)
		c.put(t, whole)
	}
	var out []*tree.Node
	for _, o := range r.order {
		out = append(out, o.node)
	}
	return out
}

// notSimulated are properties that tables pass on so that decode tells of them.
var notSimulated = []string{"Microsoft.Network/virtualHubs/routeMaps", "Microsoft.Network/securityPartnerProviders",
	"Microsoft.Network/vpnGateways/natRules", "loadBalancerBackendAddresses[0].loadBalancerFrontendIPConfiguration",
	"enablePrivateIpAddress", "enableBgpRouteTranslationForNat", "enableOnlyIPv6Peering", "subnetId",
	"routes[0].destinations", // of a route that is not by CIDR
	"networkACLs"}

// Of the types that have no table each ARM type is one that decode judges.
func TestPlainTypesAreARMTypes(t *testing.T) {
	for kind, armType := range plainTypes {
		if tables[kind] != nil {
			t.Errorf("%s has a table and is among the plain types", kind)
		}
		if !strings.HasPrefix(armType, "Microsoft.") || strings.Count(armType, "/") == 0 {
			t.Errorf("%s: %q is no ARM type", kind, armType)
		}
	}
	for kind, table := range tables {
		if (table.kind == "") == (table.onto == "") && table.into == "" {
			t.Errorf("%s: expected an ARM type or what it changes", kind)
		}
		if table.onto != "" && table.changes == "" {
			t.Errorf("%s: the type that it changes is missing", kind)
		}
	}
	if len(tables) < 100 {
		t.Errorf("only %d types have a table", len(tables))
	}
}
