package native

import (
	"fmt"
	"slices"
	"strings"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// section is one kind of resource: the key of a design under which its
// resources stand by name.
type section struct {
	key  string // "virtualNetworks"
	typ  string // "Microsoft.Network/virtualNetworks"; "" where each resource tells its own
	spec spec
}

// Defaults of a file that does not say otherwise.
const (
	defaultSubscription = "00000000-0000-0000-0000-000000000000"
	defaultGroup        = "rg"
)

// fileKeys are the keys of a design that hold for all its resources.
var fileKeys = []key{
	{name: "$schema", shape: text, doc: "the JSON Schema of this file, for editors"},
	{name: "location", shape: text, doc: "region of all resources that do not name one, as westeurope"},
	{name: "subscription", shape: text, doc: "subscription of all resources that do not name one"},
	{name: "resourceGroup", shape: text, doc: "resource group of all resources that do not name one; rg if absent"},
}

// commonKeys are the keys that every resource may have.
var commonKeys = []key{
	{name: "location", at: "location", shape: text, doc: "region, as westeurope"},
	{name: "subscription", shape: text, doc: "subscription that holds the resource"},
	{name: "resourceGroup", shape: text, doc: "resource group that holds the resource"},
	{name: "tags", at: "tags", shape: record(word), doc: "Azure resource tags"},
	{name: "apiVersion", at: "apiVersion", shape: text, doc: "API version whose defaults hold, as 2024-05-01"},
}

// readDesign reads a document: first what holds for all resources, then these.
func readDesign(r *Reader, root *tree.Node) {
	p := place{reader: r, subscription: defaultSubscription, group: defaultGroup}
	p = p.defaults(root)
	r.listsAppGroups = r.listsAppGroups || !root.Get(applicationSecurityGroups.key).IsAbsent()
	p.fill(root, designSpec(), tree.NewObject(root.Pos))
}

// defaults returns p with what n says of subscription, group and region.
func (p place) defaults(n *tree.Node) place {
	if s := n.Get("subscription").Str(); p.isName(n.Get("subscription")) {
		p.subscription = s
	}
	if s := n.Get("resourceGroup").Str(); p.isName(n.Get("resourceGroup")) {
		p.group = s
	}
	if s := n.Get("location").Str(); s != "" {
		p.location = s
	}
	return p
}

// isName tells whether a node can be part of a resource ID, and says so where
// it is text that cannot.
func (p place) isName(n *tree.Node) bool {
	return n.Is(tree.String) && p.goodName(n.Text, n.Pos, n.Width)
}

func (p place) goodName(name string, pos source.Pos, width int) bool {
	if name != "" && !strings.Contains(name, "/") {
		return true
	}
	p.badName(name, pos, width, "text without a slash")
	return false
}

func (p place) badName(name string, pos source.Pos, width int, expected string) {
	p.reader.diags.Add(source.Diagnostic{Severity: source.Error, Code: "bad-name", Pos: pos, Width: width, Path: p.path,
		Message: fmt.Sprintf("%q cannot be a name: expected %s", name, expected)})
}

// designSpec is the spec of a whole design file.
func designSpec() spec {
	s := spec{doc: "An Azure network design, with Azure's property names.", keys: slices.Clone(fileKeys)}
	for _, sec := range sections() {
		s.keys = append(s.keys, key{name: sec.key, shape: resources(sec), doc: sec.spec.doc})
	}
	s.keys = append(s.keys, key{name: "onPremises", shape: onPremises, doc: "sites: who lives behind a gateway"})
	return s
}

// resources is the value of a section: resources by name.
func resources(sec section) shape {
	sec.spec.keys = slices.Concat(sec.spec.keys, commonKeys)
	sec.spec.name = sec.key
	return shape{
		free: true,
		read: func(p place, n *tree.Node) *tree.Node {
			if !n.Is(tree.Object) {
				return p.reader.wrongKind(n, p.path, "an object of "+sec.key+" by name")
			}
			for _, m := range n.Members {
				p.at(m.Key).readResource(sec, m)
			}
			return n
		},
		schema: func(d *definitions) *schema { return d.byName(sec.spec) },
	}
}

// readResource reads one resource of a section and adds it.
func (p place) readResource(sec section, m tree.Member) {
	body := m.Value
	if body.IsAbsent() {
		body = tree.NewObject(m.KeyPos)
	}
	if !body.Is(tree.Object) {
		p.reader.wrongKind(body, p.path, "an object")
		return
	}
	typ := sec.typ
	if typ == "" {
		if typ = body.Get("type").Str(); !strings.Contains(typ, "/") {
			p.noType(body, m.KeyPos)
			return
		}
	}
	p = p.defaults(body)
	name, ok := p.scope(typ, m)
	if !ok {
		return
	}
	p.resource(typ, name, m.KeyPos).add(body, sec.spec)
}

// noType reports a resource of a section of many types that does not tell its own.
func (p place) noType(body *tree.Node, name source.Pos) {
	pos := name
	if n := body.Get("type"); !n.IsAbsent() {
		pos = n.Pos
	}
	p.reader.diags.Add(source.Diagnostic{Severity: source.Error, Code: "missing-key", Pos: pos, Path: p.path,
		Message: "expected the resource's \"type\", as in Microsoft.Storage/storageAccounts"})
}

// scope takes the group, and the subscription, off the key of a resource: NAME,
// GROUP/NAME or SUBSCRIPTION/GROUP/NAME, where NAME has as many parts as the type.
func (p *place) scope(typ string, m tree.Member) (name string, ok bool) {
	parts := strings.Split(m.Key, "/")
	before := len(parts) - max(1, strings.Count(typ, "/"))
	for _, part := range parts {
		if before < 0 || before > 2 || part == "" {
			p.badName(m.Key, m.KeyPos, len(m.Key), "NAME or GROUP/NAME")
			return "", false
		}
	}
	if before > 0 {
		p.group = parts[before-1]
	}
	if before > 1 {
		p.subscription = parts[0]
	}
	return strings.Join(parts[before:], "/"), true
}

// add reads the resource of p from its body and adds it to the design.
func (p place) add(body *tree.Node, s spec) {
	out := p.head()
	p.reader.resources = append(p.reader.resources, out)
	p.fill(body, s, out)
	if body.Get("location").IsAbsent() && p.location != "" {
		put(out, "location", p.text(p.location))
	}
}

// head returns the resource of p with what names it, and makes it known.
func (p place) head() *tree.Node {
	p.enter()
	return p.object(
		member("id", p.text(p.id)),
		member("type", p.text(p.typ)),
		member("name", p.text(p.name)),
	)
}
