package diff

import (
	"context"
	"slices"

	"vnetproof/scenarios/finding"
	"vnetproof/sim"
	"vnetproof/sim/azure"
	"vnetproof/sim/change"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/walk"
	"vnetproof/topology"
	"vnetproof/topology/source"
)

// Designs is what a change of a design does to traffic. Ends of both versions
// are the same where their IDs are, or else their types and names; the hosts of
// a subnet are told apart by their addresses.
type Designs struct {
	// Flows are what is opened, closed and rerouted for certain, Perhaps what is
	// if the Gaps turn out so. What is unknown alike in both is no change.
	Flows, Perhaps []*Flow
	// Added and Removed are resources that one version lacks.
	Added, Removed []*topology.Resource
	// Pairs is how many pairs of subnets, sites and the internet there are in
	// both versions together, Changed how many of them Flows and Perhaps name.
	Pairs, Changed int
	// Families are the address families that were compared: those of any end.
	Families    []packet.Family
	Gaps        []*pipeline.Gap
	Assumptions []*pipeline.Assumption
	// Old and New are the pipelines in which the witnesses were walked.
	Old, New *pipeline.Pipeline
}

// Flow is traffic that a change treats differently: each of Source sends each
// of Traffic to each of Destination.
type Flow struct {
	Kind                Kind
	Source, Destination finding.Ends
	Traffic             packet.Traffic
	// OneWay says that the packets arrive, now or before, and their answers do not
	// return.
	OneWay bool
	// With says that an end is new, or no longer there.
	With With
	// Cause is the first decision that is another one than before, Was that one.
	// Stopped ends the packets or their answers in the version in which they do
	// not get through, where neither of them does.
	Cause, Was, Stopped *pipeline.Cause
	// Path and WasPath name the hops between the ends; nil where nothing arrives.
	Path, WasPath []string
	Witness       packet.Packet
	// Now and Before are the walks of the witness; nil where there is no such source.
	Now, Before *walk.Trace
	Gaps        []*pipeline.Gap
	Assumptions []*pipeline.Assumption
}

// Alike tells whether two flows change in one manner, by the same decision.
func (f *Flow) Alike(g *Flow) bool {
	return f.Kind == g.Kind && f.With == g.With && f.OneWay == g.OneWay && slices.Equal(f.Path, g.Path) && slices.Equal(f.WasPath, g.WasPath) &&
		causeKey(f.Cause) == causeKey(g.Cause) && causeKey(f.Was) == causeKey(g.Was) && causeKey(f.Stopped) == causeKey(g.Stopped)
}

// With tells changes of policy from what comes and goes with resources.
type With uint8

const (
	WithNeither With = iota
	// WithAdded flows have an end that only the new version has.
	WithAdded
	// WithRemoved flows have an end that only the old version has.
	WithRemoved
)

// String returns the state of the end in one word.
func (w With) String() string { return [...]string{"", "added", "removed"}[w] }

// DesignOptions limit a comparison of designs.
type DesignOptions struct {
	// Budget bounds the work of each source; 0 is that of symbolic.
	Budget int
	// Progress, if not nil, is told how many sources are done, one call at a time.
	Progress func(done, total int)

	slow bool // follow all packets, whether or not they can differ
	// where is where things of the old version stand in the new one, if both share them.
	where func(source.Pos) source.Pos
}

// OfDesigns compares all traffic of two designs. An error is a defect of this
// program, or that of ctx.
func OfDesigns(ctx context.Context, before, after *topology.Design, o DesignOptions) (*Designs, error) {
	options := sim.Options{StandIns: azure.NewStandIns(), Services: append(azure.TagsNamed(before), azure.TagsNamed(after)...)}
	a, err := sim.New(before, options)
	if err != nil {
		return nil, err
	}
	b, err := sim.New(after, options)
	if err != nil {
		return nil, err
	}
	return compareSimulations(ctx, a, b, o)
}

// OfRevision is OfDesigns of a design and a revision of it that azure.CanRevise.
func OfRevision(ctx context.Context, r *topology.Revision, o DesignOptions) (*Designs, error) {
	a, err := sim.New(r.Of, sim.Options{Revisable: true, Services: append(azure.TagsNamed(r.Of), azure.TagsOfRevision(r)...)})
	if err != nil {
		return nil, err
	}
	b, err := a.Revised(r)
	if err != nil {
		return nil, err
	}
	o.where = r.Where
	return compareSimulations(ctx, a, b, o)
}

func compareSimulations(ctx context.Context, a, b *sim.Simulation, o DesignOptions) (*Designs, error) {
	d := newDesigner(a, b, change.Between(a.Pipeline, b.Pipeline), o)
	if err := d.compareAll(ctx); err != nil {
		return nil, err
	}
	return d.result()
}

// Has tells whether there is a flow of that kind for certain.
func (r *Designs) Has(k Kind) bool {
	for _, f := range r.Flows {
		if f.Kind == k {
			return true
		}
	}
	return false
}

// Equal tells whether all traffic is proved to be treated alike.
func (r *Designs) Equal() bool { return len(r.Flows) == 0 && !r.Inconclusive() }

// Inconclusive tells whether something may be opened, closed or rerouted.
func (r *Designs) Inconclusive() bool { return len(r.Perhaps) > 0 || len(r.Gaps) > 0 }
