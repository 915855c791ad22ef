package decode

import (
	"fmt"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// object is an object of the input as a decoder reads it. It remembers which
// members were asked for, so that what nobody understands can be told. A nil
// *object stands for an absent one; every method accepts it.
type object struct {
	d     *Decoder
	node  *tree.Node
	owner *topology.Resource // whose property it is; nil in an envelope
	path  place              // below properties
	asked [2]uint64          // members by index that were read
}

// object returns a copy of an object, which lies beside others in a block: there
// are several for each resource.
func (d *Decoder) object(o object) *object {
	if len(d.objects) == 0 {
		d.objects = make([]object, 64)
	}
	kept := &d.objects[0]
	d.objects = d.objects[1:]
	*kept = o
	return kept
}

// place is where an object stands below properties: "subnets[2]." It is put
// into words only when someone asks.
type place struct {
	up    string // with a final dot; "" at the top
	list  string // key of the list that holds the object, if one does
	index int
}

func (p place) String() string {
	if p.list == "" {
		return p.up
	}
	return fmt.Sprintf("%s%s[%d].", p.up, p.list, p.index)
}

// at returns the path of a member.
func (o *object) at(key string) string { return o.path.String() + key }

// get returns a member, or nil where it is absent, null or ARM's "<null>".
func (o *object) get(key string) *tree.Node {
	if o == nil {
		return nil
	}
	if o.node.Is(tree.Unknown) {
		o.unsettled(o.node, key)
		return o.node
	}
	o.d.reads(o.node, key)
	for i := range o.node.Members {
		m := &o.node.Members[i]
		if len(m.Key) == len(key) && strings.EqualFold(m.Key, key) {
			o.mark(i)
			if m.Value.Is(tree.Unknown) {
				o.unsettled(m.Value, key)
			}
			return present(m.Value)
		}
	}
	return nil
}

// first returns the first of several spellings that is present.
func (o *object) first(keys ...string) (*tree.Node, string) {
	var found *tree.Node
	spelling := keys[0]
	for _, key := range keys {
		if n := o.get(key); n != nil && found == nil {
			found, spelling = n, key
		}
	}
	return found, spelling
}

func (o *object) mark(i int) {
	if i < 128 {
		o.asked[i/64] |= 1 << (i % 64)
	}
}

func (o *object) wasAsked(i int) bool { return i < 128 && o.asked[i/64]&(1<<(i%64)) != 0 }

// has tells whether a member is present, without counting it as understood.
func (o *object) has(key string) bool {
	if o == nil {
		return false
	}
	o.d.reads(o.node, key)
	return present(o.node.Get(key)) != nil
}

// present maps the ways of saying nothing to nil.
func present(n *tree.Node) *tree.Node {
	if n.IsAbsent() || n.Is(tree.String) && n.Text == "<null>" {
		return nil
	}
	return n
}

// text returns a member's text, and "" where it has none that is known.
func (o *object) text(key string) string {
	n := o.get(key)
	if n == nil || n.Kind == tree.Unknown {
		return ""
	}
	if n.Kind == tree.List || n.Kind == tree.Object {
		o.wrongType(n, key, "text")
		return ""
	}
	return o.d.kept(n.Text)
}

// sub returns a nested object, nil where it is absent. One whose value is not
// known yields unknown members.
func (o *object) sub(key string) *object {
	n := o.get(key)
	if n == nil {
		return nil
	}
	if n.Kind != tree.Object && n.Kind != tree.Unknown {
		o.wrongType(n, key, "an object")
		return nil
	}
	return o.d.object(object{d: o.d, node: n, owner: o.owner, path: place{up: o.at(key) + "."}})
}

// list returns the objects of a list. Where the list, or an item, is not
// known, the resource is noted as incomplete.
func (o *object) list(key string) []*object {
	n := o.get(key)
	if n == nil {
		return nil
	}
	if n.Kind == tree.Unknown {
		o.incomplete(n, key)
		return nil
	}
	if n.Kind != tree.List {
		o.wrongType(n, key, "a list")
		return nil
	}
	items := make([]*object, 0, len(n.Items))
	up := o.path.String()
	for i, item := range n.Items {
		if item = o.item(item, key, i); item != nil {
			items = append(items, o.d.object(object{d: o.d, node: item, owner: o.owner, path: place{up, key, i}}))
		}
	}
	return items
}

// item returns an item that is an object, else nil.
func (o *object) item(item *tree.Node, key string, i int) *tree.Node {
	switch {
	case present(item) == nil:
		return nil
	case item.Kind == tree.Unknown:
		o.incomplete(item, key)
		return nil
	case item.Kind != tree.Object:
		o.wrongType(item, fmt.Sprintf("%s[%d]", key, i), "an object")
		return nil
	}
	return item
}

// properties returns the object's "properties". Answers of `az network` have
// none: there the properties stand beside name and id, and the object itself
// is returned.
func (o *object) properties() *object {
	if o.has("properties") {
		if p := o.sub("properties"); p != nil {
			p.path = o.path
			return p
		}
		return &object{d: o.d, node: tree.NewObject(o.node.Pos), owner: o.owner, path: o.path}
	}
	p := o.d.object(object{d: o.d, node: o.node, path: o.path, asked: o.asked})
	for _, key := range envelopeKeys {
		p.get(key)
	}
	p.owner = o.owner
	return p
}

// envelopeKeys stand beside the properties in an answer without that level.
var envelopeKeys = []string{"id", "name", "type", "kind", "etag", "location", "tags", "zones", "sku", "apiVersion",
	"resourceGroup", "subscriptionId", "tenantId", "managedBy", "plan", "identity", "extendedLocation", "systemData",
	"dependsOn", "comments", "condition", "scope"}

// ownType is the key of a property called type. Beside the resource's own type,
// where an answer has no level of properties, it is called otherwise.
func (o *object) ownType() string {
	if o.has("properties") {
		return "type"
	}
	return "typePropertiesType"
}

// incomplete notes that a part of the resource is not known.
func (o *object) incomplete(n *tree.Node, key string) {
	o.owner.Incomplete = append(o.owner.Incomplete, topology.Incomplete{
		Property: o.at(key), Pos: n.Pos, Unknown: topology.Unknown{Why: n.Why, Supply: n.Supply}})
	o.notKnown(n, key)
}

// unsettled notes that a value is not known, whatever is made of it.
func (o *object) unsettled(n *tree.Node, key string) {
	if o.owner == nil || o.owner.ID == "" {
		return
	}
	at := topology.Unsettled{Resource: o.owner.ID, Type: o.owner.Type, Property: o.at(key), Pos: n.Pos,
		Unknown: topology.Unknown{Why: n.Why, Supply: n.Supply}}
	list := o.d.design.Unsettled
	if len(list) == 0 || list[len(list)-1] != at {
		o.d.design.Unsettled = append(list, at)
	}
}

// notKnown lists a value that the input names but does not give. One without a
// reason is a value that its reader has complained about.
func (o *object) notKnown(n *tree.Node, key string) {
	if n.Why == "" {
		return
	}
	o.unsettled(n, key)
	o.d.unknown(source.Diagnostic{Code: "unknown-value", Pos: n.Pos, Width: n.Width, Path: o.at(key),
		Message: fmt.Sprintf("%s: %s is not known: %s", label(o.owner), o.at(key), n.Why), Hint: n.Supply})
}

// wrongType reports a value of another kind than the property has.
func (o *object) wrongType(n *tree.Node, key, expected string) {
	o.fail(n, "wrong-type", key, fmt.Sprintf("expected %s, found %s", expected, kindName(n)), "")
}

// fail reports a value that has no meaning.
func (o *object) fail(n *tree.Node, code, key, message, hint string) {
	if o.d.diags.enough(source.Error, code, n.Where()) {
		return
	}
	where := o.at(key)
	if o.owner != nil {
		message = fmt.Sprintf("%s: %s: %s", label(o.owner), where, message)
	} else {
		message = where + ": " + message
	}
	o.d.diags.Add(source.Diagnostic{Severity: source.Error, Code: code, Pos: n.Where(), Width: widthOf(n), Path: where, Message: message, Hint: hint})
}

func widthOf(n *tree.Node) int {
	if n == nil {
		return 0
	}
	return n.Width
}

// kindName says what a node is, in the words of a message.
func kindName(n *tree.Node) string {
	if n == nil {
		return tree.Absent.String()
	}
	return n.Kind.String()
}

// of makes r the owner of the object and returns its properties; paths in
// messages begin there.
func (o *object) of(r *topology.Resource) *object {
	o.owner, o.path = r, place{}
	return o.properties()
}

// rest ends the reading of an object: members that nobody asked for, and that
// are not known to be without influence, are noted as ignored.
func (o *object) rest(harmless ...string) {
	if o == nil || !o.node.Is(tree.Object) {
		return
	}
	for i := range o.node.Members {
		m := &o.node.Members[i]
		if o.wasAsked(i) || saysNothing(m.Value) || isListed(m.Key, harmless) || isListed(m.Key, alwaysHarmless) {
			continue
		}
		o.d.design.Ignored = append(o.d.design.Ignored, topology.Ignored{
			Resource: o.owner.ID, Property: o.at(m.Key), Pos: m.KeyPos, Why: "the simulation does not know this property"})
	}
}

// alwaysHarmless are bookkeeping members that any resource may have.
var alwaysHarmless = []string{"provisioningState", "resourceGuid", "etag", "id", "name", "type", "systemData",
	"resourceGroup", "uniqueId", "creationTime"}

func isListed(key string, list []string) bool {
	for _, k := range list {
		if len(k) == len(key) && strings.EqualFold(k, key) {
			return true
		}
	}
	return false
}

// saysNothing tells whether a value is absent or empty.
func saysNothing(n *tree.Node) bool {
	return emptyValue(present(n)) || n.Kind == tree.Object && len(n.Members) == 0
}

// ignored notes a property that the simulation does not know.
func (o *object) ignored(key, why string) {
	o.d.design.Ignored = append(o.d.design.Ignored, topology.Ignored{Resource: o.owner.ID, Property: o.at(key),
		Pos: o.get(key).Where(), Why: why})
}
