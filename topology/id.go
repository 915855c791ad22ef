package topology

import "strings"

// ID is an Azure resource ID, as in
// "/subscriptions/S/resourceGroups/RG/providers/Microsoft.Network/virtualNetworks/hub".
// It is printed as written and compared without regard to case, by Key.
type ID string

// Key returns the form in which IDs compare and index.
func (id ID) Key() string { return strings.ToLower(string(id)) }

// Equal compares without regard to case.
func (id ID) Equal(other ID) bool { return strings.EqualFold(string(id), string(other)) }

// segment returns the part that follows name, or "".
func (id ID) segment(name string) string {
	parts := strings.Split(string(id), "/")
	for i := 1; i+1 < len(parts); i += 2 {
		if strings.EqualFold(parts[i], name) {
			return parts[i+1]
		}
	}
	return ""
}

// Subscription returns the subscription of the ID, or "".
func (id ID) Subscription() string { return id.segment("subscriptions") }

// ResourceGroup returns the resource group of the ID, or "".
func (id ID) ResourceGroup() string { return id.segment("resourceGroups") }

// Name returns the last segment.
func (id ID) Name() string {
	return string(id[strings.LastIndexByte(string(id), '/')+1:])
}

// Parent returns the ID without its last type and name, as a subnet's VNet:
// "" if there is none.
func (id ID) Parent() ID {
	s := string(id)
	for range 2 {
		i := strings.LastIndexByte(s, '/')
		if i < 0 {
			return ""
		}
		s = s[:i]
	}
	return ID(s)
}

// Child returns the ID of a child resource of that type and name.
func (id ID) Child(kind, name string) ID { return id + ID("/"+kind+"/"+name) }

// Type returns the resource type, as in "Microsoft.Network/virtualNetworks/subnets",
// or "" where the ID names none.
func (id ID) Type() string {
	parts := id.afterProvider()
	if len(parts) < 2 {
		return ""
	}
	kind := parts[0]
	for i := 1; i < len(parts); i += 2 {
		kind += "/" + parts[i]
	}
	return kind
}

// Path returns the names below the provider, as in "hub/app" for a subnet;
// the last segment where the ID names no provider.
func (id ID) Path() string {
	parts := id.afterProvider()
	var names []string
	for i := 2; i < len(parts); i += 2 {
		names = append(names, parts[i])
	}
	if names == nil {
		return id.Name()
	}
	return strings.Join(names, "/")
}

// afterProvider returns the segments from the last provider's name on.
func (id ID) afterProvider() []string {
	parts := strings.Split(string(id), "/")
	for i := len(parts) - 1; i > 0; i-- {
		if strings.EqualFold(parts[i-1], "providers") {
			return parts[i:]
		}
	}
	return nil
}
