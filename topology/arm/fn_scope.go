package arm

import (
	"strings"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// scopeFunctions tell about the place of the deployment.
func scopeFunctions() map[string]function {
	return map[string]function{
		"managementGroup": {min: 0, max: 1, run: managementGroup},
		"resourceGroup":   {min: 0, max: 2, run: resourceGroup},
		"subscription":    {min: 0, max: 1, run: subscription},
		"tenant":          {min: 0, max: 0, run: tenant},
	}
}

// notTold is a value of the place of deployment that Options do not hold.
func (c *call) notTold(key, what string) tree.Member {
	return c.newMember(key, c.unknown(what+" is known only in Azure", ""))
}

func subscription(c *call) (*tree.Node, error) {
	id := c.t.scope.subscription
	if len(c.args) > 0 {
		s, err := c.textArg(0)
		if err != nil {
			return nil, err
		}
		id = s
	}
	if id == "" {
		return c.unknown("the template is deployed to something larger than a subscription", ""), nil
	}
	return c.objectResult([]tree.Member{
		c.textMember("id", "/subscriptions/"+id), c.textMember("subscriptionId", id),
		c.textMember("tenantId", c.r.opts.Tenant), c.notTold("displayName", "the name of the subscription"),
	})
}

func resourceGroup(c *call) (*tree.Node, error) {
	s := c.t.scope
	for i := range c.args {
		name, err := c.textArg(i)
		if err != nil {
			return nil, err
		}
		if i == 0 && len(c.args) == 2 {
			s.subscription = name
		} else {
			s.resourceGroup = name
		}
	}
	if s.resourceGroup == "" {
		return c.unknown("the template is not deployed to a resource group", ""), nil
	}
	return c.objectResult([]tree.Member{
		c.textMember("id", s.id()), c.textMember("name", s.resourceGroup), c.textMember("type", "Microsoft.Resources/resourceGroups"),
		c.newMember("location", c.locationOf(s)), c.newMember("tags", c.tagsOf(s)),
		c.newMember("managedBy", tree.NewNull(c.src.Pos)),
		c.newMember("properties", tree.NewObject(c.src.Pos, c.textMember("provisioningState", "Succeeded"))),
	})
}

// locationOf returns the region of a resource group: what the template deploys
// says it, or Options, or a name stands in that is equal for all of the group.
func (c *call) locationOf(s scope) *tree.Node {
	if i := c.r.byID[strings.ToLower(s.id())]; i != nil && i.state != existing {
		if n := c.fetchDeclared(i, []*tree.Node{c.newText("location")}); n.Is(tree.String) {
			return n
		}
	}
	return c.newText(c.r.location(strings.ToLower(s.resourceGroup)))
}

// regionMark begins the name that stands in for a region that is not told. It
// lasts in what names are made of it; whether it equals a region, or what a
// table has for it, is not known.
const regionMark = "location-of-"

// location returns the region of Options, or what stands in.
func (r *reader) location(of string) string {
	if r.opts.Location != "" {
		return r.opts.Location
	}
	return regionMark + of
}

// regionDoubt returns an Unknown where it hangs on the region that is not told
// whether two texts are equal, else nil.
func (r *reader) regionDoubt(a, b string, pos source.Pos) *tree.Node {
	if r.opts.Location != "" {
		return nil
	}
	i, j := strings.Index(a, regionMark), strings.Index(b, regionMark)
	if i >= 0 && j < 0 && strings.HasPrefix(b, a[:i]) || j >= 0 && i < 0 && strings.HasPrefix(a, b[:j]) {
		return tree.NewUnknown(pos, "the region of the deployment is not known", "the region that the template is deployed to")
	}
	return nil
}

// tagsOf returns the tags of a resource group, which nobody asks for a packet's sake.
func (c *call) tagsOf(scope) *tree.Node {
	return c.unknown("the tags of the resource group are known only in Azure", "")
}

func managementGroup(c *call) (*tree.Node, error) {
	name := c.t.scope.managementGroup
	if len(c.args) > 0 {
		s, err := c.textArg(0)
		if err != nil {
			return nil, err
		}
		name = s
	}
	if name == "" {
		name = c.r.opts.ManagementGroup
	}
	return c.objectResult([]tree.Member{
		c.textMember("id", scope{managementGroup: name}.id()), c.textMember("name", name),
		c.textMember("type", "Microsoft.Management/managementGroups"),
		c.newMember("properties", c.unknown("what is above the management group is known only in Azure", "")),
	})
}

func tenant(c *call) (*tree.Node, error) {
	return c.objectResult([]tree.Member{
		c.textMember("tenantId", c.r.opts.Tenant), c.textMember("id", "/tenants/"+c.r.opts.Tenant),
		c.notTold("displayName", "the name of the tenant"), c.notTold("countryCode", "the country of the tenant"),
	})
}
