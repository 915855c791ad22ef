package topology

import "vnetproof/topology/source"

// propertyState says what the input tells of a setting.
type propertyState uint8

const (
	absent propertyState = iota
	known
	unknown
)

// Property is one setting of a resource: absent, known, or unknown because.
// The zero value is absent. It is a value; copies are independent.
type Property[T any] struct {
	value T
	state propertyState
	why   *Unknown
	Pos   source.Pos
}

// Unknown says why a setting or a link is not known before deployment and
// what would supply it.
type Unknown struct {
	Why    string
	Supply string
	// AddressOf is the resource whose first private address the value will be;
	// "" where that is not known, or it will be something else.
	AddressOf ID
}

// Known returns a setting that the input gives at pos.
func Known[T any](v T, pos source.Pos) Property[T] {
	return Property[T]{value: v, state: known, Pos: pos}
}

// NotKnown returns a setting that the input names but does not give.
func NotKnown[T any](u Unknown, pos source.Pos) Property[T] {
	return Property[T]{state: unknown, why: &u, Pos: pos}
}

// Get returns the value and whether it is known.
func (p Property[T]) Get() (T, bool) { return p.value, p.state == known }

// Or returns the value if known, else what Azure takes by default. Ask
// Unknown first where the difference matters.
func (p Property[T]) Or(byDefault T) T {
	if p.state == known {
		return p.value
	}
	return byDefault
}

// IsAbsent tells whether the input is silent.
func (p Property[T]) IsAbsent() bool { return p.state == absent }

// Unknown returns why the value is not known, or nil if it is known or absent.
func (p Property[T]) Unknown() *Unknown {
	if p.state == unknown {
		return p.why
	}
	return nil
}

// Ref is a link from one resource to another. The zero value links nothing.
// ID is set where the input names a target; Target is set where the input
// holds it. A Ref with an ID and no Target dangles: it leads out of the input.
type Ref[T any] struct {
	ID     ID
	Pos    source.Pos
	Target *T
	Why    *Unknown // set where the target's name itself is not known
}

// IsSet tells whether the input names, or would name, a target.
func (r Ref[T]) IsSet() bool { return r.ID != "" || r.Why != nil }

// Dangles tells whether the link is set but its target is not in the input.
func (r Ref[T]) Dangles() bool { return r.IsSet() && r.Target == nil }
