package ask

import (
	"context"

	"vnetproof/scenarios/matrix"
	"vnetproof/sim"
)

// Effort is how much work a question may take, and who is told how far it is.
type Effort struct {
	// Budget bounds the work for what one source sends; 0: that of the engine.
	Budget int
	// Progress, if not nil, is told how many sources or rows are done. It may be
	// called from several goroutines, one at a time.
	Progress func(done, total int)
}

// Matrix returns who may talk to whom.
func (d *Desk) Matrix(ctx context.Context, by matrix.By, e Effort) (*matrix.Matrix, error) {
	s, err := sim.New(d.Input.Design, sim.Options{})
	if err != nil {
		return nil, err
	}
	return matrix.Build(ctx, s, namesOf(s), by, e.Budget, e.Progress)
}
