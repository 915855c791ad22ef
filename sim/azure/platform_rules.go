package azure

import (
	"fmt"
	"slices"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// platformTag is a tag by which rules reach a service of the platform that they
// leave alone otherwise.
type platformTag struct {
	address  packet.AddrSet
	services []packet.Service
}

// platformTags are those that stand for the platform's own addresses.
var platformTags = map[string]platformTag{
	"azureplatformdns": {packet.FromAddrs(wireServer), []packet.Service{
		packet.NewService(packet.Ported(), packet.AllPorts(), packet.Ports(53))}},
	"azureplatformimds": {packet.FromAddrs(metadata), metadataServices},
}

// platformFilter returns the table that a point's packets to the platform's
// services pass before they are delivered: the rules of each of its NSGs that
// name the platform's tags; next itself where none does.
//
// NSG-15: so a deny of everything spares the platform's services; probes come
// in as other packets do.
func (c *compiler) platformFilter(p *point, next pipeline.TableID) pipeline.TableID {
	entry := next
	for _, l := range []level{subnetLevel, nicLevel} {
		nsg := p.nsgAt(l).Target
		if nsg == nil || !c.traitsOf(nsg).namesPlatform {
			continue
		}
		f := nsgFilter{nsg: nsg, level: l, direction: topology.Outbound, next: entry}
		rows := append(platformRows(f), pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: entry}})
		entry = c.b.Table(p.node, pipeline.FilterTable, fmt.Sprintf("%s, to the platform, of %s", nsg.Name, p.name), p.known(entry), rows...)
	}
	return entry
}

func namesPlatform(nsg *topology.NetworkSecurityGroup) bool {
	return slices.ContainsFunc(nsg.SecurityRules, func(r *topology.SecurityRule) bool { return len(platformTerms(r)) > 0 })
}

// platformTerms returns the platform's tags among a rule's destinations.
func platformTerms(r *topology.SecurityRule) []platformTag {
	var list []platformTag
	terms := r.Destination.Or(nil)
	for i := range terms {
		if terms[i].Tag == "" {
			continue
		}
		if tag, ok := platformTags[strings.ToLower(terms[i].Tag)]; ok {
			list = append(list, tag)
		}
	}
	return list
}

func platformRows(f nsgFilter) []pipeline.Row {
	var rows []pipeline.Row
	for _, r := range byPriority(f.nsg, topology.Outbound) {
		cause := ruleCause(r, f)
		cause.Rules = rules("WALK-12", "NSG-1")
		svc := ruleService(r)
		told := cause.Cause
		if gap := firstGap(unknownParts(r), svc.gap); gap != nil {
			told = cause.withGap(gap)
		}
		for _, tag := range platformTerms(r) {
			rows = append(rows, platformRow(tag, svc.all(), f.action(r.Access.Or(topology.Deny)), told)...)
		}
	}
	return rows
}

func platformRow(tag platformTag, services []packet.Service, a pipeline.Action, cause *pipeline.Cause) []pipeline.Row {
	var rows []pipeline.Row
	for _, offered := range tag.services {
		for _, s := range services {
			rows = append(rows, productRow(packet.AllAddrs(), tag.address, offered.Intersect(s), a, cause)...)
		}
	}
	return rows
}
