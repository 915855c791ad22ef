package terraform

import (
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// azapiType cuts the type of an azapi resource, as in
// "Microsoft.Network/virtualNetworks@2024-05-01".
func azapiType(i *instance) (kind, version string) {
	kind, version, _ = strings.Cut(i.values.Get("type").Str(), "@")
	return kind, version
}

// azapiTable is the table of one azapi resource: its body is ARM's already.
func azapiTable(i *instance) *table {
	kind, _ := azapiType(i)
	switch i.kind {
	case "azapi_resource":
		t := &table{kind: kind, fields: []field{{attribute: "body", put: putBody}}, ignored: azapiIgnored}
		if strings.Count(kind, "/") > 1 {
			t.parent = "parent_id"
		}
		return t
	case "azapi_update_resource":
		return &table{onto: azapiTarget(i), changes: kind, fields: []field{{attribute: "body", put: mergeBody}}, ignored: azapiIgnored + " name parent_id"}
	}
	return &table{kind: i.kind}
}

const azapiIgnored = `type parent_id output response_export_values schema_validation_enabled ignore_casing ignore_missing_property
	ignore_body_changes removing_special_chars locks retry replace_triggers_external_values replace_triggers_refs
	create_headers create_query_parameters read_headers read_query_parameters update_headers update_query_parameters
	delete_headers delete_query_parameters resource_id sensitive_body sensitive_body_version sensitive_output
	list_unique_id_property ignore_null_property ignore_other_items_in_list`

// azapiTarget is the attribute that names what an update changes.
func azapiTarget(i *instance) string {
	if present(i.values.Get("resource_id")) == nil {
		return "parent_id"
	}
	return "resource_id"
}

// apiVersion is the version that an azapi resource is written for, or nil.
func (c *converter) apiVersion(at *tree.Node) *tree.Node {
	if _, version := azapiType(c.i); version != "" && strings.HasPrefix(c.i.kind, "azapi_") {
		return text(at, version)
	}
	return nil
}

// putBody takes all that the body says.
func putBody(c *converter, o *object, v *tree.Node) {
	body := c.body(v)
	if body.Is(tree.Unknown) {
		o.set("/properties", body)
		return
	}
	if body.Is(tree.Object) {
		for _, m := range body.Members {
			o.set("/"+m.Key, m.Value)
		}
	}
}

// mergeBody lays the body of an update over a resource.
func mergeBody(c *converter, o *object, v *tree.Node) {
	body := c.body(v)
	if body.Is(tree.Unknown) {
		o.set("/properties", body)
		return
	}
	overlay(o.node, body)
}

// overlay sets all that n says in a resource, and leaves the rest.
func overlay(to, n *tree.Node) {
	if !n.Is(tree.Object) {
		return
	}
	for _, m := range n.Members {
		if old := to.Get(m.Key); old.Is(tree.Object) && m.Value.Is(tree.Object) {
			overlay(old, m.Value)
			continue
		}
		setMember(to, m.Key, m.Value)
	}
}

// body returns the body of an azapi resource: an object, or JSON in a text. What
// is not known of it is followed as far as it goes.
func (c *converter) body(v *tree.Node) *tree.Node {
	if v.Is(tree.String) {
		v = c.parsed(v)
	}
	return c.bodyPart(v, "", "")
}

// parsed reads a body that is JSON in a text. All of it stands where the text does.
func (c *converter) parsed(v *tree.Node) *tree.Node {
	found := &source.Diagnostics{}
	body := tree.ParseJSON(source.NewFile(v.Pos.File(), []byte(v.Text)), []byte(v.Text), found)
	if found.HasErrors() || body == nil {
		c.tell(source.Diagnostic{Severity: source.Error, Code: "syntax", Pos: v.Pos, Width: v.Width,
			Message: "the body of " + c.i.address + " is not JSON", Hint: found.Error()})
		return unlike(v, "", "")
	}
	return placed(body, v)
}

// placed puts a value at the place of another.
func placed(n, at *tree.Node) *tree.Node {
	out := *n
	out.Pos, out.Width = at.Pos, at.Width
	out.Items, out.Members = nil, nil
	for _, item := range n.Items {
		out.Items = append(out.Items, placed(item, at))
	}
	for _, m := range n.Members {
		out.Members = append(out.Members, tree.Member{Key: m.Key, KeyPos: at.Pos, Value: placed(m.Value, at)})
	}
	return &out
}

// bodyPart resolves what a part of a body does not know. An ID is one of the
// type that the key before it wants.
func (c *converter) bodyPart(v *tree.Node, key, above string) *tree.Node {
	switch v.Kind {
	case tree.Unknown:
		if wanted := bodyLinks[strings.ToLower(above)]; wanted != "" && key == "id" {
			return c.r.idOf(v, []string{wanted})
		}
		return c.value(v, key)
	case tree.List, tree.Object:
		out := *v
		out.Items, out.Members = nil, nil
		for _, item := range v.Items {
			out.Items = append(out.Items, c.bodyPart(item, key, above))
		}
		for _, m := range v.Members {
			m.Value = c.bodyPart(m.Value, m.Key, key)
			out.Members = append(out.Members, m)
		}
		return &out
	}
	return v
}

// bodyLinks are the types of what ARM's references lead to, by lower-case key.
var bodyLinks = map[string]string{
	"subnet": subnets, "networksecuritygroup": securityGroups, "routetable": routeTables, "natgateway": natGateways,
	"publicipaddress": publicIPs, "publicipaddresses": publicIPs, "publicipprefix": publicIPPrefixes, "publicipprefixes": publicIPPrefixes,
	"remotevirtualnetwork": virtualNetworks, "virtualnetwork": virtualNetworks, "virtualhub": virtualHubs, "virtualwan": virtualWANs,
	"firewallpolicy": firewallPolicies, "basepolicy": firewallPolicies, "networkinterfaces": networkInterfaces,
	"applicationsecuritygroups": applicationSecurityGroups, "loadbalancerbackendaddresspools": backendPools,
	"sourceapplicationsecuritygroups": applicationSecurityGroups, "destinationapplicationsecuritygroups": applicationSecurityGroups,
	"associatedroutetable": hubRouteTables, "remotevpnsite": vpnSites, "localnetworkgateway2": localGateways,
	"virtualnetworkgateway1": virtualNetworkGateways, "virtualnetworkgateway2": virtualNetworkGateways,
}

// isAzure tells whether a type is one of the providers that make Azure resources.
func isAzure(kind string) bool {
	return strings.HasPrefix(kind, "azurerm_") || strings.HasPrefix(kind, "azapi_") || strings.HasPrefix(kind, "azurestack_")
}

// azapiChild is the ID of what an update names by its parent and its own name.
func (c *converter) azapiChild(parent *tree.Node) *tree.Node {
	kind, _ := azapiType(c.i)
	name := c.i.values.Get("name")
	if parent.Is(tree.Unknown) {
		parent = text(parent, c.r.parentID(c.i, parent))
	}
	if !parent.Is(tree.String) || !name.Is(tree.String) {
		return c.unknownValue(c.i.values, "which resource it is is known only after apply")
	}
	id := strings.TrimSuffix(parent.Text, "/")
	if strings.EqualFold(topology.ID(id).Type(), parentType(kind)) {
		return text(parent, id+kind[strings.LastIndexByte(kind, '/'):]+"/"+name.Text)
	}
	return text(parent, id+"/providers/"+kind+"/"+name.Text)
}
