package pipeline

import "sync/atomic"

// CauseList is what decided at each entry of a table. Tables may share one.
// Of thousands of rules few are ever told, so most causes are made when they
// are asked for, each of them once. It is safe for concurrent use.
type CauseList struct {
	given   []*Cause               // nil where tell makes them
	tell    func(entry int) *Cause // nil: all are given
	made    atomic.Pointer[[]toldCause]
	entries int
	assumed []*Assumption // of all that are given
}

// toldCause is a cause once it has been asked for.
type toldCause struct{ atomic.Pointer[Cause] }

// At returns what decided at an entry, nil where nothing is to be told. It
// returns the same Cause each time.
func (l *CauseList) At(entry int) *Cause {
	if l.given != nil && l.given[entry] != nil {
		return l.given[entry]
	}
	if l.tell == nil {
		return nil
	}
	made := l.made.Load()
	if made == nil {
		fresh := make([]toldCause, l.entries)
		l.made.CompareAndSwap(nil, &fresh)
		made = l.made.Load()
	}
	at := &(*made)[entry]
	if at.Load() == nil {
		at.CompareAndSwap(nil, l.tell(entry))
	}
	return at.Load()
}

// Assumptions returns those that the entries rest on, with repeats.
func (l *CauseList) Assumptions() []*Assumption { return l.assumed }

// Changed returns the list in which each cause is what change makes of it.
// Change keeps gaps and assumptions.
func (l *CauseList) Changed(change func(*Cause) *Cause) *CauseList {
	return &CauseList{entries: l.entries, assumed: l.assumed, tell: func(entry int) *Cause {
		if c := l.At(entry); c != nil {
			return change(c)
		}
		return nil
	}}
}

// newCauseList returns the causes of rows; tell, if it is not nil, makes those that rows lack.
func newCauseList(rows []Row, tell func(entry int) *Cause) *CauseList {
	l := &CauseList{entries: len(rows), tell: tell}
	for i, r := range rows {
		if r.Cause == nil {
			continue
		}
		if l.given == nil {
			l.given = make([]*Cause, len(rows))
		}
		l.given[i] = r.Cause
		l.assumed = append(l.assumed, r.Cause.Assumptions...)
	}
	if l.given == nil && tell == nil {
		return noCauses
	}
	return l
}

// noCauses is the list of tables that tell nothing.
var noCauses = &CauseList{}
