package estate

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/scenarios/matrix"
	"vnetproof/sim"
	"vnetproof/sim/endpoint"
	"vnetproof/topology/generate"
	"vnetproof/topology/load"
)

// variants are small estates of each pattern.
func variants() map[string]generate.Estate {
	list := map[string]generate.Estate{}
	for pattern, name := range []string{generate.HubSpoke: "hub-spoke", generate.Mesh: "mesh", generate.VirtualWAN: "vwan"} {
		e := small
		e.Pattern = generate.Pattern(pattern)
		list[name] = e
		if e.Pattern != generate.Mesh {
			e.Translated = true
			list[name+", translated"] = e
		}
	}
	return list
}

// TestLeaksAreAllThatZonesReach: in every pattern a zone that is not shared
// reaches of another what was planted, and nothing else.
func TestLeaksAreAllThatZonesReach(t *testing.T) {
	for name, e := range variants() {
		t.Run(name, func(t *testing.T) {
			_, leaks := e.Make()
			m := matrixOf(t, e, Export)
			var got, want []string
			m.Each(func(from, to int, s matrix.Set) {
				a, okA := zoneOf(m.Ends[from].Name, e)
				b, okB := zoneOf(m.Ends[to].Name, e)
				if okA && okB && a != b && a != 0 {
					got = append(got, fmt.Sprint(m.Ends[from].Name, " ", m.Ends[to].Name, " ", s.Delivered, s.OneWay, s.Unknown))
				}
			})
			for _, l := range leaks {
				want = append(want, l.From+" "+l.To+" "+l.Traffic+" none none")
			}
			slices.Sort(got)
			slices.Sort(want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("leaks (-planted +found):\n%s", diff)
			}
			if len(m.Gaps) > 0 {
				t.Errorf("unknown: %s", m.Gaps[0].Why)
			}
		})
	}
}

// zoneOf returns the zone of a subnet of a spoke.
func zoneOf(name string, e generate.Estate) (zone int, ok bool) {
	var n int
	if !strings.HasPrefix(name, "spoke") {
		return 0, false
	}
	fmt.Sscanf(name, "spoke%d", &n)
	return min(n*generate.Zones/e.Spokes, generate.Zones-1), true
}

func matrixOf(t *testing.T, e generate.Estate, f Format) *matrix.Matrix {
	t.Helper()
	dir := t.TempDir()
	files, err := Files(e, f)
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, files)
	d, diags := load.Load(load.Options{Paths: []string{dir}})
	if diags.HasErrors() {
		t.Fatal(diags.Err())
	}
	s, err := sim.New(d, sim.Options{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := matrix.Build(t.Context(), s, endpoint.NewNames(d, s.Pipeline), matrix.By{}, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestFormatsGiveOneMatrix: who may talk to whom does not hang on the format.
func TestFormatsGiveOneMatrix(t *testing.T) {
	for name, e := range variants() {
		t.Run(name, func(t *testing.T) {
			var first []string
			for f := YAML; f <= Export; f++ {
				m := matrixOf(t, e, f)
				var got []string
				m.Each(func(from, to int, s matrix.Set) {
					got = append(got, fmt.Sprint(m.Ends[from].Name, " ", m.Ends[to].Name, " ", s.Delivered, s.OneWay, s.Unknown, s.Partial))
				})
				if first == nil {
					first = got
				}
				if diff := cmp.Diff(first, got); diff != "" || len(got) == 0 {
					t.Errorf("%s differs from yaml in %d pairs:\n%s", f, len(got), diff)
				}
			}
		})
	}
}

// TestUnknownsAreAskedFor: rules name what is not there, on request alone.
func TestUnknownsAreAskedFor(t *testing.T) {
	e := small
	e.Translated, e.Unknown = true, 20
	if m := matrixOf(t, e, Export); len(m.Gaps) == 0 {
		t.Error("nothing is unknown")
	}
}

// TestTranslationIsThere: the internet reaches load balancers, spokes the internet.
func TestTranslationIsThere(t *testing.T) {
	e := small
	e.Translated = true
	m := matrixOf(t, e, Export)
	in, out := 0, 0
	m.Each(func(from, to int, s matrix.Set) {
		switch {
		case m.Ends[from].Name == "internet" && strings.HasPrefix(m.Ends[to].Name, "spoke") && !s.Delivered.IsEmpty():
			in++
		case m.Ends[to].Name == "internet" && s.Delivered.String() == "tcp/443":
			out++
		}
	})
	if in != e.Spokes || out != e.Spokes*e.Subnets {
		t.Errorf("the internet reaches %d subnets and is reached from %d; want %d and %d", in, out, e.Spokes, e.Spokes*e.Subnets)
	}
}
