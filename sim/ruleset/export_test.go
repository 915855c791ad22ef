package ruleset

import "context"

// Work returns how much work a comparison of two lists takes, or the
// inspection of the one where b is nil.
func Work(a, b *List) (int64, error) {
	m := Options{}.meter(context.Background())
	if b == nil {
		_, err := inspect(m, a, 0)
		return m.spent.Load(), err
	}
	_, err := difference(m, a, b)
	return m.spent.Load(), err
}
