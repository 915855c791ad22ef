package pairs_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	godiff "github.com/google/go-cmp/cmp"

	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
	"vnetproof/sim/symbolic/pairs"
)

// ring is places 10.0.N.0/24, each with filters of its own that remember, whose
// routes lead by one hub table to all others. Some translate on the way out, so
// that they leave something to symbolic.
func ring(t *testing.T, n, rules int) *pipeline.Pipeline {
	t.Helper()
	b := pipeline.NewBuilder()
	node := b.Node(pipeline.Node{Kind: pipeline.HostNode, Name: "host"})
	var hub []pipeline.Row
	drop := pipeline.Action{Kind: pipeline.Drop}
	routes := b.Reserve(node, pipeline.RouteTable, "hub")
	for i := range n {
		own := prefix(i)
		place := b.Place(pipeline.Place{Node: node, Kind: pipeline.PlannedNode, Resource: "", Addresses: own, Answers: true})
		state := b.State()
		out := b.Table(node, pipeline.FilterTable, "out", &pipeline.State{ID: state, Remember: true, Known: goTo(routes)}, pipeline.Row{Action: goTo(routes)})
		if i%7 == 0 {
			to := packet.AddrSetOf(packet.AddrRange{Lo: own.Ranges()[0].Lo, Hi: own.Ranges()[0].Lo})
			out = b.Table(node, pipeline.FilterTable, "out", &pipeline.State{ID: state, Remember: true, Known: goTo(routes)},
				pipeline.Row{Action: pipeline.Action{Kind: pipeline.Goto, Next: routes, Rewrite: &pipeline.Rewrite{Src: &to}}})
		}
		arrive := pipeline.Action{Kind: pipeline.Deliver, Place: place}
		var list []pipeline.Row
		for k := range rules {
			from, service := prefix((i*31+k*17)%n), packet.NewService(packet.Of(packet.TCP), packet.AllPorts(), packet.PortSetOf(packet.PortRange{Lo: uint16(k * 997), Hi: uint16(k*997 + 500)}))
			row := pipeline.Row{Src: &from, Service: &service, Action: arrive}
			if k%3 == 2 {
				row.Action = drop
			}
			list = append(list, row)
		}
		in := b.Table(node, pipeline.FilterTable, "in", &pipeline.State{ID: state, Remember: true, Known: arrive}, append(list, pipeline.Row{Action: drop})...)
		b.SetOrigin(place, out)
		hub = append(hub, pipeline.Row{Dst: &own, Action: goTo(in)})
	}
	b.Fill(routes, nil, append(hub, pipeline.Row{Action: drop})...)
	p, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func prefix(i int) packet.AddrSet {
	set, err := packet.ParseAddrSet(fmt.Sprintf("10.0.%d.0/24", i))
	if err != nil {
		panic(err)
	}
	return set
}

func goTo(t pipeline.TableID) pipeline.Action { return pipeline.Action{Kind: pipeline.Goto, Next: t} }

// rows tells all that each source sends, in words.
func rows(t *testing.T, e *pairs.Engine, o pairs.Options) []string {
	t.Helper()
	var mu sync.Mutex
	var out []string
	_, err := e.Each(context.Background(), o, func(_ int, r *pairs.Row) error {
		mu.Lock()
		defer mu.Unlock()
		if r.Overrun {
			out = append(out, fmt.Sprintf("%03d overrun", r.Index))
			return nil
		}
		for i := range r.Tiles {
			out = append(out, fmt.Sprintf("%03d at %d: %s", r.Index, r.Tiles[i].Place, r.Packets(&r.Tiles[i])))
		}
		for _, f := range r.Flows {
			out = append(out, fmt.Sprintf("%03d at %d, %s: %s", r.Index, f.Destination, f.Ending, f.Packets))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

// TestCoresFindTheSame: however many cores share the sources, and whatever was
// asked before.
func TestCoresFindTheSame(t *testing.T) {
	p := ring(t, 40, 4)
	one := rows(t, pairs.New(p), pairs.Options{Cores: 1})
	if len(one) < 80 {
		t.Fatalf("only %d tiles and flows", len(one))
	}
	e := pairs.New(p)
	for range 2 {
		if diff := godiff.Diff(one, rows(t, e, pairs.Options{Cores: 4})); diff != "" {
			t.Fatalf("one core -, four +:\n%s", diff)
		}
	}
}

// TestQuestionsAtATime: questions put at a time get the answers that they get alone.
func TestQuestionsAtATime(t *testing.T) {
	p := ring(t, 40, 4)
	shared := pairs.New(p)
	var wait sync.WaitGroup
	for i := range 6 {
		wait.Go(func() {
			q := symbolic.Question{From: pairs.Sources(p)[i : i+34], Services: packetset.AnyService(), Wanted: symbolic.Wanted(i % 3)}
			for k := range 5 {
				to := &p.Places[1+(i+11*k)%40]
				q.To = append(q.To, pipeline.Target{Place: to.ID, Sent: packet.AllAddrs(), Addressed: to.Addresses})
			}
			want, err1 := pairs.New(p).Reach(context.Background(), q)
			got, err2 := shared.Reach(context.Background(), q)
			if err := cmp.Or(err1, err2); err != nil {
				t.Error(err)
				return
			}
			if diff := godiff.Diff(told(want), told(got)); diff != "" {
				t.Errorf("alone -, at a time +:\n%s", diff)
			}
		})
	}
	wait.Wait()
}

func told(a *symbolic.Answer) []string {
	var out []string
	for _, f := range a.Flows {
		out = append(out, fmt.Sprint(f.Source.Place, f.Destination, f.Ending, f.Packets, f.Forward, f.Return))
	}
	return out
}

// TestCanceledQuestionsEnd: with the reason, and without rows of half the truth.
func TestCanceledQuestionsEnd(t *testing.T) {
	e := pairs.New(ring(t, 40, 4))
	ctx, cancel := context.WithCancel(context.Background())
	var mu sync.Mutex
	told := 0
	_, err := e.Each(ctx, pairs.Options{}, func(int, *pairs.Row) error {
		mu.Lock()
		defer mu.Unlock()
		if told++; told == 5 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || told > 10 {
		t.Errorf("%d rows were told, error %v", told, err)
	}
	q := symbolic.Question{From: pairs.Sources(ring(t, 3, 1)), Services: packetset.AnyService(), To: []pipeline.Target{{Place: 1, Sent: packet.AllAddrs()}}}
	if a, err := e.Reach(ctx, q); a != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("answer %v, error %v", a, err)
	}
}
