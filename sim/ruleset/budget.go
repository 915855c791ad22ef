package ruleset

import (
	"context"
	"errors"
	"sync/atomic"

	"vnetproof/sim/packet"
)

// ErrBudget says that the lists are too entangled for the budget: nothing is
// known of them but that.
var ErrBudget = errors.New("budget: the rules overlap in too many ways to be compared within the budget")

// DefaultBudget is some seconds of work, far above what rule lists that people
// write need.
const DefaultBudget = 100_000_000

// meter counts the work of all workers: how often a term was held against a
// box, how many spans were cut, how many pieces found. The total does not depend on who does what when, so neither does the
// verdict of the budget.
type meter struct {
	ctx      context.Context
	families []packet.Family // that the work is about
	limit    int64
	spent    atomic.Int64
}

// spend adds work and tells whether to go on.
func (m *meter) spend(work int64) bool {
	return m.spent.Add(work) <= m.limit && m.ctx.Err() == nil
}

func (m *meter) err() error {
	if m.spent.Load() > m.limit {
		return ErrBudget
	}
	return m.ctx.Err()
}
