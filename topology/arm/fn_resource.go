package arm

import (
	"errors"
	"fmt"
	"strings"

	"vnetproof/topology/tree"
)

// resourceFunctions make IDs and ask for resources. reference with members is
// evaluated by env.access.
func resourceFunctions() map[string]function {
	return map[string]function{
		"extensionResourceId":       {min: 3, max: -1, run: extensionResourceID},
		"managementGroupResourceId": {min: 2, max: -1, run: managementGroupResourceID},
		"pickZones":                 {min: 3, max: 5, run: asksAzure("which zones there are depends on region and subscription")},
		"providers":                 {min: 1, max: 2, run: asksAzure("providers asks Azure")},
		"reference":                 {min: 1, max: 3, lazy: true, run: wholeReference},
		"references":                {min: 1, max: 2, run: references},
		"resourceId":                {min: 2, max: -1, run: resourceIDHere},
		"resourceInfo":              {min: 1, max: 1, run: resourceInfo},
		"subscriptionResourceId":    {min: 2, max: -1, run: subscriptionResourceID},
		"tenantResourceId":          {min: 2, max: -1, run: tenantResourceID},
		"toLogicalZone":             {min: 3, max: 3, run: asksAzure("zones depend on the subscription")},
		"toLogicalZones":            {min: 3, max: 3, run: asksAzure("zones depend on the subscription")},
		"toPhysicalZone":            {min: 3, max: 3, run: asksAzure("zones depend on the subscription")},
		"toPhysicalZones":           {min: 3, max: 3, run: asksAzure("zones depend on the subscription")},
		"buildUri":                  {min: 1, max: 1, run: asksAzure("how Azure puts the parts of an address together is not documented")},
		"parseUri":                  {min: 1, max: 1, run: asksAzure("which parts Azure finds in an address is not documented")},
		"externalInputs":            {min: 1, max: 1, run: asksAzure("it is an external input, which who deploys gives")},
		"getSecret":                 {min: 2, max: -1, run: asksAzure("it is a secret of a key vault")},
	}
}

// asksAzure makes a function whose answer only Azure knows.
func asksAzure(why string) func(*call) (*tree.Node, error) {
	return func(c *call) (*tree.Node, error) { return c.unknown(why, ""), nil }
}

func wholeReference(c *call) (*tree.Node, error) { return c.reference(c.x, nil), nil }

// idArgs splits the arguments of a resourceId function: up to max texts for the
// scope, the type, and names.
func (c *call) idArgs(max int) (scopes []string, kind string, names []string, err error) {
	all := make([]string, len(c.args))
	for i := range c.args {
		if all[i], err = c.textArg(i); err != nil {
			return nil, "", nil, err
		}
	}
	for i, s := range all {
		if strings.Contains(s, "/") && i <= max && i < len(all)-1 {
			return all[:i], s, all[i+1:], nil
		}
	}
	return nil, "", nil, fmt.Errorf("wants a resource type as in Microsoft.Network/virtualNetworks, found %s", describe(c.args[0]))
}

// idResult joins an ID.
func (c *call) idResult(scopeID, kind string, names []string) (*tree.Node, error) {
	id, err := resourceID(scopeID, kind, names)
	if err != nil {
		return nil, err
	}
	return c.textResult(id)
}

// resourceIDHere is resourceId([subscription], [resource group], type, names…).
func resourceIDHere(c *call) (*tree.Node, error) {
	scopes, kind, names, err := c.idArgs(2)
	if err != nil {
		return nil, err
	}
	s := c.t.scope
	switch {
	case len(scopes) == 2:
		s = scope{subscription: scopes[0], resourceGroup: scopes[1]}
	case len(scopes) == 1 && isGUID(scopes[0]) && s.resourceGroup == "":
		s = scope{subscription: scopes[0]}
	case len(scopes) == 1:
		if s.subscription == "" {
			s.subscription = c.r.opts.Subscription
		}
		s = scope{subscription: s.subscription, resourceGroup: scopes[0]}
	}
	if s.subscription == "" {
		return c.idResult("", kind, names)
	}
	return c.idResult(s.id(), kind, names)
}

// isGUID tells whether a text has the form of a subscription's ID.
func isGUID(s string) bool {
	return len(s) == 36 && strings.Count(s, "-") == 4 && s[8] == '-' && s[13] == '-'
}

func subscriptionResourceID(c *call) (*tree.Node, error) {
	scopes, kind, names, err := c.idArgs(1)
	if err != nil {
		return nil, err
	}
	s := scope{subscription: c.t.scope.subscription}
	if len(scopes) == 1 {
		s.subscription = scopes[0]
	}
	if s.subscription == "" {
		s.subscription = c.r.opts.Subscription
	}
	return c.idResult(s.id(), kind, names)
}

func managementGroupResourceID(c *call) (*tree.Node, error) {
	scopes, kind, names, err := c.idArgs(1)
	if err != nil {
		return nil, err
	}
	s := scope{managementGroup: c.t.scope.managementGroup}
	if len(scopes) == 1 {
		s.managementGroup = scopes[0]
	}
	if s.managementGroup == "" {
		s.managementGroup = c.r.opts.ManagementGroup
	}
	return c.idResult(s.id(), kind, names)
}

func tenantResourceID(c *call) (*tree.Node, error) {
	_, kind, names, err := c.idArgs(0)
	if err != nil {
		return nil, err
	}
	return c.idResult("", kind, names)
}

func extensionResourceID(c *call) (*tree.Node, error) {
	base, err := c.textArg(0)
	if err != nil {
		return nil, err
	}
	rest := *c
	rest.args = c.args[1:]
	_, kind, names, err := rest.idArgs(0)
	if err != nil {
		return nil, err
	}
	return c.idResult(strings.TrimSuffix(base, "/"), kind, names)
}

// references is reference for all instances of a loop.
func references(c *call) (*tree.Node, error) {
	name, err := c.textArg(0)
	if err != nil {
		return nil, err
	}
	d := c.in.symbols[strings.ToLower(name)]
	if d == nil {
		return nil, fmt.Errorf("finds no symbolic name %q", name)
	}
	d.expand()
	path := []*tree.Node{c.newText("properties")}
	if len(c.args) > 1 && strings.EqualFold(c.args[1].Text, "full") {
		path = nil
	}
	var out []*tree.Node
	for _, i := range d.instances {
		out = append(out, c.fetchFrom(i, path, c.x))
	}
	return c.listResult(out)
}

// resourceInfo returns what is known of a resource without deploying it.
func resourceInfo(c *call) (*tree.Node, error) {
	name, err := c.textArg(0)
	if err != nil {
		return nil, err
	}
	i := c.find(name)
	if i == nil {
		return nil, fmt.Errorf("finds no symbolic name %q", name)
	}
	if !i.id.Is(tree.String) {
		return i.id, nil
	}
	if i.kind == "" {
		return nil, errors.New("finds a resource without a type")
	}
	return c.objectResult([]tree.Member{
		c.newMember("id", i.id), c.newMember("name", i.name), c.textMember("type", i.kind),
		c.newMember("apiVersion", i.e.node(i.d.node.Get("apiVersion"), i.d.at.member("apiVersion"))),
	})
}
