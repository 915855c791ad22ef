package sim

import (
	"context"
	"fmt"
	"sync"

	"vnetproof/sim/azure"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
	"vnetproof/sim/symbolic/pairs"
	"vnetproof/sim/walk"
	"vnetproof/topology"
)

// Options are what a caller may decide where designs are silent.
type Options struct {
	// Strict turns each assumption into a gap, so that no answer rests on one.
	Strict bool
	// Services are service tags that questions name.
	Services []string
	// StandIns are shared by designs that are compared; nil: of this one alone.
	StandIns *azure.StandIns
	// Revisable simulations can be Revised.
	Revisable bool
}

// Simulation is a compiled design. It is not changed once made and is safe for
// concurrent use.
type Simulation struct {
	Design *topology.Design
	// Network finds places, addresses, routes and rules of resources.
	Network *azure.Network
	// Pipeline is that of Network, which both engines read.
	Pipeline *pipeline.Pipeline

	engine func() *pairs.Engine // made by the first question
}

// New compiles a design. An error is a defect of this program: whatever a
// design lacks becomes a gap.
func New(d *topology.Design, o Options) (*Simulation, error) {
	n, err := azure.Compile(d, azure.Options{Strict: o.Strict, Services: o.Services, StandIns: o.StandIns, Revisable: o.Revisable})
	return of(d, n, err)
}

func of(d *topology.Design, n *azure.Network, err error) (*Simulation, error) {
	if err != nil {
		return nil, fmt.Errorf("the design does not compile, which is a bug in vnetproof: %w", err)
	}
	engine := sync.OnceValue(func() *pairs.Engine { return pairs.New(n.Pipeline) })
	return &Simulation{d, n, n.Pipeline, engine}, nil
}

// Revised returns the simulation of a revision of the design, which must be one
// that azure.CanRevise. Its Design is still the one that is revised.
func (s *Simulation) Revised(r *topology.Revision) (*Simulation, error) {
	n, err := s.Network.Revised(r)
	return of(s.Design, n, err)
}

// Trace moves one packet from a place, and its answer back.
func (s *Simulation) Trace(from pipeline.PlaceID, p packet.Packet) (*walk.Trace, error) {
	return trace(s.Pipeline, from, p)
}

// Reach finds what becomes of the packets that a question wants, and walks one
// packet of each flow. What one question worked out serves the next ones. An
// error is a *Disagreement, that of ctx, or symbolic.ErrBudget where a walk is
// cut off.
func (s *Simulation) Reach(ctx context.Context, q symbolic.Question) (*symbolic.Answer, error) {
	answer, err := s.engine().Reach(ctx, q)
	if err != nil {
		return nil, err
	}
	return answer, replayAll(ctx, s.Pipeline, answer)
}

// Routes returns the routes of a subnet, or of the subnet of a NIC, winners and
// losers, in the order in which they are preferred.
func (s *Simulation) Routes(id topology.ID) []*azure.EffectiveRoute {
	return s.Network.EffectiveRoutes(s.subnetOf(id))
}

// Rules returns the security rules that act on a NIC, or on the planned hosts of
// a subnet: inbound, then outbound, level by level in the order of judging.
func (s *Simulation) Rules(id topology.ID) []*azure.EffectiveRule {
	return s.Network.EffectiveRules(id)
}

// subnetOf returns the subnet of a NIC, or else the ID itself.
func (s *Simulation) subnetOf(id topology.ID) topology.ID {
	if place, ok := s.Network.Place(id); ok && s.Pipeline.Places[place].Subnet != "" {
		return s.Pipeline.Places[place].Subnet
	}
	return id
}

func trace(p *pipeline.Pipeline, from pipeline.PlaceID, sent packet.Packet) (*walk.Trace, error) {
	switch {
	case from <= 0 || int(from) >= len(p.Places):
		return nil, fmt.Errorf("there is no place %d to start at", from)
	case packet.FamilyOf(sent.Src) != packet.FamilyOf(sent.Dst) || !sent.Src.IsValid():
		return nil, fmt.Errorf("the packet's addresses are not of one family: %s", sent)
	}
	return walk.Walk(p, from, sent), nil
}
