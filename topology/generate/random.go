package generate

import (
	"fmt"
	"slices"
	"strings"
)

// Choose returns a number from 0 to n-1; n is at least 1.
type Choose func(n int) int

// Random writes a small design that a random source chooses: a hub and spokes
// with a few of all that is modelled, set this way or that. It returns the
// design and its facts, as native YAML.
func Random(choose Choose) (design, facts string) {
	return newRandom(choose, everything).write()
}

// RandomPlain is Random without what makes more connections open less:
// appliances, firewalls, gateways, load balancers, rules that deny by tag, and
// network managers that peer what is not peered yet.
func RandomPlain(choose Choose) (design, facts string) {
	r := newRandom(choose, plain)
	r.plain = true
	return r.write()
}

// RandomNames is Random with private zones, endpoints and whatever else gives names addresses.
func RandomNames(choose Choose) (design, facts string) {
	r := newRandom(choose, everything)
	r.has[names], r.has[services] = true, true
	return r.write()
}

// feature is a part that a random design has or lacks.
type feature uint8

const (
	scaleSets feature = iota
	dualStack
	services
	names
	manager
	bastion
	appGateway
	frontDoor
	integration
	others
	balancer
	linkService
	appliance
	azureFirewall
	gateway
	routeServer
	virtualWAN
	inspection
	unsure
	features
)

// everything lists features as often as they deserve, the simplest first.
var everything = []feature{scaleSets, dualStack, services, names, manager, bastion, appGateway, frontDoor, integration, others, balancer, balancer,
	linkService, appliance, appliance, azureFirewall, azureFirewall, gateway, gateway, routeServer, virtualWAN, virtualWAN, inspection, unsure, unsure}

var plain = []feature{scaleSets, dualStack, services, names, manager, bastion, appGateway, integration}

// random is one design being written.
type random struct {
	choose   Choose
	plain    bool
	has      [features]bool
	nets     []*network
	hosts    []host
	groups   int // number of NSGs
	tables   int // number of route tables
	sections []*section
	facts    []*section
}

// section is a section of a file: its entries, in order.
type section struct {
	name  string
	lines []string
}

// network is a VNet being written.
type network struct {
	name     string
	octet    int // second one of its prefix
	options  []string
	subnets  []string
	peerings []string
	hub      string // virtual hub that it is connected to
}

// host is a subnet for machines.
type host struct {
	net   *network
	name  string
	third int // third octet of its prefix
}

func (h host) path() string { return h.net.name + "/" + h.name }

func newRandom(choose Choose, from []feature) *random {
	r := &random{choose: choose}
	for range 2 + r.choose(4) {
		r.has[pick(r, from...)] = true
	}
	r.has[appliance] = r.has[appliance] || r.has[routeServer]
	r.has[services] = r.has[services] || r.has[frontDoor]
	for i, name := range []string{"hub", "a", "b", "c"}[:2+r.choose(3)] {
		r.nets = append(r.nets, &network{name: name, octet: i})
	}
	r.groups, r.tables = 1+r.choose(3), 1+r.choose(3)
	return r
}

// write writes the parts in an order in which each finds what it names.
func (r *random) write() (design, facts string) {
	r.networks()
	for _, p := range parts {
		if p.of == features || r.has[p.of] {
			p.write(r)
		}
	}
	r.join()
	r.finishNetworks()
	r.groupsOfRules()
	r.routeTables()
	r.machines()
	r.factsOfAll()
	return "location: westeurope\n" + text(r.sections), text(r.facts)
}

// parts are what writes each feature.
var parts = []struct {
	of    feature
	write func(*random)
}{
	{features, (*random).publicAddresses},
	{features, (*random).natGateways},
	{appliance, (*random).appliance},
	{azureFirewall, (*random).firewall},
	{gateway, (*random).gateways},
	{routeServer, (*random).routeServer},
	{virtualWAN, (*random).virtualWAN},
	{balancer, (*random).balancer},
	{inspection, (*random).inspection},
	{appGateway, (*random).applicationGateway},
	{bastion, (*random).bastion},
	{linkService, (*random).linkService},
	{services, (*random).services},
	{frontDoor, (*random).frontDoor},
	{integration, (*random).integration},
	{names, (*random).names},
	{scaleSets, (*random).scaleSets},
	{manager, (*random).manager},
	{others, (*random).others},
}

func (r *random) odds(n int) bool { return r.choose(n) == 0 }

// mostly is false once in n times.
func (r *random) mostly(n int) bool { return r.choose(n) != n-1 }

func pick[T any](r *random, list ...T) T { return list[r.choose(len(list))] }

// option returns a text once in n times, else nothing.
func (r *random) option(n int, format string, args ...any) string {
	if !r.odds(n) {
		return ""
	}
	return fmt.Sprintf(format, args...)
}

// known returns a value, or at times, in a design that lacks some, that it is not known.
func (r *random) known(value string) string {
	if r.has[unsure] && r.odds(6) {
		return `{unknown: "the design does not say"}`
	}
	return value
}

// put adds a line to a section of the design.
func (r *random) put(name, format string, args ...any) {
	r.sections = put(r.sections, name, format, args...)
}

// tell adds a line to a section of the facts.
func (r *random) tell(name, format string, args ...any) {
	r.facts = put(r.facts, name, format, args...)
}

func put(list []*section, name, format string, args ...any) []*section {
	line := "  " + fmt.Sprintf(format, args...)
	i := slices.IndexFunc(list, func(s *section) bool { return s.name == name })
	if i < 0 {
		return append(list, &section{name, []string{line}})
	}
	list[i].lines = append(list[i].lines, line)
	return list
}

func text(list []*section) string {
	var b strings.Builder
	for _, s := range list {
		b.WriteString(s.name + ":\n")
		for _, line := range s.lines {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

// firstOf returns the name of the first entry of a section, "" if it has none.
func (r *random) firstOf(name string) string {
	i := slices.IndexFunc(r.sections, func(s *section) bool { return s.name == name })
	if i < 0 {
		return ""
	}
	first, _, _ := strings.Cut(strings.TrimSpace(r.sections[i].lines[0]), ":")
	return first
}

// net returns a VNet by name, nil if there is none.
func (r *random) net(name string) *network {
	for _, n := range r.nets {
		if n.name == name {
			return n
		}
	}
	return nil
}

// others are resources that are not modelled, or of no influence.
func (r *random) others() {
	r.put("otherResources", "%s", pick(r, "vm-a-x0/agent: {type: Microsoft.Compute/virtualMachines/extensions}",
		"cluster: {type: Microsoft.ContainerService/managedClusters, properties: {subnet: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/a/subnets/x}}}",
		"plan: {type: Microsoft.Network/ddosProtectionPlans}"))
}
