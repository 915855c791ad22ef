package symbolic

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
)

// kit builds pipelines of a client, 10.0.0.0/24, and a server, 10.1.0.4.
type kit struct {
	*pipeline.Builder
	t              *testing.T
	client, server pipeline.PlaceID
}

func newKit(t *testing.T) *kit {
	k := &kit{Builder: pipeline.NewBuilder(), t: t}
	k.client = k.Place(pipeline.Place{Addresses: addrs("10.0.0.0/24"), Answers: true})
	k.server = k.Place(pipeline.Place{Addresses: addrs("10.1.0.4"), Answers: true})
	return k
}

func addrs(text string) packet.AddrSet {
	set, err := packet.ParseAddrSet(text)
	if err != nil {
		panic(err)
	}
	return set
}

func services(text string) packetset.ServiceSet {
	words, err := packet.ParseTraffic(text)
	if err != nil {
		panic(err)
	}
	return packetset.FromTraffic(words, packet.IPv4)
}

// row has the condition "from → to traffic" of texts, "" for any.
func row(from, to, traffic string, a pipeline.Action, c *pipeline.Cause) pipeline.Row {
	r := pipeline.Row{Action: a, Cause: c}
	if from != "" {
		s := addrs(from)
		r.Src = &s
	}
	if to != "" {
		s := addrs(to)
		r.Dst = &s
	}
	if traffic != "" {
		s := services(traffic).Services()[0]
		r.Service = &s
	}
	return r
}

func named(name string) *pipeline.Cause { return &pipeline.Cause{Kind: pipeline.NSGRule, Name: name} }

func unsure(name string) *pipeline.Cause {
	return &pipeline.Cause{Kind: pipeline.NSGRule, Name: name, Gap: &pipeline.Gap{Why: name}}
}

func goTo(t pipeline.TableID) pipeline.Action { return pipeline.Action{Kind: pipeline.Goto, Next: t} }

func (k *kit) deliver(p pipeline.PlaceID) pipeline.Action {
	return pipeline.Action{Kind: pipeline.Deliver, Place: p}
}

var (
	deny = pipeline.Action{Kind: pipeline.Deny}
	drop = pipeline.Action{Kind: pipeline.Drop}
)

// table makes a table, which is where the client starts if it is the last one made.
func (k *kit) table(state *pipeline.State, rows ...pipeline.Row) pipeline.TableID {
	id := k.Table(0, pipeline.FilterTable, "", state, rows...)
	k.SetOrigin(k.client, id)
	return id
}

// answers lets the server's answers go to a table, or straight to the client.
func (k *kit) answers(a pipeline.Action) {
	k.SetOrigin(k.server, k.Table(0, pipeline.RouteTable, "", nil, row("", "", "", a, named("back"))))
}

// reach asks about traffic from the client to anywhere.
func (k *kit) reach(traffic string) *Answer {
	k.t.Helper()
	p, err := k.Build()
	if err != nil {
		k.t.Fatal(err)
	}
	answer, err := Reach(context.Background(), p, k.question(traffic))
	if err != nil {
		k.t.Fatal(err)
	}
	return answer
}

func (k *kit) question(traffic string) Question {
	all := packet.All4()
	return Question{
		From:     []pipeline.Source{{Place: k.client, Addresses: addrs("10.0.0.0/24")}},
		To:       []pipeline.Target{{Place: k.server, Sent: all, Addressed: all}},
		Services: services(traffic),
	}
}

// want compares flows, each told on one line.
func want(t *testing.T, answer *Answer, lines ...string) {
	t.Helper()
	var got []string
	for _, f := range answer.Flows {
		got = append(got, tell(f))
	}
	if diff := cmp.Diff(lines, got); diff != "" {
		t.Errorf("flows: want -, got +:\n%s", diff)
	}
}

func tell(f Flow) string {
	text := strings.ReplaceAll(f.Packets.String(), "\n", " and ") + ": " + f.Outcome.String()
	if f.Cause != nil {
		text += " by " + f.Cause.Name
	}
	if f.Arrived {
		text += " at " + fmt.Sprint(f.Destination) + " as " + f.Seen.String()
	}
	if !f.Certain {
		text += " if"
		for _, g := range f.Gaps {
			text += " " + g.Why
		}
	}
	return text
}
