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
