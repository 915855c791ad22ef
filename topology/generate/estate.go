package generate

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
)

// Estate says how big a design to make. Spokes stand in zones, contiguous
// blocks of them; rules allow within a zone and from the shared zone only, so
// that the truth is known: no zone but the shared one reaches another, save by
// the planted leaks.
type Estate struct {
	Spokes        int // virtual networks beside the hub
	Subnets       int // of each spoke, at most 32
	Groups        int // NSGs; the subnets take them in turn
	Rules         int // of each NSG
	FirewallRules int
	IPGroups      int
	// PortRanges of a hundred rules have random ranges of ports instead of common ports.
	PortRanges int
	Leaks      int
	Seed       uint64
	Pattern    Pattern
	// Translated adds a second hub, load balancers, what the internet may send to
	// them through the firewalls, and the internet for all spokes.
	Translated bool
	// Unknown of a hundred rules name what the design does not hold. The truth of
	// such an estate is not known.
	Unknown int
}

// Zones is the number of zones; the first one is shared.
const Zones = 5

// What an estate may have at most: the private addresses are full, or Azure's
// priorities end.
const (
	MaxSpokes  = 17_000
	MaxSubnets = 32
	MaxRules   = 3_900
)

// Leak is one planted way from a zone into another: Packet "tcp/PORT" from any
// host of From reaches the hosts of To.
type Leak struct {
	From, To string // subnets, "vnet/subnet"
	Traffic  string
}

// estate is one being made.
type estate struct {
	Estate
	random *rand.Rand
	group  []*group // NSGs
	net    []rule   // network rules of the firewall
	leaks  []Leak
	pools  []pool // load balancers
}

// group is the rules of one NSG.
type group struct{ rules []rule }

// rule is an allowance or denial between prefixes.
type rule struct {
	name             string
	priority         int
	inbound, allow   bool
	protocol         string
	source, dest     []string
	sourceIP, destIP []string // IP groups of firewall rules
	ports            []string
}

// Make makes the estate: its resources in Azure's own form, and the planted leaks.
func (e Estate) Make() ([]Resource, []Leak) {
	m := &estate{Estate: e, random: rand.New(rand.NewPCG(e.Seed, 1))}
	for n := range max(1, e.Groups) {
		m.group = append(m.group, m.makeGroup(n))
	}
	if m.Pattern != Mesh {
		m.firewallRules()
	}
	m.plantLeaks()
	if m.Translated {
		m.translate()
	}
	return m.resources(), m.leaks
}

// zoneOf returns the zone of a spoke: contiguous blocks of equal size.
func (m *estate) zoneOf(spoke int) int { return min(spoke*Zones/max(1, m.Spokes), Zones-1) }

// spokesOf returns the first spoke of a zone and the first past it.
func (m *estate) spokesOf(zone int) (first, past int) {
	first = (zone*m.Spokes + Zones - 1) / Zones
	past = ((zone+1)*m.Spokes + Zones - 1) / Zones
	return first, max(past, first+1)
}

// firstOver is the first spoke that 10.0.0.0/8 has no room for.
const firstOver = 16_128

// spokePrefix returns the /22 of a spoke, from 10.4.0.0 on; past 10.0.0.0/8
// it goes on in 172.16.0.0/12.
func spokePrefix(n int) netip.Prefix {
	base := uint32(10)<<24 | 4<<16
	if n >= firstOver {
		base, n = uint32(172)<<24|16<<16, n-firstOver
	}
	return netip.PrefixFrom(addr(base+uint32(n)<<10), 22)
}

func addr(v uint32) netip.Addr {
	return netip.AddrFrom4([4]byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)})
}

// subnetPrefix returns the /27 of a subnet of a spoke.
func subnetPrefix(spoke, n int) netip.Prefix {
	b := spokePrefix(spoke).Addr().As4()
	v := uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	return netip.PrefixFrom(addr(v+uint32(n)<<5), 27)
}

func spokeName(n int) string  { return fmt.Sprintf("spoke%04d", n) }
func subnetName(n int) string { return fmt.Sprintf("s%02d", n) }

// groupOf returns the NSG of a subnet: all subnets of a group lie in one zone.
func (m *estate) groupOf(spoke, subnet int) int {
	zone := m.zoneOf(spoke)
	first, _ := m.spokesOf(zone)
	perZone := max(1, len(m.group)/Zones)
	return (zone*perZone + ((spoke-first)*m.Subnets+subnet)%perZone) % len(m.group)
}

// somewhere returns prefixes of a zone: a subnet's, a spoke's, or several.
func (m *estate) somewhere(zone int) []string {
	first, past := m.spokesOf(zone)
	n := 1
	if m.random.IntN(4) == 0 {
		n = 2 + m.random.IntN(3)
	}
	var list []string
	for range n {
		spoke := first + m.random.IntN(past-first)
		if m.random.IntN(3) == 0 {
			list = append(list, spokePrefix(spoke).String())
		} else {
			list = append(list, subnetPrefix(spoke, m.random.IntN(max(1, m.Subnets))).String())
		}
	}
	return list
}

var commonPorts = []string{"22", "25", "53", "80", "88", "123", "135", "389", "443", "445", "514", "636", "1433", "1521", "3268", "3306", "3389", "5432",
	"5671", "5985", "5986", "6379", "8080", "8443", "9090", "9092", "9200", "9300", "11211", "15672", "27017", "8000-8100", "49152-65535", "30000-32767", "5000-5010"}

func (m *estate) ports() []string {
	if m.random.IntN(100) < m.PortRanges {
		lo := 1024 + m.random.IntN(60000)
		return []string{fmt.Sprintf("%d-%d", lo, min(65535, lo+1+m.random.IntN(2000)))}
	}
	list := []string{commonPorts[m.random.IntN(len(commonPorts))]}
	if m.random.IntN(5) == 0 {
		if p := commonPorts[m.random.IntN(len(commonPorts))]; p != list[0] {
			list = append(list, p)
		}
	}
	return list
}

func (m *estate) protocol() string {
	if m.random.IntN(8) == 0 {
		return "Udp"
	}
	return "Tcp"
}

// makeGroup makes the rules of an NSG: denials and allowances from its own
// zone and the shared one, then a denial of everything else that comes in.
func (m *estate) makeGroup(n int) *group {
	g := &group{}
	perZone := max(1, m.Groups/Zones)
	zone := min(n/perZone, Zones-1)
	for i := range max(1, m.Rules) - 1 {
		from := zone
		if m.random.IntN(4) == 0 {
			from = 0
		}
		r := rule{name: fmt.Sprintf("r%03d", i), priority: 100 + i, inbound: m.random.IntN(4) != 0, allow: m.random.IntN(6) != 0,
			protocol: m.protocol(), source: m.somewhere(from), dest: []string{"*"}, ports: m.ports()}
		if !r.inbound {
			r.source, r.dest = []string{"*"}, m.somewhere(zone)
		}
		if m.isUnknown() {
			r.inbound, r.source, r.dest = false, []string{"*"}, []string{unknownTag}
		}
		g.rules = append(g.rules, r)
	}
	g.rules = append(g.rules, rule{name: "deny-rest", priority: 4096, inbound: true, protocol: "*", source: []string{"*"}, dest: []string{"*"}, ports: []string{"*"}})
	return g
}

// groupName names an IP group and its zone.
func ipGroupName(n int) string { return fmt.Sprintf("ipg%04d", n) }

// ipGroupsOf returns the IP groups of a zone: they take the zones in turn.
func (m *estate) ipGroupsOf(zone int) []int {
	var list []int
	for n := zone; n < max(Zones, m.IPGroups); n += Zones {
		list = append(list, n)
	}
	return list
}

// firewallRules makes the network rules: from a group of a zone, or of the
// shared zone, to a group of the zone.
func (m *estate) firewallRules() {
	for i := range m.FirewallRules {
		zone := m.random.IntN(Zones)
		from := zone
		if m.random.IntN(4) == 0 {
			from = 0
		}
		sources, dests := m.ipGroupsOf(from), m.ipGroupsOf(zone)
		r := rule{name: fmt.Sprintf("f%05d", i), allow: m.random.IntN(8) != 0, protocol: m.protocol(),
			sourceIP: []string{ipGroupName(sources[m.random.IntN(len(sources))])}, destIP: []string{ipGroupName(dests[m.random.IntN(len(dests))])}, ports: m.ports()}
		if m.isUnknown() {
			r.sourceIP = []string{unknownIPGroup}
		}
		m.net = append(m.net, r)
	}
}

// plantLeaks opens ways from one zone into another, each on a port of its own,
// in the NSGs of both ends and in the firewall.
func (m *estate) plantLeaks() {
	for i := range m.Leaks {
		fromZone, toZone := 1+i%(Zones-1), 1+(i+1)%(Zones-1)
		from, to := m.anySubnet(fromZone), m.anySubnet(toZone)
		port := []string{fmt.Sprint(20001 + i)}
		source, dest := subnetPrefix(from[0], from[1]).String(), subnetPrefix(to[0], to[1]).String()
		g := m.group[m.groupOf(to[0], to[1])]
		open := rule{name: fmt.Sprintf("leak%d", i), priority: 4000 + i%90, inbound: true, allow: true, protocol: "Tcp", source: []string{source}, dest: []string{dest}, ports: port}
		g.rules = append(g.rules[:len(g.rules)-1:len(g.rules)-1], open, g.rules[len(g.rules)-1])
		if m.Pattern != Mesh {
			m.net = append([]rule{{name: open.name, allow: true, protocol: "Tcp", source: open.source, dest: open.dest, ports: port}}, m.net...)
		}
		m.leaks = append(m.leaks, Leak{From: spokeName(from[0]) + "/" + subnetName(from[1]), To: spokeName(to[0]) + "/" + subnetName(to[1]), Traffic: "tcp/" + port[0]})
	}
}

func (m *estate) anySubnet(zone int) [2]int {
	first, past := m.spokesOf(zone)
	return [2]int{first + m.random.IntN(past-first), m.random.IntN(max(1, m.Subnets))}
}
