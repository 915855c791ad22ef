package ask

import (
	"errors"
	"strings"

	"vnetproof/sim"
	"vnetproof/sim/endpoint"
	"vnetproof/sim/packet"
	"vnetproof/topology"
	"vnetproof/topology/load"
	"vnetproof/topology/source"
)

// Desk is a loaded design that questions can be put to. It is not changed once
// opened.
type Desk struct {
	Input *load.Input
}

// InputError is an input that cannot be worked with.
type InputError struct{ Diags *source.Diagnostics }

// Error lists what is wrong.
func (e *InputError) Error() string { return e.Diags.Error() }

// Open loads a design. An input with errors is an *InputError.
func Open(o load.Options) (*Desk, error) {
	in := load.Read(o)
	if in.Diags.HasErrors() {
		return nil, &InputError{in.Diags}
	}
	return &Desk{in}, nil
}

// Design returns what was loaded.
func (d *Desk) Design() *topology.Design { return d.Input.Design }

// question is the words of a user, read. Mistakes are collected, so that all
// of them can be told at once.
type question struct {
	wrong []error
}

func (q *question) selector(text string) endpoint.Selector {
	s, err := endpoint.Parse(text)
	q.note(err)
	return s
}

func (q *question) traffic(text string) packet.Traffic {
	t, err := packet.ParseTraffic(text)
	q.note(err)
	return t
}

func (q *question) note(err error) {
	if err != nil {
		q.wrong = append(q.wrong, err)
	}
}

func (q *question) err() error { return errors.Join(q.wrong...) }

// world is a compiled design with what finds and names its ends.
type world struct {
	*sim.Simulation
	*endpoint.Resolver
	names *endpoint.Names
}

// compile makes the world in which questions with these ends are answered.
func (d *Desk) compile(ends ...endpoint.Selector) (*world, error) {
	s, err := sim.New(d.Input.Design, sim.Options{Services: endpoint.Services(ends...)})
	if err != nil {
		return nil, err
	}
	return &world{s, endpoint.NewResolver(s.Design, s.Network), namesOf(s)}, nil
}

func namesOf(s *sim.Simulation) *endpoint.Names {
	return endpoint.NewNames(s.Design, s.Pipeline, s.Network.StandsFor)
}

// isOne tells whether a list holds one name only, spelt in full.
func isOne(text string) bool { return !strings.ContainsAny(text, ",!*?") }
