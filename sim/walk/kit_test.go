package walk

import (
	"net/netip"
	"testing"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// kit builds small pipelines in few words. Conditions are texts such as
// "10.0.0.0/8", "tcp/443"; "" is any.
type kit struct {
	*pipeline.Builder
	t      testing.TB
	places map[string]pipeline.PlaceID
	node   pipeline.NodeID // of the first host
}

func newKit(t testing.TB) *kit {
	return &kit{pipeline.NewBuilder(), t, map[string]pipeline.PlaceID{}, 0}
}

// host enters a place that answers, at a node of its own, and returns its origin.
func (k *kit) host(name, addr string) pipeline.TableID {
	node := k.Node(pipeline.Node{Kind: pipeline.HostNode, Name: name})
	if k.node == 0 {
		k.node = node
	}
	origin := k.Reserve(node, pipeline.RouteTable, name+" routes")
	k.places[name] = k.Place(pipeline.Place{Node: node, Kind: pipeline.HostNode, Addresses: k.addrs(addr), Held: true, Origin: origin, Answers: true})
	return origin
}

func (k *kit) table(name string, kind pipeline.TableKind, state *pipeline.State, rows ...pipeline.Row) pipeline.TableID {
	return k.Table(k.Node(pipeline.Node{Name: name}), kind, name, state, rows...)
}

func (k *kit) addrs(text string) packet.AddrSet {
	set, err := packet.ParseAddrSet(text)
	if err != nil {
		k.t.Fatal(err)
	}
	return set
}

func (k *kit) row(src, dst, traffic string, a pipeline.Action, c *pipeline.Cause) pipeline.Row {
	r := pipeline.Row{Action: a, Cause: c}
	if src != "" {
		s := k.addrs(src)
		r.Src = &s
	}
	if dst != "" {
		s := k.addrs(dst)
		r.Dst = &s
	}
	if traffic != "" {
		words, err := packet.ParseTraffic(traffic)
		if err != nil {
			k.t.Fatal(err)
		}
		s := words.Services(packet.IPv4)[0]
		r.Service = &s
	}
	return r
}

func (k *kit) route(dst string, a pipeline.Action) pipeline.Row {
	return k.row("", dst, "", a, k.cause(pipeline.RouteCause, "route "+dst))
}

// other is the last row of a table.
func (k *kit) other(a pipeline.Action) pipeline.Row {
	return k.row("", "", "", a, k.cause(pipeline.DefaultRule, "other"))
}

func (k *kit) cause(kind pipeline.CauseKind, name string) *pipeline.Cause {
	return &pipeline.Cause{Kind: kind, Name: name}
}

func (k *kit) filter(direction topology.Direction, name string) *pipeline.Cause {
	c := k.cause(pipeline.NSGRule, name)
	c.Filter = &pipeline.Filter{Name: name, Direction: direction}
	return c
}

// unsure returns a cause with a gap of that name.
func (k *kit) unsure(name string) *pipeline.Cause {
	c := k.cause(pipeline.NSGRule, name)
	c.Gap = &pipeline.Gap{Why: name}
	return c
}

func (k *kit) deliver(name string) pipeline.Action {
	return pipeline.Action{Kind: pipeline.Deliver, Place: k.places[name]}
}

func goTo(t pipeline.TableID) pipeline.Action { return pipeline.Action{Kind: pipeline.Goto, Next: t} }

var (
	deny       = pipeline.Action{Kind: pipeline.Deny}
	drop       = pipeline.Action{Kind: pipeline.Drop}
	notKnown   = pipeline.Action{Kind: pipeline.UnknownAction}
	tcp443     = "tcp/443"
	clientAddr = "10.0.0.4"
	serverAddr = "10.1.0.4"
)

func (k *kit) build() *pipeline.Pipeline {
	p, err := k.Build()
	if err != nil {
		k.t.Fatal(err)
	}
	return p
}

func (k *kit) walk(from, src, dst, traffic string) *Trace {
	return Walk(k.build(), k.places[from], header(k.t, src, dst, traffic))
}

func header(t testing.TB, src, dst, traffic string) packet.Packet {
	words, err := packet.ParseTraffic(traffic)
	if err != nil {
		t.Fatal(err)
	}
	p, _ := words.Sample(netip.MustParseAddr(src), netip.MustParseAddr(dst))
	return p
}

func (k *kit) want(got *Trace, verdict pipeline.Outcome, decidedBy string) {
	k.t.Helper()
	name := ""
	if got.DecidedBy != nil {
		name = got.DecidedBy.Name
	}
	if got.Verdict != verdict || name != decidedBy {
		k.t.Errorf("%s: %s, decided by %q; want %s by %q", got.Packet, got.Verdict, name, verdict, decidedBy)
	}
}
