package terraform

import (
	"io/fs"
	"path"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// Options say how a document is read. The zero value is ready to use.
type Options struct {
	// Prior reads of a plan what is there before it is applied, not what will be.
	Prior bool
	// Folder holds the .tf files of the configuration; nil where there are none.
	// Names that lead out of it are not asked for.
	Folder fs.FS
}

// Resource is one Azure resource of a plan or state.
type Resource struct {
	// Node is an object with id, type, name and what else ARM says of a resource.
	Node *tree.Node
	// Address is Terraform's name of it, as in module.hub.azurerm_subnet.app[0].
	Address string
}

// Foreign is a resource that is none of Azure's, as a random_id.
type Foreign struct {
	Type string
	Pos  source.Pos
}

// Read returns the Azure resources of a plan or state in its order. What is
// wrong goes to diags. The foreign resources are of other providers.
func Read(file *source.File, root *tree.Node, opts Options, diags *source.Diagnostics) (resources []Resource, foreign []Foreign) {
	if !IsPlan(root) && !IsState(root) || !checkVersion(root, diags) {
		return nil, nil
	}
	r := newReader(file, opts, diags)
	r.supply = "refresh the state, or give an export of what is deployed"
	switch {
	case isStored(root):
		r.readStored(root)
	case IsPlan(root):
		r.supply = "apply the plan and give the state, or an export of what is deployed"
		r.readPlan(root)
	default:
		r.readValues(root.At("values", "root_module"), false)
	}
	r.readProviders(root)
	return r.convert(), r.foreign
}

func newReader(file *source.File, opts Options, diags *source.Diagnostics) *reader {
	return &reader{
		opts: opts, diags: diags, places: newPlaces(opts.Folder, path.Dir(file.Name())),
		byAddress: map[string]*instance{}, byName: map[string][]*instance{}, byID: map[string]*instance{},
		objects: map[string]*object{}, nested: map[string]*object{}, origins: map[*tree.Node]origin{}, told: map[string]bool{},
	}
}

// reader reads one document.
type reader struct {
	opts      Options
	diags     *source.Diagnostics
	places    *places
	config    *module    // root of the configuration; nil where the document has none
	variables *tree.Node // of the root module, with their values
	supply    string     // what would tell unknown values

	instances []*instance // in the order of the document
	byAddress map[string]*instance
	byName    map[string][]*instance // all instances of a resource, by address without key
	byID      map[string]*instance   // by lower-case resource ID
	origins   map[*tree.Node]origin  // where values come from that are not known
	providers map[string]string      // subscription of each provider configuration
	commonest string                 // subscription that most IDs of the document have

	objects map[string]*object // resources by lower-case ID
	nested  map[string]*object // children inside of their parents, by lower-case ID
	order   []*object
	foreign []Foreign
	told    map[string]bool // what is told once
	steps   int             // from reference to reference
}
