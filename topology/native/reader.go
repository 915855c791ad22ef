package native

import (
	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// Reader reads the native files of one design. Short names lead to resources
// of any of its files, so links are resolved by Finish, once all are read. It
// is not safe for concurrent use.
type Reader struct {
	diags     *source.Diagnostics
	names     names
	links     []link
	suggested int // near names looked for so far
	resources []*tree.Node
	facts     []*tree.Node
	// listsAppGroups says that a file lists application security groups.
	listsAppGroups bool
}

// NewReader returns a Reader that adds what it finds wrong to diags.
func NewReader(diags *source.Diagnostics) *Reader {
	return &Reader{diags: diags, names: names{}}
}

// AddDesign reads the document of a *.network.yaml file.
func (r *Reader) AddDesign(root *tree.Node) {
	if root.IsAbsent() {
		return
	}
	if !root.Is(tree.Object) {
		r.wrongKind(root, "", "sections such as virtualNetworks")
		return
	}
	readDesign(r, root)
}

// AddFacts reads the document of a *.facts.yaml file. Names in facts are
// resolved by decode, for they lead to resources of any format.
func (r *Reader) AddFacts(root *tree.Node) {
	if root.IsAbsent() {
		return
	}
	if !root.Is(tree.Object) {
		r.wrongKind(root, "", "sections such as learnedRoutes")
		return
	}
	p := place{reader: r}
	out := tree.NewObject(root.Pos)
	p.fill(root, factsSpec(), out)
	r.facts = append(r.facts, out)
}

// Know enters a resource that a file of another format holds, so that short
// names of native files lead to it.
func (r *Reader) Know(id topology.ID) { r.names.enterID(id) }

// Finish resolves all short names and returns the resources, in input order,
// and what decode.AddFacts takes.
func (r *Reader) Finish() (resources, facts []*tree.Node) {
	r.declareSecurityGroups()
	r.resolve()
	resources, facts = r.resources, r.facts
	r.resources, r.facts, r.links = nil, nil, nil
	return resources, facts
}
