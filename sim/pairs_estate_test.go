package sim_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/sim/azure"
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic/pairs"
	"vnetproof/sim/walk"
	"vnetproof/topology"
	"vnetproof/topology/decode"
	"vnetproof/topology/generate"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

var town = generate.Estate{Spokes: 20, Subnets: 4, Groups: 20, Rules: 30, FirewallRules: 200, IPGroups: 30, PortRanges: 5, Leaks: 6, Seed: 3}

// estate compiles an estate, and returns its leaks.
func estate(t testing.TB, e generate.Estate) (*pipeline.Pipeline, []generate.Leak) {
	t.Helper()
	n, err := azure.Compile(estateDesign(t, e), azure.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, leaks := e.Make()
	return n.Pipeline, leaks
}

// estateDesign reads an estate.
func estateDesign(t testing.TB, e generate.Estate) *topology.Design {
	t.Helper()
	resources, _ := e.Make()
	var diags source.Diagnostics
	d := decode.New(&diags)
	for _, r := range resources {
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		d.Add(tree.ParseJSON(source.NewFile(r.Name, text), text, &diags))
	}
	design := d.Finish()
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return design
}

// delivered is what arrives for certain and is answered, by source and destination.
type delivered map[[2]pipeline.PlaceID]packetset.Set

func allPairs(t testing.TB, p *pipeline.Pipeline, o pairs.Options) (delivered, *pairs.Result) {
	t.Helper()
	var mu sync.Mutex
	all := delivered{}
	result, err := pairs.Each(context.Background(), p, o, func(_ int, r *pairs.Row) error {
		mu.Lock()
		defer mu.Unlock()
		for i := range r.Tiles {
			key := [2]pipeline.PlaceID{r.Source.Place, r.Tiles[i].Place}
			all[key] = all[key].Union(r.Packets(&r.Tiles[i]))
		}
		for _, f := range r.Flows {
			if f.Certain && f.Outcome == pipeline.Delivered {
				key := [2]pipeline.PlaceID{r.Source.Place, f.Destination}
				all[key] = all[key].Union(f.Packets)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all, result
}

// TestPairsOfEstatesWalk: random packets of an estate are delivered if and only
// if their walk is. Half of them are drawn from what the engine says is delivered.
func TestPairsOfEstatesWalk(t *testing.T) {
	p, _ := estate(t, town)
	all, _ := allPairs(t, p, pairs.Options{})
	random := rand.New(rand.NewPCG(1, 2))
	hosts := hostsOf(p)
	keys := sortedKeys(all)
	arrived := 0
	for i := range 10_000 {
		from, to := hosts[random.IntN(len(hosts))], hosts[random.IntN(len(hosts))]
		sent := packet.Packet{Protocol: packet.TCP, Src: anyOf(random, from.Addresses), Dst: anyOf(random, to.Addresses), SrcPort: 40_000, DstPort: uint16(random.IntN(12_000))}
		if i%2 == 0 {
			key := keys[random.IntN(len(keys))]
			from, to = &p.Places[key[0]], &p.Places[key[1]]
			boxes := all[key].OfFamily(packet.IPv4).Boxes()
			box := boxes[random.IntN(len(boxes))]
			sent, _ = packetset.FromBoxes(box).Pick()
			sent.Src, sent.Dst = anyOf(random, box.Src), anyOf(random, box.Dst)
		}
		got := all[[2]pipeline.PlaceID{from.ID, to.ID}].Contains(sent)
		trace := walk.Walk(p, from.ID, sent)
		b := trace.Branches[0]
		want := len(trace.Branches) == 1 && b.Outcome == pipeline.Delivered && b.To == to.ID
		if got != want {
			t.Fatalf("%s: delivered as a set: %v, walked: %v", sent, got, want)
		}
		if got {
			arrived++
		}
	}
	if arrived < 2000 {
		t.Errorf("only %d of the packets arrive", arrived)
	}
}

func hostsOf(p *pipeline.Pipeline) []*pipeline.Place {
	var hosts []*pipeline.Place
	for i := range p.Places {
		if place := &p.Places[i]; place.Kind == pipeline.PlannedNode {
			hosts = append(hosts, place)
		}
	}
	return hosts
}

// sortedKeys returns the pairs between which IPv4 gets through, in order.
func sortedKeys(all delivered) [][2]pipeline.PlaceID {
	var keys [][2]pipeline.PlaceID
	for key, set := range all {
		if !set.OfFamily(packet.IPv4).IsEmpty() {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b [2]pipeline.PlaceID) int { return slices.Compare(a[:], b[:]) })
	return keys
}

// anyOf draws an address of a set.
func anyOf(random *rand.Rand, set packet.AddrSet) netip.Addr {
	ranges := set.OfFamily(packet.IPv4).Ranges()
	r := ranges[random.IntN(len(ranges))]
	a := r.Lo
	for range random.IntN(32) {
		if a == r.Hi {
			break
		}
		a = a.Next()
	}
	return a
}

// TestLeaksAreFoundAndNoneInvented: between zones gets through what was
// planted, and nothing else.
func TestLeaksAreFoundAndNoneInvented(t *testing.T) {
	p, leaks := estate(t, town)
	all, _ := allPairs(t, p, pairs.Options{})
	var got, want []string
	for key, set := range all {
		from, to := &p.Places[key[0]], &p.Places[key[1]]
		a, okA := zoneOf(from)
		b, okB := zoneOf(to)
		if okA && okB && a != b && a != 0 {
			got = append(got, pathOf(from)+" "+pathOf(to)+" "+set.Traffic().String())
		}
	}
	for _, l := range leaks {
		want = append(want, l.From+" "+l.To+" "+l.Traffic)
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("leaks (-planted +found):\n%s", diff)
	}
}

// pathOf is the short name of a subnet, "vnet/subnet".
func pathOf(p *pipeline.Place) string { return p.Subnet.Parent().Name() + "/" + p.Subnet.Name() }

// zoneOf returns the zone of the planned hosts of a spoke.
func zoneOf(p *pipeline.Place) (zone int, ok bool) {
	var n int
	if p.Kind != pipeline.PlannedNode || !strings.HasPrefix(pathOf(p), "spoke") {
		return 0, false
	}
	fmt.Sscanf(pathOf(p), "spoke%d", &n)
	return min(n*generate.Zones/town.Spokes, generate.Zones-1), true
}

// TestAnyNumberOfCoresFindsTheSame: how the sources are shared out changes nothing.
func TestAnyNumberOfCoresFindsTheSame(t *testing.T) {
	p, _ := estate(t, town)
	one, _ := allPairs(t, p, pairs.Options{Cores: 1})
	three, _ := allPairs(t, p, pairs.Options{Cores: 3})
	for key, set := range one {
		if !three[key].Equal(set) {
			t.Fatalf("from %d to %d they differ", key[0], key[1])
		}
	}
	if len(one) != len(three) {
		t.Errorf("%d and %d pairs", len(one), len(three))
	}
}

// TestWorkOfPairsGrows guards the growth of the work by counting it: four times
// as much input makes at most 4 to the power of the limit as much work.
func TestWorkOfPairsGrows(t *testing.T) {
	base := generate.Estate{Spokes: 20, Subnets: 4, Groups: 20, Rules: 25, FirewallRules: 200, IPGroups: 30, Seed: 5}
	for _, tc := range []struct {
		what  string
		limit float64
		grow  func(e *generate.Estate)
	}{
		{"spokes", 1.2, func(e *generate.Estate) { e.Spokes, e.Groups = 4*e.Spokes, 4*e.Groups }},
		{"rules", 1.2, func(e *generate.Estate) { e.Rules *= 4 }},
		{"firewall rules", 1.3, func(e *generate.Estate) { e.FirewallRules *= 4 }},
	} {
		t.Run(tc.what, func(t *testing.T) {
			big := base
			tc.grow(&big)
			power := math.Log(float64(workOf(t, big))/float64(workOf(t, base))) / math.Log(4)
			t.Logf("the work grows with the power %.2f", power)
			if power > tc.limit {
				t.Errorf("the work grows with the power %.2f of the %s, more than %.1f", power, tc.what, tc.limit)
			}
		})
	}
}

func workOf(t testing.TB, e generate.Estate) int {
	t.Helper()
	p, _ := estate(t, e)
	result, err := pairs.Each(context.Background(), p, pairs.Options{Cores: 1}, func(int, *pairs.Row) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	return result.Work
}

// TestBudgetOverruns: past the budget a source says so, and what it found is no answer.
func TestBudgetOverruns(t *testing.T) {
	p, _ := estate(t, town)
	overrun := 0
	_, err := pairs.Each(context.Background(), p, pairs.Options{Budget: 10, Cores: 1}, func(_ int, r *pairs.Row) error {
		if r.Overrun {
			overrun++
		}
		return nil
	})
	if err != nil || overrun == 0 {
		t.Errorf("%d sources overrun, error %v", overrun, err)
	}
}

func BenchmarkPairs(b *testing.B) {
	for _, spokes := range []int{10, 100, 1000} {
		b.Run(fmt.Sprint(10*spokes, " subnets"), func(b *testing.B) {
			p, _ := estate(b, generate.Estate{Spokes: spokes, Subnets: 10, Groups: spokes, Rules: 50, FirewallRules: 2000, IPGroups: 300, Seed: 1})
			b.ReportAllocs()
			for b.Loop() {
				result, err := pairs.Each(context.Background(), p, pairs.Options{}, func(int, *pairs.Row) error { return nil })
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(result.Work)/float64(result.Sources), "work/source")
				b.ReportMetric(float64(result.Tiles), "tiles")
			}
		})
	}
}
