package arm

import "vnetproof/topology/tree"

// Options say with what a template is read. The zero value is ready to use.
type Options struct {
	// Parameters are the documents of parameters files; later ones win.
	Parameters []*tree.Node
	// Set holds single parameters; they win over files.
	Set []Setting
	// ReadFile returns the file of that name, relative to the folder of the
	// template and with forward slashes, for linked templates. Names that leave
	// that folder are refused before it is asked, unless AllowParent is set: it
	// then decides, and returns ErrOutside. Without it linked templates are unknown.
	ReadFile    func(name string) ([]byte, error)
	AllowParent bool

	// What a template sees of the place where it is deployed.
	Subscription    string // 00000000-0000-0000-0000-000000000000 if empty
	Tenant          string // 00000000-0000-0000-0000-000000000000 if empty
	ResourceGroup   string // "rg" if empty
	ManagementGroup string // "mg" if empty
	// Location is the region of the resource group, or of a deployment to a
	// larger scope. If empty a stand-in that is no region's name is taken, so
	// that resources with the group's location are still known to be together.
	Location string
}

// Setting is one --set name=value.
type Setting struct {
	Name  string
	Value string // JSON for parameters that are no text
}

// zeroGUID stands for subscriptions and tenants that are not told.
const zeroGUID = "00000000-0000-0000-0000-000000000000"

// withDefaults fills in what was not given.
func (o Options) withDefaults() Options {
	for _, d := range []struct {
		field *string
		value string
	}{
		{&o.Subscription, zeroGUID}, {&o.Tenant, zeroGUID}, {&o.ResourceGroup, "rg"}, {&o.ManagementGroup, "mg"},
	} {
		if *d.field == "" {
			*d.field = d.value
		}
	}
	return o
}
