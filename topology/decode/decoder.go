package decode

import (
	"fmt"
	"iter"
	"path"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// Decoder builds one Design from resources. It is not safe for concurrent use
// and is spent after Finish.
type Decoder struct {
	diags    *findings
	design   *topology.Design
	links    []link
	apart    []apart // children that came as resources of their own
	contents map[string]content
	replaced map[*topology.Resource]bool // nested children that a resource of their own replaced
	facts    []*object
	// published are service tags as Azure publishes them.
	published  []*topology.TagRanges
	exported   bool           // what is added is as Azure answers it
	stale      map[Spot]Stale // exported resources that newer ones replace
	dropped    map[Spot]Stale // those of an earlier reading, which are left out
	countedFor string         // file that resources count for, where it is not their own
	// afterLinks run once all links are resolved: they move what separate
	// children say into their parents.
	afterLinks   []func(*Decoder)
	unnamed      map[string]topology.Unknown // types, in lower case, that have a resource whose name is not known
	maybe        *topology.Unknown           // of the resource that is being added
	unknowns     []source.Diagnostic
	policyGroups map[string]*topology.Unknown // network groups whose members a policy names, by ID
	report       Report
	onRead       func(object *tree.Node, key string)
	objects      []object // a block of objects to come
	copies       *copies  // of a part: what it keeps is copied; else nil
}

// New returns a Decoder that adds what it finds to diags.
func New(diags *source.Diagnostics) *Decoder {
	return &Decoder{
		diags:    newFindings(diags),
		design:   &topology.Design{},
		contents: map[string]content{},
		replaced: map[*topology.Resource]bool{},

		policyGroups: map[string]*topology.Unknown{},
		unnamed:      map[string]topology.Unknown{},
	}
}

// OnRead has the decoder tell each member of an object that it asks for, there
// or not, so that one can see what a design rests on.
func (d *Decoder) OnRead(read func(object *tree.Node, key string)) { d.onRead = read }

func (d *Decoder) reads(object *tree.Node, key string) {
	if d.onRead != nil {
		d.onRead(object, key)
	}
}

// Add decodes one resource. Resources may come in any order; children join
// their parents in Finish.
func (d *Decoder) Add(resource *tree.Node) {
	if !resource.Is(tree.Object) {
		d.diags.Errorf(resource.Where(), "wrong-type", "expected a resource object, found %s", kindName(resource))
		return
	}
	o := &object{d: d, node: resource}
	r := d.envelope(o)
	if r.Type == "" {
		return
	}
	k := kindOf(r.Type)
	d.report.count(d.fileOf(r), r, resource)
	if d.drops(&r) || d.seen(r, resource) {
		return
	}
	if r.Maybe != nil {
		r.Incomplete = []topology.Incomplete{{Property: "condition", Pos: r.Pos, Unknown: *r.Maybe}}
		d.unknown(source.Diagnostic{Code: "maybe-deployed", Pos: r.Pos, Hint: r.Maybe.Supply,
			Message: fmt.Sprintf("it is not known whether %s is deployed: %s", label(&r), r.Maybe.Why)})
	}
	k.decode(d, o, r)
}

// AddMaybe decodes a resource of which it is not known whether it will be
// there; maybe is the Unknown that says why, or nil for one that will.
func (d *Decoder) AddMaybe(resource, maybe *tree.Node) {
	if maybe.Is(tree.Unknown) {
		d.maybe = &topology.Unknown{Why: maybe.Why, Supply: maybe.Supply}
		defer func() { d.maybe = nil }()
	}
	d.Add(resource)
}

// Finish joins children to parents, resolves links, checks the whole, and
// returns the design. Everything that is wrong is added to the diagnostics.
func (d *Decoder) Finish() *topology.Design {
	d.joinParents()
	d.addDefaultTables()
	d.readFacts()
	d.resolve()
	for _, move := range d.afterLinks {
		move(d)
	}
	d.join()
	d.check()
	d.tellUnsupported()
	d.tellUnknowns()
	d.diags.end()
	return d.design
}

// IDs yields the resources that were added so far, children included.
func (d *Decoder) IDs() iter.Seq[topology.ID] {
	return func(yield func(topology.ID) bool) {
		for _, n := range d.design.All {
			if !yield(n.Base().ID) {
				return
			}
		}
		for _, c := range d.apart {
			if !yield(c.resource.ID) {
				return
			}
		}
	}
}

// envelope reads what all resources have.
func (d *Decoder) envelope(o *object) topology.Resource {
	r := topology.Resource{Pos: o.node.Pos, Maybe: d.maybe}
	r.Type = o.text("type")
	r.Name = lastSegment(o.text("name"))
	r.ID = topology.ID(strings.TrimSuffix(o.text("id"), "/"))
	r.APIVersion = o.text("apiVersion")
	r.Location = region(o.text("location"))
	r.Tags = d.tags(o.get("tags"))
	if r.Type == "" {
		r.Type = r.ID.Type()
	}
	if r.Type == "" {
		d.diags.Errorf(o.node.Pos, "no-type", "a resource without a type; expected \"type\", or an \"id\" that tells it")
		return r
	}
	if r.ID == "" {
		r.ID = d.placeholder(o, r)
	}
	if r.Name == "" {
		r.Name = r.ID.Name()
	}
	return r
}

// placeholder returns an ID for a resource whose own is not known, so that it
// stays in the design though nothing can link to it.
func (d *Decoder) placeholder(o *object, r topology.Resource) topology.ID {
	pos := o.node.Pos
	if n := firstUnknown(o.node, "id", "name"); n != nil {
		pos = n.Pos
		d.noteUnnamed(r.Type, topology.Unknown{Why: n.Why, Supply: n.Supply})
		d.unknown(source.Diagnostic{Code: "unknown-name", Pos: n.Pos, Width: n.Width, Hint: n.Supply,
			Message: fmt.Sprintf("the name of this %s is not known: %s", nounOf(r.Type), n.Why)})
	} else {
		d.diags.Errorf(pos, "no-id", "a %s without an \"id\"; expected a resource ID", nounOf(r.Type))
	}
	name := unnamed(pos)
	id := unnamedID(r.Type, name)
	for i := 2; d.contents[id.Key()].sum != 0; i++ {
		id = unnamedID(r.Type, fmt.Sprintf("%s #%d", name, i))
	}
	return id
}

// unnamedID is the ID of a resource of a type whose names are not known.
func unnamedID(resourceType, name string) topology.ID {
	parts := strings.Split(resourceType, "/")
	id := topology.ID("/providers/" + parts[0])
	for _, part := range parts[1:] {
		id = id.Child(part, name)
	}
	return id
}

func firstUnknown(n *tree.Node, keys ...string) *tree.Node {
	for _, key := range keys {
		if m := n.Get(key); m.Is(tree.Unknown) {
			return m
		}
	}
	return nil
}

// unnamed stands for a name that is not known, by its place; it has no slash,
// so that it is one part of an ID.
func unnamed(pos source.Pos) string {
	line, column := pos.LineColumn()
	return fmt.Sprintf("%s%s:%d:%d", unnamedPrefix, path.Base(pos.File()), line, column)
}

const unnamedPrefix = "unnamed at "

// enter puts a resource into the design, or reports that its ID is taken.
func (d *Decoder) enter(n topology.Node) bool {
	earlier := d.design.Add(n)
	if earlier == nil {
		return true
	}
	d.duplicate(n.Base(), earlier.Base().Pos)
	return false
}

// duplicate reports two different resources of one ID.
func (d *Decoder) duplicate(r *topology.Resource, first source.Pos) {
	d.diags.Add(source.Diagnostic{Severity: source.Error, Code: "duplicate-resource", Pos: r.Pos,
		Message: fmt.Sprintf("%s is already defined, with other content", label(r)),
		Hint:    "keep one of the two, or rename one",
		Related: []source.Related{{Pos: first, Message: label(r) + " is first defined here"}}})
}

func lastSegment(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }

// region returns a region's name as Azure compares it: "West Europe" is westeurope.
func region(s string) string { return strings.ToLower(strings.ReplaceAll(s, " ", "")) }

func (d *Decoder) tags(n *tree.Node) []topology.Tag {
	if !n.Is(tree.Object) {
		return nil
	}
	var out []topology.Tag
	for _, m := range n.Members {
		if m.Value != nil && m.Value.Kind != tree.Null {
			out = append(out, topology.Tag{Key: m.Key, Value: d.kept(m.Value.Text)})
		}
	}
	return out
}
