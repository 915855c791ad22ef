package ask

import (
	"context"

	"vnetproof/scenarios/matrix"
)

// Matrix returns who may talk to whom. Progress, if not nil, is told how many
// rows are done.
func (d *Desk) Matrix(ctx context.Context, by matrix.By, progress func(done, total int)) (*matrix.Matrix, error) {
	w, err := d.compile()
	if err != nil {
		return nil, err
	}
	return matrix.Build(ctx, w.Simulation, w.names, by, progress)
}
