package arm

import (
	"errors"
	"fmt"
	"strings"

	"vnetproof/topology/tree"
)

// scope is where resources are deployed.
type scope struct {
	subscription    string // empty for a management group or tenant
	resourceGroup   string // empty for what is larger
	managementGroup string // only where there is no subscription
}

// id returns the resource ID of a scope; of a tenant it is "".
func (s scope) id() string {
	switch {
	case s.resourceGroup != "":
		return "/subscriptions/" + s.subscription + "/resourceGroups/" + s.resourceGroup
	case s.subscription != "":
		return "/subscriptions/" + s.subscription
	case s.managementGroup != "":
		return "/providers/Microsoft.Management/managementGroups/" + s.managementGroup
	}
	return ""
}

// rootScope tells from the schema what a template is deployed to.
func (r *reader) rootScope(root *tree.Node) scope {
	schema := strings.ToLower(root.Get("$schema").Str())
	switch {
	case strings.Contains(schema, "/tenantdeploymenttemplate.json"):
		return scope{}
	case strings.Contains(schema, "/managementgroupdeploymenttemplate.json"):
		return scope{managementGroup: r.opts.ManagementGroup}
	case strings.Contains(schema, "/subscriptiondeploymenttemplate.json"):
		return scope{subscription: r.opts.Subscription}
	}
	return scope{subscription: r.opts.Subscription, resourceGroup: r.opts.ResourceGroup}
}

// within reads the scope of a deployment or extension resource: a resource ID,
// or a resource relative to the scope around it.
func (s scope) within(text string) string {
	switch {
	case text == "" || text == "/":
		return ""
	case strings.HasPrefix(text, "/"):
		return strings.TrimSuffix(text, "/")
	}
	if strings.HasPrefix(strings.ToLower(text), "microsoft.management/managementgroups/") {
		return "/providers/" + text
	}
	kind, names := splitPath(text)
	id, err := resourceID(s.id(), kind, names)
	if err != nil {
		return s.id() + "/providers/" + text
	}
	return id
}

// splitPath turns Microsoft.Network/virtualNetworks/a/subnets/b into its type
// and names, as resourceID takes them.
func splitPath(text string) (string, []string) {
	parts := strings.Split(text, "/")
	kind := parts[0]
	var names []string
	for i, p := range parts[1:] {
		if i%2 == 0 {
			kind += "/" + p
		} else {
			names = append(names, p)
		}
	}
	return kind, names
}

// scopeFromID reads the ID of a subscription, resource group or management group.
func scopeFromID(id string) scope {
	parts := strings.Split(strings.Trim(id, "/"), "/")
	var s scope
	for i := 0; i+1 < len(parts); i += 2 {
		switch strings.ToLower(parts[i]) {
		case "subscriptions":
			s.subscription = parts[i+1]
		case "resourcegroups":
			s.resourceGroup = parts[i+1]
		case "managementgroups":
			s.managementGroup = parts[i+1]
		}
	}
	return s
}

var errEmptyName = errors.New("finds an empty name")

// resourceID joins a scope, a type and as many names as the type has segments.
func resourceID(scopeID, kind string, names []string) (string, error) {
	parts := strings.Split(strings.TrimSuffix(kind, "/"), "/")
	if len(parts) < 2 {
		return "", fmt.Errorf("wants a resource type as in Microsoft.Network/virtualNetworks, found %q", kind)
	}
	if len(names) != len(parts)-1 {
		return "", fmt.Errorf("wants %d names for the type %s, found %d", len(parts)-1, kind, len(names))
	}
	var b strings.Builder
	b.WriteString(scopeID + "/providers/" + parts[0])
	for i, name := range names {
		if name == "" {
			return "", errEmptyName
		}
		b.WriteString("/" + parts[i+1] + "/" + name)
	}
	return b.String(), nil
}
