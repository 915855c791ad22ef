package change

import (
	"fmt"
	"strings"

	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// pair pairs nodes, places and tables: by ID, else by kind and name where both
// versions have that once.
func (c *Change) pair() {
	a, b := c.old.p, c.new.p
	c.nodes = paired[pipeline.NodeID](len(a.Nodes), len(b.Nodes), labels[nodeLabel]{
		same:     func(i int) bool { return sameNode(&a.Nodes[i], &b.Nodes[i]) },
		exactOld: func(i int) nodeLabel { return exactNode(&a.Nodes[i]) }, exactNew: func(i int) nodeLabel { return exactNode(&b.Nodes[i]) },
		nameOld: func(i int) string { return namedNode(&a.Nodes[i]) }, nameNew: func(i int) string { return namedNode(&b.Nodes[i]) }})
	c.places = paired[pipeline.PlaceID](len(a.Places), len(b.Places), labels[placeLabel]{
		same:     func(i int) bool { return samePlace(&a.Places[i], &b.Places[i]) },
		exactOld: func(i int) placeLabel { return exactPlace(&a.Places[i]) }, exactNew: func(i int) placeLabel { return exactPlace(&b.Places[i]) },
		nameOld: func(i int) string { return namedPlace(a, &a.Places[i]) }, nameNew: func(i int) string { return namedPlace(b, &b.Places[i]) }})
	c.oldPlaces = make([]pipeline.PlaceID, len(b.Places))
	for old, new := range c.places {
		if new != 0 {
			c.oldPlaces[new] = pipeline.PlaceID(old)
		}
	}
	c.pairTables()
}

// nodeLabel is a label that different nodes of one pipeline hardly share.
type nodeLabel struct {
	kind         pipeline.NodeKind
	resource     string
	within, name string
}

func exactNode(n *pipeline.Node) nodeLabel {
	if n.Resource == "" {
		return nodeLabel{kind: n.Kind, within: n.Within, name: n.Name}
	}
	return nodeLabel{kind: n.Kind, resource: n.Resource.Key(), name: n.Name}
}

// sameNode tells whether two nodes have one label.
func sameNode(a, b *pipeline.Node) bool {
	return a.Kind == b.Kind && a.Name == b.Name && sameKey(a.Resource, b.Resource) && (a.Resource != "" || a.Within == b.Within)
}

func namedNode(n *pipeline.Node) string {
	return strings.ToLower(fmt.Sprint(n.Kind, "|", typed(n.Resource), "|", n.Within, "|", n.Name))
}

type placeLabel struct {
	kind             pipeline.NodeKind
	resource, subnet string
	held             bool
}

func exactPlace(p *pipeline.Place) placeLabel {
	return placeLabel{p.Kind, p.Resource.Key(), p.Subnet.Key(), p.Held}
}

// samePlace tells whether two places have one label.
func samePlace(a, b *pipeline.Place) bool {
	return a.Kind == b.Kind && a.Held == b.Held && sameKey(a.Resource, b.Resource) && sameKey(a.Subnet, b.Subnet)
}

func namedPlace(p *pipeline.Pipeline, at *pipeline.Place) string {
	return strings.ToLower(fmt.Sprint(at.Kind, "|", typed(at.Resource), "|", at.Subnet.Path(), "|", at.Held, "|", p.Nodes[at.Node].Name))
}

// sameKey tells whether two IDs have one key, mostly without making it.
func sameKey(a, b topology.ID) bool { return a == b || a.Key() == b.Key() }

// typed is the type and the path of names of a resource.
func typed(id topology.ID) string {
	if id == "" {
		return ""
	}
	return id.Type() + " " + id.Path()
}

// labels are by what the things of two lists are paired.
type labels[L comparable] struct {
	same               func(i int) bool // both things of that number have one exact label
	exactOld, exactNew func(int) L
	nameOld, nameNew   func(int) string
}

// paired pairs two lists of n and m things, of which element 0 is none: first by
// exact labels, in the order in which several share one, then by names that one
// thing of each side bears. What both lists begin with needs no labels.
func paired[ID ~int32, L comparable](n, m int, by labels[L]) []ID {
	out := make([]ID, n)
	taken := make([]bool, m)
	begin := 1
	for ; begin < n && begin < m && by.same(begin); begin++ {
		out[begin], taken[begin] = ID(begin), true
	}
	waiting := map[L][]int{}
	for i := begin; i < m; i++ {
		label := by.exactNew(i)
		waiting[label] = append(waiting[label], i)
	}
	for i := begin; i < n; i++ {
		label := by.exactOld(i)
		if list := waiting[label]; len(list) > 0 {
			out[i], taken[list[0]] = ID(list[0]), true
			waiting[label] = list[1:]
		}
	}
	pairNamed(out, taken, begin, by)
	return out
}

// pairNamed pairs what is left by names.
func pairNamed[ID ~int32, L comparable](out []ID, taken []bool, begin int, by labels[L]) {
	olds, news := map[string]int{}, map[string]int{}
	for i := begin; i < len(out); i++ {
		if out[i] == 0 {
			once(olds, by.nameOld(i), i)
		}
	}
	if len(olds) == 0 {
		return
	}
	for i := begin; i < len(taken); i++ {
		if !taken[i] {
			once(news, by.nameNew(i), i)
		}
	}
	for label, i := range olds {
		if k := news[label]; i > 0 && k > 0 {
			out[i] = ID(k)
		}
	}
}

// once notes the only one that bears a label; -1 where several do.
func once(at map[string]int, label string, i int) {
	if _, twice := at[label]; twice {
		i = -1
	}
	at[label] = i
}

func (c *Change) of(old bool) *side {
	if old {
		return c.old
	}
	return c.new
}

// nextName is the name of the table to which plumbing of one exit leads: several
// may bear one name.
func nextName(p *pipeline.Pipeline, t *pipeline.Table) string {
	if t.Kind != pipeline.PlumbingTable || len(t.Exits) != 1 || t.Exits[0].Kind != pipeline.Goto {
		return ""
	}
	return p.Tables[t.Exits[0].Next].Name
}

// tableLabel is what tables of both versions are paired by; the node is that of
// the new version, or less than zero where it has none.
type tableLabel struct {
	kind pipeline.TableKind
	node pipeline.NodeID
	name string
}

// nodeOf is a node in numbers of the new pipeline.
func (c *Change) nodeOf(old bool, n pipeline.NodeID) pipeline.NodeID {
	if !old || n == 0 {
		return n
	}
	if c.nodes[n] == 0 {
		return -n // no node of the new pipeline
	}
	return c.nodes[n]
}

func (c *Change) tableLabel(old bool, t *pipeline.Table) tableLabel {
	return tableLabel{t.Kind, c.nodeOf(old, t.Node), strings.ToLower(t.Name + " to " + nextName(c.of(old).p, t))}
}

// sameLabel tells whether two tables have one label, mostly without making it.
func (c *Change) sameLabel(a, b *pipeline.Table) bool {
	if a.Kind != b.Kind || c.nodeOf(true, a.Node) != b.Node {
		return false
	}
	return a.Name == b.Name && nextName(c.old.p, a) == nextName(c.new.p, b) || c.tableLabel(true, a) == c.tableLabel(false, b)
}

// pairTables pairs tables of the same node, kind and name; then filters of the
// same node that differ in the name of their group only.
func (c *Change) pairTables() {
	filter := func(old bool, t *pipeline.Table) string {
		_, rest, cut := strings.Cut(strings.ToLower(t.Name), ", ")
		if !cut || t.Kind != pipeline.FilterTable {
			return fmt.Sprint(old, t.ID)
		}
		return fmt.Sprint(c.nodeOf(old, t.Node), "|", rest)
	}
	a, b := c.old.p.Tables, c.new.p.Tables
	c.tables = paired[pipeline.TableID](len(a), len(b), labels[tableLabel]{
		same:     func(i int) bool { return c.sameLabel(&a[i], &b[i]) },
		exactOld: func(i int) tableLabel { return c.tableLabel(true, &a[i]) }, exactNew: func(i int) tableLabel { return c.tableLabel(false, &b[i]) },
		nameOld: func(i int) string { return filter(true, &a[i]) }, nameNew: func(i int) string { return filter(false, &b[i]) }})
}
