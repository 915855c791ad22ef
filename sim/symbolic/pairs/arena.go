package pairs

// arena keeps many short lists in few pieces of memory.
type arena[T any] struct{ free []T }

// keep returns a copy of a list.
func (a *arena[T]) keep(list []T) []T {
	n := len(list)
	if n > len(a.free) {
		a.free = make([]T, max(4096, n))
	}
	kept := a.free[:n:n]
	a.free = a.free[n:]
	copy(kept, list)
	return kept
}
