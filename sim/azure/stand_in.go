package azure

import (
	"net/netip"
	"strings"

	"vnetproof/topology"
)

// StandIns remembers which address stands for which unknown one, so that
// designs which are compared take the same: what has the same ID, or else the
// same type and names, has the same stand-in. It serves one compilation at a time.
type StandIns struct {
	byKey map[string]netip.Addr
	taken map[netip.Addr]bool
}

// NewStandIns returns a memory of nothing yet.
func NewStandIns() *StandIns {
	return &StandIns{byKey: map[string]netip.Addr{}, taken: map[netip.Addr]bool{}}
}

// find returns the stand-in of the first key that has one which is free.
func (s *StandIns) find(keys []string, isFree func(netip.Addr) bool) (netip.Addr, bool) {
	for _, key := range keys {
		if a, ok := s.byKey[key]; ok && isFree(a) {
			return a, true
		}
	}
	return netip.Addr{}, false
}

// note remembers a stand-in.
func (s *StandIns) note(keys []string, a netip.Addr) {
	s.taken[a] = true
	for _, key := range keys {
		if _, ok := s.byKey[key]; !ok {
			s.byKey[key] = a
		}
	}
}

// standInKeys are the keys of what a resource needs a stand-in for: by its ID,
// then by its type and names.
func standInKeys(what string, id topology.ID) []string {
	return []string{what + " " + id.Key(), what + " " + strings.ToLower(id.Type()+" "+id.Path())}
}
