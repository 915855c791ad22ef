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
	c.nodes = paired[pipeline.NodeID](len(a.Nodes), len(b.Nodes),
		func(i int) string { return exactNode(&a.Nodes[i]) }, func(i int) string { return exactNode(&b.Nodes[i]) },
		func(i int) string { return namedNode(&a.Nodes[i]) }, func(i int) string { return namedNode(&b.Nodes[i]) })
	c.places = paired[pipeline.PlaceID](len(a.Places), len(b.Places),
		func(i int) string { return exactPlace(&a.Places[i]) }, func(i int) string { return exactPlace(&b.Places[i]) },
		func(i int) string { return namedPlace(a, &a.Places[i]) }, func(i int) string { return namedPlace(b, &b.Places[i]) })
	c.oldPlaces = make([]pipeline.PlaceID, len(b.Places))
	for old, new := range c.places {
		if new != 0 {
			c.oldPlaces[new] = pipeline.PlaceID(old)
		}
	}
	c.pairTables()
}

// exactNode is a label that different nodes of one pipeline hardly share.
func exactNode(n *pipeline.Node) string {
	if n.Resource == "" {
		return fmt.Sprint(n.Kind, "|", n.Within, "|", n.Name)
	}
	return fmt.Sprint(n.Kind, "|", n.Resource.Key(), "|", n.Name)
}

func namedNode(n *pipeline.Node) string {
	return strings.ToLower(fmt.Sprint(n.Kind, "|", typed(n.Resource), "|", n.Within, "|", n.Name))
}

func exactPlace(p *pipeline.Place) string {
	return fmt.Sprint(p.Kind, "|", p.Resource.Key(), "|", p.Subnet.Key(), "|", p.Held)
}

func namedPlace(p *pipeline.Pipeline, at *pipeline.Place) string {
	return strings.ToLower(fmt.Sprint(at.Kind, "|", typed(at.Resource), "|", at.Subnet.Path(), "|", at.Held, "|", p.Nodes[at.Node].Name))
}

// typed is the type and the path of names of a resource.
func typed(id topology.ID) string {
	if id == "" {
		return ""
	}
	return id.Type() + " " + id.Path()
}

// paired pairs two lists of n and m things, of which element 0 is none: first by
// exact labels, in the order in which several share one, then by names that one
// thing of each side bears.
func paired[ID ~int32](n, m int, exactOld, exactNew, nameOld, nameNew func(int) string) []ID {
	out := make([]ID, n)
	taken := make([]bool, m)
	waiting := map[string][]int{}
	for i := 1; i < m; i++ {
		waiting[exactNew(i)] = append(waiting[exactNew(i)], i)
	}
	for i := 1; i < n; i++ {
		label := exactOld(i)
		if list := waiting[label]; len(list) > 0 {
			out[i], taken[list[0]] = ID(list[0]), true
			waiting[label] = list[1:]
		}
	}
	olds, news := map[string]int{}, map[string]int{}
	for i := 1; i < n; i++ {
		if out[i] == 0 {
			once(olds, nameOld(i), i)
		}
	}
	for i := 1; i < m; i++ {
		if !taken[i] {
			once(news, nameNew(i), i)
		}
	}
	for label, i := range olds {
		if k := news[label]; i > 0 && k > 0 {
			out[i] = ID(k)
		}
	}
	return out
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
	return " to " + p.Tables[t.Exits[0].Next].Name
}

// pairTables pairs tables of the same node, kind and name; then filters of the
// same node that differ in the name of their group only.
func (c *Change) pairTables() {
	nodeOf := func(old bool, n pipeline.NodeID) pipeline.NodeID {
		if !old || n == 0 {
			return n
		}
		if c.nodes[n] == 0 {
			return -n // no node of the new pipeline
		}
		return c.nodes[n]
	}
	label := func(old bool, t *pipeline.Table) string {
		return fmt.Sprint(t.Kind, "|", nodeOf(old, t.Node), "|", strings.ToLower(t.Name+nextName(c.of(old).p, t)))
	}
	filter := func(old bool, t *pipeline.Table) string {
		_, rest, cut := strings.Cut(strings.ToLower(t.Name), ", ")
		if !cut || t.Kind != pipeline.FilterTable {
			return fmt.Sprint(old, t.ID)
		}
		return fmt.Sprint(nodeOf(old, t.Node), "|", rest)
	}
	a, b := c.old.p.Tables, c.new.p.Tables
	c.tables = paired[pipeline.TableID](len(a), len(b),
		func(i int) string { return label(true, &a[i]) }, func(i int) string { return label(false, &b[i]) },
		func(i int) string { return filter(true, &a[i]) }, func(i int) string { return filter(false, &b[i]) })
}
