package arm

import (
	"path"
	"strings"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// IsTemplate tells whether a document is a deployment template.
func IsTemplate(root *tree.Node) bool {
	if schema := root.Get("$schema"); schema.Is(tree.String) {
		return hasSchema(schema.Text, "deploymenttemplate.json")
	}
	return root.Is(tree.Object) && root.Get("contentVersion") != nil && root.Get("resources") != nil
}

// IsParameters tells whether a document is a parameters file.
func IsParameters(root *tree.Node) bool {
	return hasSchema(root.Get("$schema").Str(), "deploymentparameters.json")
}

// hasSchema tells whether the URI of a schema ends with that file, whatever
// stands in front of it: subscriptionDeploymentTemplate.json.
func hasSchema(uri, file string) bool {
	return strings.HasSuffix(strings.TrimSuffix(strings.ToLower(uri), "#"), file)
}

// Resource is one resource that a template deploys.
type Resource struct {
	// Node is an object with id, type and name in full, and all that the
	// template says about the resource: location, sku, properties …
	// Children that are given inside properties stay there.
	Node *tree.Node
	// Path leads to the resource in its template, as in resources[3]; paths
	// inside the Node go on from there.
	Path string
	// Maybe is nil for a resource that is deployed for certain, else an Unknown
	// that says why that is not known.
	Maybe *tree.Node
}

// Read evaluates a template. What is wrong goes to diags; the resources of the
// deployment are then what could still be made out.
func Read(file *source.File, root *tree.Node, opts Options, diags *source.Diagnostics) *Deployment {
	r := &reader{
		opts: opts.withDefaults(), diags: diags, folder: path.Dir(file.Name()),
		exprs: map[string]parsed{}, byID: map[string]*instance{}, busy: map[busyKey]bool{}, reported: map[report]bool{},
		linked: map[string]*tree.Node{}, documents: map[string]*tree.Node{file.Name(): root}, evaluated: map[source.Pos][]*template{},
	}
	if !root.Is(tree.Object) {
		r.diags.Errorf(file.Pos(0), "wrong-type", "%s is no template: expected an object", file.Name())
		return &Deployment{}
	}
	r.allowed = maxWork
	r.allow(root)
	t := r.newTemplate(root, path.Base(file.Name()), nil)
	t.scope = r.rootScope(root)
	t.name = strings.TrimSuffix(path.Base(file.Name()), path.Ext(file.Name()))
	r.giveParameters(t)
	t.expand()
	t.emit()
	if r.spentBy != "" {
		t.env().exhausted(root)
	}
	return &Deployment{Resources: r.resources, r: r}
}

// reader holds what all templates of one deployment share.
type reader struct {
	opts   Options
	diags  *source.Diagnostics
	folder string // of the root template

	exprs     map[string]parsed    // expressions by their text
	byID      map[string]*instance // by lower-case ID
	busy      map[busyKey]bool     // properties that are being fetched
	reported  map[report]bool
	resources []Resource
	linked    map[string]*tree.Node      // documents of linked files by name
	documents map[string]*tree.Node      // all documents by the names of their files
	evaluated map[source.Pos][]*template // where expressions that name parameters were evaluated
	instances int
	budget
}
