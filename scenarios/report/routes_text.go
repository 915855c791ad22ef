package report

import (
	"io"
	"net/netip"
	"strings"

	"vnetproof/scenarios/ask"
	"vnetproof/scenarios/report/phrase"
	"vnetproof/sim/azure"
)

// RoutesText lists effective routes in Network Watcher's terms.
func RoutesText(w io.Writer, s Style, r *ask.Routes) error {
	p := newPage(w, s)
	rows := [][]string{{"SOURCE", "STATE", "PREFIX", "NEXT HOP", "FROM"}}
	for _, x := range r.Routes {
		rows = append(rows, []string{x.Source.String(), x.State.String(), prefixOf(x), nextHop(x), p.origin(x)})
	}
	p.table(rows)
	if !s.Quiet {
		p.remarks(r.Gaps(), r.Assumptions())
	}
	return p.done()
}

// prefixOf is the prefix of a route, or the tag that stands for several.
func prefixOf(r *azure.EffectiveRoute) string {
	switch {
	case r.Tag != "":
		return r.Tag
	case r.Prefix.IsValid():
		return r.Prefix.String()
	}
	return "(not known)"
}

// nextHop is "VirtualAppliance 10.0.0.4".
func nextHop(r *azure.EffectiveRoute) string {
	return phrase.Join(" ", r.NextHopType.String(), addresses(r.NextHopIPs))
}

func addresses(list []netip.Addr) string {
	words := make([]string, len(list))
	for i, a := range list {
		words[i] = a.String()
	}
	return strings.Join(words, ",")
}

// origin says where a route comes from and what took its place. Where a system
// route stands is told to those who ask for more.
func (p *page) origin(r *azure.EffectiveRoute) string {
	words := r.Name
	if r.ShadowedBy != nil {
		words = phrase.Join(", ", words, "shadowed by "+shadow(r.ShadowedBy))
	}
	if r.Gap != nil {
		words = phrase.Join(", ", words, "not known: "+r.Gap.Why)
	}
	if p.style.Verbose {
		words = phrase.Join("  ", words, r.Pos.String())
	}
	return words
}

// shadow names the route that took another one's place.
func shadow(r *azure.EffectiveRoute) string {
	if r.Name != "" {
		return r.Name
	}
	return prefixOf(r) + " → " + nextHop(r)
}
