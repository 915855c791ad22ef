package ask

import (
	"sync"

	"vnetproof/sim/azure"
	"vnetproof/topology"
	"vnetproof/topology/load"
)

// Versions are two versions of a design.
type Versions struct {
	Old *Desk
	// New is nil where Revision tells all that it differs in.
	New      *Desk
	Revision *topology.Revision
	// Skipped are files of both versions that hold no design, by name.
	Skipped []string
}

// OpenVersions loads two versions of a design, both at a time: of the new one
// no more than what differs, where that is rules of NSGs. An input with errors
// is an *InputError; what could be loaded is returned with it.
func OpenVersions(before, after load.Options) (*Versions, error) {
	r, ok := load.ReadRevision(before, after)
	if !ok {
		return OpenBoth(before, after)
	}
	v := &Versions{}
	v.setOld(&Desk{r.Input})
	if azure.CanRevise(r.Revision) {
		v.Revision, v.Skipped = r.Revision, append(v.Skipped, r.Skipped...)
		return v, nil
	}
	desk, err := Open(after)
	if err == nil {
		v.setNew(desk)
	}
	return v, err
}

// OpenBoth loads all of two versions, both at a time.
func OpenBoth(before, after load.Options) (*Versions, error) {
	var desks [2]*Desk
	var failures [2]error
	var loading sync.WaitGroup
	for i, o := range []load.Options{before, after} {
		loading.Go(func() { desks[i], failures[i] = Open(o) })
	}
	loading.Wait()
	v := &Versions{}
	if failures[0] != nil {
		return v, failures[0]
	}
	if v.setOld(desks[0]); failures[1] != nil {
		return v, failures[1]
	}
	v.setNew(desks[1])
	return v, nil
}

func (v *Versions) setOld(d *Desk) { v.Old, v.Skipped = d, append(v.Skipped, d.Input.Skipped...) }
func (v *Versions) setNew(d *Desk) { v.New, v.Skipped = d, append(v.Skipped, d.Input.Skipped...) }
