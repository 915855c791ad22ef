package sim_test

import (
	"fmt"
	"net/netip"

	"pgregory.net/rapid"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

// The universe of random pipelines is small, so that conditions often meet.
var (
	addresses = []string{"10.0.0.0", "10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "fd00::1", "fd00::2"}
	portPool  = []uint16{80, 81, 443, 1000}
)

// draft draws the parts of a pipeline.
type draft struct {
	*pipeline.Builder
	t      *rapid.T
	places []pipeline.PlaceID
	tables []pipeline.TableID
	states []pipeline.StateID
	// filling is the index of the table that is being filled.
	filling int
	count   int // names what is drawn
}

// drawPipeline draws places, and tables that lead anywhere.
func drawPipeline(t *rapid.T) (*pipeline.Pipeline, []pipeline.PlaceID) {
	d := &draft{Builder: pipeline.NewBuilder(), t: t, states: []pipeline.StateID{1, 2}}
	for i := range d.intn(2, 9, "tables") {
		d.tables = append(d.tables, d.Reserve(0, pipeline.RouteTable, fmt.Sprint(i)))
	}
	for range d.intn(2, 3, "places") {
		d.places = append(d.places, d.Place(pipeline.Place{
			Origin: rapid.SampledFrom(d.tables[:len(d.tables)/2]).Draw(t, "origin"), Addresses: d.addrs(), Answers: !d.odds(10),
			Assumptions: d.assumptions(),
		}))
	}
	if d.odds(15) {
		d.SetOrigin(d.places[0], 0)
	}
	for i, id := range d.tables {
		d.filling = i
		d.fill(id)
	}
	p, err := d.Build()
	if err != nil {
		t.Fatal(err)
	}
	return p, d.places
}

func (d *draft) intn(lo, hi int, what string) int { return rapid.IntRange(lo, hi).Draw(d.t, what) }

// odds is true once in n times.
func (d *draft) odds(n int) bool { return d.intn(1, n, "odds") == n }

func (d *draft) table() pipeline.TableID { return rapid.SampledFrom(d.tables).Draw(d.t, "table") }

// next returns a later table than the one being filled, mostly, so that not all
// packets loop.
func (d *draft) next() pipeline.TableID {
	if later := d.tables[d.filling:]; len(later) > 1 && !d.odds(5) {
		return rapid.SampledFrom(later[1:]).Draw(d.t, "later table")
	}
	return d.table()
}

func (d *draft) place() pipeline.PlaceID { return rapid.SampledFrom(d.places).Draw(d.t, "place") }

// fill gives a table rows whose exits are few, so that some agree.
func (d *draft) fill(id pipeline.TableID) {
	actions := make([]pipeline.Action, d.intn(1, 3, "actions"))
	for i := range actions {
		actions[i] = d.action()
	}
	rows := make([]pipeline.Row, d.intn(1, 5, "rows"))
	for i := range rows {
		rows[i] = pipeline.Row{Action: rapid.SampledFrom(actions).Draw(d.t, "action"), Cause: d.cause()}
		if i == len(rows)-1 {
			rows[i].Cause.Gap = nil
			break
		}
		d.condition(&rows[i])
		if d.odds(5) {
			rows[i].Cause.Gap = d.gap()
		}
	}
	d.Fill(id, d.state(), rows...)
}

func (d *draft) condition(r *pipeline.Row) {
	if d.odds(2) {
		s := d.addrs()
		r.Src = &s
	}
	if d.odds(2) {
		s := d.addrs()
		r.Dst = &s
	}
	if d.odds(3) {
		r.Service = d.service()
	}
}

func (d *draft) service() *packet.Service {
	protocols := rapid.SampledFrom([]packet.ProtocolSet{packet.Of(packet.TCP), packet.Of(packet.UDP), packet.Of(packet.ICMP), packet.AllProtocols()}).Draw(d.t, "protocols")
	s := packet.NewService(protocols, d.ports(), d.ports())
	return &s
}

func (d *draft) ports() packet.PortSet {
	if d.odds(2) {
		return packet.AllPorts()
	}
	return packet.Ports(rapid.SliceOfN(rapid.SampledFrom(portPool), 1, 3).Draw(d.t, "ports")...)
}

func (d *draft) addrs() packet.AddrSet {
	if d.odds(6) {
		return packet.AllAddrs()
	}
	var addrs []netip.Addr
	for _, text := range rapid.SliceOfN(rapid.SampledFrom(addresses), 1, 4).Draw(d.t, "addresses") {
		addrs = append(addrs, netip.MustParseAddr(text))
	}
	return packet.FromAddrs(addrs...)
}

func (d *draft) cause() *pipeline.Cause {
	d.count++
	kind := rapid.SampledFrom([]pipeline.CauseKind{pipeline.RouteCause, pipeline.NSGRule}).Draw(d.t, "kind")
	return &pipeline.Cause{Kind: kind, Name: fmt.Sprint("cause ", d.count), Assumptions: d.assumptions()}
}

func (d *draft) gap() *pipeline.Gap {
	d.count++
	return &pipeline.Gap{Why: fmt.Sprint("gap ", d.count)}
}

func (d *draft) assumptions() []*pipeline.Assumption {
	if !d.odds(6) {
		return nil
	}
	d.count++
	return []*pipeline.Assumption{{Text: fmt.Sprint("assumption ", d.count)}}
}

func (d *draft) action() pipeline.Action {
	switch n := d.intn(1, 20, "action"); {
	case n <= 8:
		return pipeline.Action{Kind: pipeline.Goto, Next: d.next(), Rewrite: d.rewrite()}
	case n <= 15:
		return pipeline.Action{Kind: pipeline.Deliver, Place: d.place(), Rewrite: d.rewrite()}
	case n == 16:
		return pipeline.Action{Kind: pipeline.Deny}
	case n == 17:
		return pipeline.Action{Kind: pipeline.Drop}
	case n == 18:
		return pipeline.Action{Kind: pipeline.UnknownAction}
	}
	split := pipeline.Action{Kind: pipeline.Split}
	for len(split.Ways) < 2 {
		if way := d.action(); way.Kind != pipeline.Split {
			split.Ways = append(split.Ways, way)
		}
	}
	return split
}

func (d *draft) rewrite() *pipeline.Rewrite {
	if !d.odds(3) {
		return nil
	}
	r := &pipeline.Rewrite{Gap: d.gap()}
	switch d.intn(1, 4, "source") {
	case 1:
		s := d.addrs()
		r.Src = &s
	case 2:
		r.SrcShift = d.shift()
	}
	switch d.intn(1, 4, "destination") {
	case 1:
		s := d.addrs()
		r.Dst = &s
	case 2:
		r.DstShift = d.shift()
	}
	if d.odds(3) {
		r.SrcPort = d.ports()
	}
	if d.odds(3) {
		r.DstPort = d.ports()
	}
	return r
}

func (d *draft) shift() *pipeline.Shift {
	pick := func(n int) packet.AddrRange {
		from := d.intn(0, 6-n, "from")
		return packet.AddrRange{Lo: netip.MustParseAddr(addresses[from]), Hi: netip.MustParseAddr(addresses[from+n-1])}
	}
	n := d.intn(1, 5, "length")
	return &pipeline.Shift{From: pick(n), To: pick(n)}
}

func (d *draft) state() *pipeline.State {
	if d.odds(2) {
		return nil
	}
	s := &pipeline.State{
		ID: rapid.SampledFrom(d.states).Draw(d.t, "state"), Remember: !d.odds(4), Strict: d.odds(3), Cause: d.cause(),
	}
	if d.odds(3) {
		s.Unseen = pipeline.Refuse
	}
	switch n := d.intn(1, 8, "known"); {
	case n == 1:
	case n <= 4:
		s.Known = pipeline.Action{Kind: pipeline.Goto, Next: d.table()}
	default:
		s.Known = pipeline.Action{Kind: pipeline.Deliver, Place: d.place()}
	}
	return s
}

// drawPacket draws a packet that one of addrs may send.
func drawPacket(t *rapid.T) packet.Packet {
	p := packet.Packet{
		Src:      netip.MustParseAddr(rapid.SampledFrom(addresses).Draw(t, "src")),
		Dst:      netip.MustParseAddr(rapid.SampledFrom(addresses).Draw(t, "dst")),
		Protocol: rapid.SampledFrom([]packet.Protocol{packet.TCP, packet.UDP, packet.ICMP}).Draw(t, "protocol"),
	}
	if p.Protocol.HasPorts() {
		p.SrcPort = rapid.SampledFrom(portPool).Draw(t, "source port")
		p.DstPort = rapid.SampledFrom(portPool).Draw(t, "destination port")
	}
	return p
}
