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
	for _, i := range d.Ignored {
		if slices.Contains(writtenThough, i.Property) {
			continue
		}
		w.lose(i.Resource, i.Property, i.Why, i.Pos)
	}
	return toYAML(tree.NewObject(source.Pos{}, root...)), w.lost.Sorted()
}

// writtenThough are settings that are not simulated, and written all the same.
var writtenThough = []string{"allowVirtualWanTraffic", "allowNonVirtualWanTraffic", "snat.autoLearnPrivateRanges"}

// lose says that a property of a resource cannot be written.
func (w *writer) lose(id topology.ID, property, why string, pos source.Pos) {
	w.lost.Add(source.Diagnostic{Severity: source.Unknown, Code: "not-written", Pos: pos,
		Message: id.Path() + ": " + property + " is left out: " + why})
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
func (b *body) lose(key, why string, pos source.Pos) { b.w.lose(b.of.ID, key, why, pos) }

func textNode(s string) *tree.Node { return tree.NewString(source.Pos{}, s) }

// textList makes a list of texts; a single one stands alone where short.
func textList(list []string) *tree.Node {
	out := tree.NewList(source.Pos{})
	for _, s := range list {
		out.Items = append(out.Items, textNode(s))
	}
	return out
}

// eachByName makes an object of resources by name.
func eachByName[T topology.Node](w *writer, list []T, write func(b *body, r T)) *tree.Node {
	out := tree.NewObject(source.Pos{})
	for _, r := range list {
		b := w.body(r.Base())
		write(b, r)
		out.Members = append(out.Members, tree.Member{Key: r.Base().Name, Value: b.node})
	}
	return out
}

// top makes a section of resources, with what every resource may say. Names
// that two of them have get their group, or more, before them.
func top[T topology.Node](w *writer, list []T, write func(b *body, r T)) *tree.Node {
	out := tree.NewObject(source.Pos{})
	shared := sharedNames(list)
	for _, r := range list {
		base := r.Base()
		b := w.body(base)
		if base.ID.ResourceGroup() == "" {
			b.lose("all of it", "it is in no resource group", base.Pos)
			continue
		}
		name := base.ID.Path()
		for _, scope := range []string{base.ID.ResourceGroup(), base.ID.Subscription()} {
			if shared[strings.ToLower(name)] > 1 {
				name = scope + "/" + name
			}
		}
		b.common(base)
		write(b, r)
		for _, i := range base.Incomplete {
			b.incomplete(i)
		}
		out.Members = append(out.Members, tree.Member{Key: name, Value: b.node})
	}
	return out
}

// sharedNames counts how often each name, alone and with its group, occurs.
func sharedNames[T topology.Node](list []T) map[string]int {
	count := map[string]int{}
	for _, r := range list {
		id := r.Base().ID
		count[strings.ToLower(id.Path())]++
		count[strings.ToLower(id.ResourceGroup()+"/"+id.Path())]++
	}
	return count
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
}

// listKeys are the lists of children that may not be known in full.
var listKeys = map[string]string{"securityRules": "securityRules", "routes": "routes", "subnets": "subnets",
	"virtualNetworkPeerings": "peerings", "ipConfigurations": "ipConfigurations"}

// incomplete says that a list holds more than is known.
func (b *body) incomplete(i topology.Incomplete) {
	key, ok := listKeys[i.Property]
	if !ok {
		b.lose(i.Property, i.Unknown.Why, i.Pos)
		return
	}
	rest := unknownNode(i.Unknown)
	for j := range b.node.Members {
		if m := &b.node.Members[j]; m.Key == key {
			m.Value = asList(m.Value)
			m.Value.Items = append(m.Value.Items, rest)
			return
		}
	}
	b.add(key, tree.NewList(source.Pos{}, rest))
}

// asList turns an object of entries into the list of the same entries.
func asList(n *tree.Node) *tree.Node {
	if n.Is(tree.List) {
		return n
	}
	out := tree.NewList(n.Pos)
	for _, m := range n.Members {
		entry := tree.NewObject(n.Pos, member("name", textNode(m.Key)))
		entry.Members = append(entry.Members, m.Value.Members...)
		out.Items = append(out.Items, entry)
	}
	return out
}
