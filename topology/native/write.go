package native

import (
	"slices"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// Write returns a design as a native file, and what such a file cannot say:
// values that are not known, and resources without a place of their own.
func Write(d *topology.Design) (text []byte, lost []source.Diagnostic) {
	w := newWriter(d)
	var root []tree.Member
	root = appendText(root, "subscription", w.subscription, defaultSubscription)
	root = appendText(root, "resourceGroup", w.group, defaultGroup)
	root = appendText(root, "location", w.location, "")
	for _, section := range w.sections() {
		if len(section.Value.Members) > 0 {
			root = append(root, section)
		}
	}
	return toYAML(tree.NewObject(source.Pos{}, root...)), w.lost.Sorted()
}

// WriteFacts returns the overlay of a design as a native file, or nil where
// there is none. Sites stand in the design.
func WriteFacts(d *topology.Design) []byte {
	w := newWriter(d)
	facts := w.facts()
	if len(facts.Members) == 0 {
		return nil
	}
	return toYAML(facts)
}

// writer turns the resources of one design into what a native file says of them.
type writer struct {
	design                        *topology.Design
	names                         names
	subscription, group, location string // what most resources have
	lost                          source.Diagnostics
}

func newWriter(d *topology.Design) *writer {
	w := &writer{design: d, names: names{}}
	var subscriptions, groups, locations []string
	for _, n := range d.All {
		r := n.Base()
		w.names.enterID(r.ID)
		if strings.Count(r.ID.Path(), "/") == 0 && r.ID.ResourceGroup() != "" {
			subscriptions = append(subscriptions, r.ID.Subscription())
			groups = append(groups, r.ID.ResourceGroup())
			locations = append(locations, r.Location)
		}
	}
	w.subscription, w.group = mostOf(subscriptions), mostOf(groups)
	if !slices.Contains(locations, "") { // else those without one would get it
		w.location = mostOf(locations)
	}
	return w
}

// mostOf returns the most frequent text, the first of equally frequent ones.
func mostOf(list []string) string {
	count := map[string]int{}
	for _, s := range list {
		count[s]++
	}
	best := ""
	for _, s := range list {
		if count[s] > count[best] {
			best = s
		}
	}
	return best
}

func appendText(list []tree.Member, key, value, byDefault string) []tree.Member {
	if value == "" || value == byDefault {
		return list
	}
	return append(list, member(key, tree.NewString(source.Pos{}, value)))
}

// body is an object of a native file while it is written, and whose it is.
type body struct {
	w    *writer
	of   *topology.Resource
	node *tree.Node
}

func (w *writer) body(of *topology.Resource) *body {
	return &body{w: w, of: of, node: tree.NewObject(source.Pos{})}
}

// nested returns an object inside of b.
func (b *body) nested() *body { return b.w.body(b.of) }

func (b *body) add(key string, value *tree.Node) {
	if value != nil {
		b.node.Members = append(b.node.Members, tree.Member{Key: key, Value: value})
	}
}

// addEach adds an object of entries, if there are any.
func (b *body) addEach(key string, entries *tree.Node) {
	if len(entries.Members) > 0 {
		b.add(key, entries)
	}
}

func (b *body) text(key, value string) {
	if value != "" {
		b.add(key, textNode(value))
	}
}

// is adds a switch that is on.
func (b *body) is(key string, on bool) {
	if on {
		b.add(key, tree.NewBool(source.Pos{}, true))
	}
}

// lose says that a setting cannot be written.
func (b *body) lose(key, why string, pos source.Pos) {
	b.w.lost.Add(source.Diagnostic{Severity: source.Unknown, Code: "not-written", Pos: pos,
		Message: b.of.ID.Path() + ": " + key + " is left out: " + why})
}

func textNode(s string) *tree.Node { return tree.NewString(source.Pos{}, s) }

// textList makes a list of texts; a single one stands alone where short.
func textList(list []string) *tree.Node {
	out := tree.NewList(source.Pos{})
	for _, s := range list {
		out.Items = append(out.Items, textNode(s))
	}
	return out
}

// eachByName makes an object of resources by name. What has no place in a group,
// or a name that is taken, is reported as lost.
func eachByName[T topology.Node](w *writer, list []T, write func(b *body, r T)) *tree.Node {
	out := tree.NewObject(source.Pos{})
	for _, r := range list {
		base := r.Base()
		b := w.body(base)
		if out.Get(base.Name) != nil {
			b.lose("all of it", "another resource of this kind has its name", base.Pos)
			continue
		}
		write(b, r)
		out.Members = append(out.Members, tree.Member{Key: base.Name, Value: b.node})
	}
	return out
}

// top makes a section of resources, with what every resource may say.
func top[T topology.Node](w *writer, list []T, write func(b *body, r T)) *tree.Node {
	var kept []T
	for _, r := range list {
		if base := r.Base(); base.ID.ResourceGroup() == "" {
			w.body(base).lose("all of it", "it is in no resource group", base.Pos)
			continue
		}
		kept = append(kept, r)
	}
	return eachByName(w, kept, func(b *body, r T) {
		b.common(r.Base())
		write(b, r)
	})
}

// common adds what every resource may say, where it differs from the file.
func (b *body) common(r *topology.Resource) {
	if s := r.ID.Subscription(); !strings.EqualFold(s, b.w.subscription) {
		b.text("subscription", s)
	}
	if s := r.ID.ResourceGroup(); !strings.EqualFold(s, b.w.group) {
		b.text("resourceGroup", s)
	}
	if r.Location != b.w.location {
		b.text("location", r.Location)
	}
	b.text("apiVersion", r.APIVersion)
	tags := tree.NewObject(source.Pos{})
	for _, t := range r.Tags {
		tags.Members = append(tags.Members, member(t.Key, textNode(t.Value)))
	}
	b.addEach("tags", tags)
	for _, i := range r.Incomplete {
		b.lose(i.Property, i.Unknown.Why, i.Pos)
	}
}
