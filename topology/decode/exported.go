package decode

import (
	"fmt"
	"time"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// Stale is an exported resource of which there is a newer one in the input.
type Stale struct {
	Newer source.Pos
	Why   string // the other is taken for newer
}

// Spot is a place as it is in any reading of a file.
type Spot struct {
	File   string
	Offset int
}

func spotOf(p source.Pos) Spot { return Spot{p.File(), p.Offset()} }

// AddExported is Add for a resource as Azure answers it: it may be exported
// twice, at different times.
func (d *Decoder) AddExported(resource *tree.Node) {
	d.exported = true
	d.Add(resource)
	d.exported = false
}

// Stale returns the resources that should not have been added, since newer ones
// came after them. It is empty where the design is as it should be; else it is
// to be decoded again without them.
func (d *Decoder) Stale() map[Spot]Stale { return d.stale }

// Without tells a new Decoder which resources to leave out.
func (d *Decoder) Without(stale map[Spot]Stale) { d.dropped = stale }

// drops leaves out a resource that is known to be stale, and says so.
func (d *Decoder) drops(r *topology.Resource) bool {
	s, ok := d.dropped[spotOf(r.Pos)]
	if ok {
		d.exportedTwice(r, s.Newer, s.Why)
	}
	return ok
}

// exportedAgain decides between two exports of a resource: the one that was
// changed later holds, else the one that is read later.
func (d *Decoder) exportedAgain(r *topology.Resource, c content, sum uint64, changed int64) {
	why := "neither says when it was changed, so the one read last is used"
	if c.changed != 0 && changed != 0 {
		why = "the one that was changed last is used"
	}
	if c.changed != 0 && changed != 0 && changed < c.changed {
		d.exportedTwice(r, c.pos, why)
		return
	}
	if d.stale == nil {
		d.stale = map[Spot]Stale{}
	}
	d.stale[spotOf(c.pos)] = Stale{r.Pos, why}
	d.contents[r.ID.Key()] = content{sum: sum, pos: r.Pos, exported: true, changed: changed}
}

// exportedTwice reports the export that is not used.
func (d *Decoder) exportedTwice(r *topology.Resource, newer source.Pos, why string) {
	d.diags.Add(source.Diagnostic{Severity: source.Warning, Code: "exported-twice", Pos: r.Pos,
		Message: fmt.Sprintf("%s is exported twice, with different content; %s", label(r), why),
		Related: []source.Related{{Pos: newer, Message: "the export that is used"}}})
}

// changedAt is when Azure says that a resource was changed last, in seconds; 0
// where it does not say.
func changedAt(n *tree.Node) int64 {
	for _, at := range []*tree.Node{n.At("systemData", "lastModifiedAt"), n.Get("changedTime")} {
		if t, err := time.Parse(time.RFC3339Nano, at.Str()); err == nil {
			return t.Unix()
		}
	}
	return 0
}
