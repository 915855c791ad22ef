package diff

import (
	"strings"

	"vnetproof/sim/filter"
)

// match pairs the filters of two designs: those with the same ID, and of the
// rest those whose name is the only one of its kind on both sides. The order is
// that of the new design, then that of the old one.
func match(before, after []*filter.Filter) []*Filter {
	old := indexBy(before, byID)
	var out []*Filter
	taken := map[*filter.Filter]bool{}
	pair := map[*filter.Filter]*filter.Filter{}
	take := func(a, b *filter.Filter) {
		if a != nil && b != nil && !taken[a] && pair[b] == nil {
			taken[a], pair[b] = true, a
		}
	}
	for _, b := range after {
		take(old[byID(b)], b)
	}
	byNameOld, byNameNew := indexBy(without(before, taken), byName), indexBy(unpaired(after, pair), byName)
	for key, b := range byNameNew {
		take(byNameOld[key], b)
	}
	for _, b := range after {
		out = append(out, &Filter{Old: pair[b], New: b})
	}
	for _, a := range before {
		if !taken[a] {
			out = append(out, &Filter{Old: a})
		}
	}
	return out
}

func byID(f *filter.Filter) string {
	return f.Kind.String() + "|" + f.Direction.String() + "|" + f.ID.Key()
}

func byName(f *filter.Filter) string {
	return f.Kind.String() + "|" + f.Direction.String() + "|" + strings.ToLower(f.Name)
}

// indexBy finds filters by a key; nil where several have it.
func indexBy(list []*filter.Filter, key func(*filter.Filter) string) map[string]*filter.Filter {
	out := map[string]*filter.Filter{}
	for _, f := range list {
		if _, twice := out[key(f)]; twice {
			out[key(f)] = nil
			continue
		}
		out[key(f)] = f
	}
	return out
}

func without(list []*filter.Filter, taken map[*filter.Filter]bool) []*filter.Filter {
	var out []*filter.Filter
	for _, f := range list {
		if !taken[f] {
			out = append(out, f)
		}
	}
	return out
}

func unpaired(list []*filter.Filter, pair map[*filter.Filter]*filter.Filter) []*filter.Filter {
	var out []*filter.Filter
	for _, f := range list {
		if pair[f] == nil {
			out = append(out, f)
		}
	}
	return out
}
