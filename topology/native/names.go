package native

import (
	"strings"

	"vnetproof/topology"
)

// names finds resources by type and name, without regard to case. The key is
// the ARM type and the name, "…/virtualnetworks/subnets hub/app"; resources of
// one name in several groups stand in one entry.
type names map[string][]topology.ID

func nameKey(typ, name string) string { return strings.ToLower(typ + " " + name) }

// enter adds a resource.
func (ns names) enter(typ, name string, id topology.ID) {
	key := nameKey(typ, name)
	for _, known := range ns[key] {
		if known.Equal(id) {
			return
		}
	}
	ns[key] = append(ns[key], id)
}

// enterID adds a resource by its ID. What lies in no network's provider may be
// a platform service, whose type a link does not tell.
func (ns names) enterID(id topology.ID) {
	typ := id.Type()
	if typ == "" {
		return
	}
	ns.enter(typ, id.Path(), id)
	if strings.Count(typ, "/") == 1 && !strings.EqualFold(typ[:strings.IndexByte(typ, '/')], "Microsoft.Network") {
		ns.enter(anyPaaS, id.Path(), id)
	}
}

// find returns the resources of a type that a short name may mean: NAME,
// GROUP/NAME or SUBSCRIPTION/GROUP/NAME, where NAME has as many parts as the type.
func (ns names) find(typ, short string) []topology.ID {
	parts := strings.Split(short, "/")
	scope := len(parts) - strings.Count(typ, "/")
	if scope < 0 || scope > 2 {
		return nil
	}
	var found []topology.ID
	for _, id := range ns[nameKey(typ, strings.Join(parts[scope:], "/"))] {
		if inScope(id, parts[:scope]) {
			found = append(found, id)
		}
	}
	return found
}

// inScope tells whether an ID lies in [SUBSCRIPTION,] GROUP.
func inScope(id topology.ID, scope []string) bool {
	switch len(scope) {
	case 1:
		return strings.EqualFold(id.ResourceGroup(), scope[0])
	case 2:
		return strings.EqualFold(id.Subscription(), scope[0]) && strings.EqualFold(id.ResourceGroup(), scope[1])
	}
	return true
}
