package diff

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vnetproof/sim"
	"vnetproof/sim/azure"
	"vnetproof/sim/change"
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
	"vnetproof/topology"
	"vnetproof/topology/generate"
	"vnetproof/topology/native/nativetest"
)

// drawVersions draws a design and one that differs in a few choices.
func drawVersions(t *testing.T, r *rapid.T) (before, after *topology.Design) {
	choices := rapid.SliceOfN(rapid.Uint8(), 400, 400).Draw(r, "choices")
	draw := func() *topology.Design {
		at := 0
		text, facts := generate.Random(func(n int) int {
			at++
			return int(choices[at%len(choices)]) % n
		})
		return nativetest.Read(t, text, facts)
	}
	before = draw()
	for range rapid.IntRange(0, 3).Draw(r, "changes") {
		choices[rapid.IntRange(0, len(choices)-1).Draw(r, "which")]++
	}
	return before, draw()
}

func designerOf(r *rapid.T, before, after *topology.Design, o DesignOptions) *designer {
	options := sim.Options{StandIns: azure.NewStandIns(), Services: append(azure.TagsNamed(before), azure.TagsNamed(after)...)}
	a, err := sim.New(before, options)
	if err != nil {
		r.Fatal(err)
	}
	b, err := sim.New(after, options)
	if err != nil {
		r.Fatal(err)
	}
	return newDesigner(a, b, change.Between(a.Pipeline, b.Pipeline), o)
}

// totals are all packets of each kind of change between two ends.
func totals(d *designer) map[string]packetset.Set {
	out := map[string]packetset.Set{}
	for i := range d.moved {
		for _, m := range d.moved[i] {
			key := fmt.Sprint(m.origin, m.kind, m.perhaps, m.end)
			out[key] = out[key].Union(m.packets)
		}
	}
	return out
}

func same(a, b map[string]packetset.Set) string {
	for key, set := range a {
		if !b[key].Equal(set) {
			return fmt.Sprintf("%s: %s, and %s", key, set, b[key])
		}
	}
	if len(a) != len(b) {
		return fmt.Sprintf("%d and %d kinds of change", len(a), len(b))
	}
	return ""
}

// TestFastAndSlowFindTheSame: following what may differ finds what following
// everything does.
func TestFastAndSlowFindTheSame(t *testing.T) {
	changes := 0
	rapid.Check(t, func(r *rapid.T) {
		if rapid.IntRange(0, 3).Draw(r, "one of four is compared, for each costs much") != 0 {
			return
		}
		before, after := drawVersions(t, r)
		fast := designerOf(r, before, after, DesignOptions{Budget: 1 << 11})
		slow := designerOf(r, before, after, DesignOptions{Budget: 1 << 11, slow: true})
		for _, d := range []*designer{fast, slow} {
			if err := d.compareAll(context.Background()); err != nil {
				r.Fatal(err)
			}
		}
		for _, overrun := range append(fast.overrun, slow.overrun...) {
			if overrun {
				return
			}
		}
		is := totals(fast)
		changes += len(is)
		if text := same(totals(slow), is); text != "" {
			r.Fatalf("slow and fast differ: %s", text)
		}
		if _, err := fast.result(); err != nil {
			r.Fatal(err)
		}
	})
	if changes == 0 {
		t.Error("nothing changed")
	}
}

// TestDesignsDifferBySubtraction: what is opened and closed is what one full
// answer has and the other has not.
func TestDesignsDifferBySubtraction(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		if rapid.IntRange(0, 3).Draw(r, "one of four is compared, for each costs much") != 0 {
			return
		}
		before, after := drawVersions(t, r)
		d := designerOf(r, before, after, DesignOptions{})
		if err := d.compareAll(context.Background()); err != nil {
			r.Fatal(err)
		}
		for i, at := range d.origins {
			if at.old == 0 || at.new == 0 || d.overrun[i] {
				continue
			}
			was, openWas, ok1 := arrivals(r, d.was, d.old, at.old, at.addresses)
			is, openIs, ok2 := arrivals(r, d.is, d.new, at.new, at.addresses)
			if !ok1 || !ok2 {
				continue
			}
			open := openWas.Union(openIs)
			want := map[Kind]map[endID]packetset.Set{Opened: {}, Closed: {}}
			for end := range d.ends.groups {
				a, b := was[endID(end)], is[endID(end)]
				want[Opened][endID(end)] = b[1].Subtract(a[1]).Union(b[0].Subtract(a[0])).Subtract(open)
				want[Closed][endID(end)] = a[1].Subtract(b[1]).Union(a[0].Subtract(b[0])).Subtract(open)
			}
			got := map[Kind]map[endID]packetset.Set{Opened: {}, Closed: {}}
			for _, m := range d.moved[i] {
				if set := m.packets.Subtract(open); m.kind != Rerouted && !set.IsEmpty() {
					got[m.kind][m.end] = got[m.kind][m.end].Union(set)
				}
			}
			internet := d.ends.ofNew[d.new.Network.Internet]
			for kind := range want {
				for end, set := range want[kind] {
					if end == internet {
						set, _ = set.SplitMatch(nil, &d.public, nil)
					}
					if !got[kind][end].Equal(set) {
						r.Fatalf("%v %s to %s: got %s, want %s", at, kind, d.ends.groups[end], got[kind][end], set)
					}
				}
			}
		}
	})
}

// arrivals returns for each end what arrives, and what is answered; and apart
// what may have several fates.
func arrivals(r *rapid.T, v *version, s *sim.Simulation, place pipeline.PlaceID, own packet.AddrSet) (map[endID][2]packetset.Set, packetset.Set, bool) {
	var all, open packetset.Set
	for _, f := range packet.Families() {
		all = all.Union(packetset.Of(own.OfFamily(f), packet.AllOf(f), packetset.FromTraffic(packet.AnyTraffic(), f)))
	}
	answer, err := symbolic.Follow(context.Background(), s.Pipeline, pipeline.Source{Place: place, Addresses: own}, all, 1<<14)
	if errors.Is(err, symbolic.ErrBudget) {
		return nil, open, false
	}
	if err != nil {
		r.Fatal(err)
	}
	out := map[endID][2]packetset.Set{}
	for i := range answer.Flows {
		f := &answer.Flows[i]
		if !f.Certain || v.isSplit(f) {
			open = open.Union(f.Packets)
			continue
		}
		end := v.ends[f.Destination]
		if !f.Arrived || end == 0 || f.Destination == place && s.Pipeline.Places[place].Kind != pipeline.PlannedNode {
			continue
		}
		sets := out[end]
		sets[0] = sets[0].Union(f.Packets)
		if f.Outcome == pipeline.Delivered {
			sets[1] = sets[1].Union(f.Packets)
		}
		out[end] = sets
	}
	return out, open, true
}

// design is a hub with a firewall and two spokes; edits replace parts of it.
func design(t *testing.T, edits ...string) *topology.Design {
	text := `
virtualNetworks:
  hub:
    addressPrefixes: [10.0.0.0/16]
    subnets:
      AzureFirewallSubnet: {addressPrefix: 10.0.0.0/26}
    peerings: {to-web: {remoteVirtualNetwork: web, allowForwardedTraffic: true}, to-data: {remoteVirtualNetwork: data, allowForwardedTraffic: true}}
  web:
    addressPrefixes: [10.1.0.0/16]
    subnets:
      app: {addressPrefix: 10.1.1.0/24, networkSecurityGroup: app-nsg, routeTable: web-rt, defaultOutboundAccess: false}
    peerings: {to-hub: {remoteVirtualNetwork: hub, allowForwardedTraffic: true}, to-data: {remoteVirtualNetwork: data}}
  data:
    addressPrefixes: [10.2.0.0/16]
    subnets:
      sql: {addressPrefix: 10.2.1.0/24, networkSecurityGroup: data-nsg, routeTable: data-rt, defaultOutboundAccess: false}
    peerings: {to-hub: {remoteVirtualNetwork: hub, allowForwardedTraffic: true}, to-web: {remoteVirtualNetwork: web}}
routeTables:
  web-rt: {routes: [{name: data, addressPrefix: 10.2.0.0/16, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4}]}
  data-rt: {routes: [{name: web, addressPrefix: 10.1.0.0/16, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4}]}
networkSecurityGroups:
  app-nsg: {securityRules: [{name: deny, priority: 4000, direction: Inbound, access: Deny}]}
  data-nsg:
    securityRules:
      - {name: sql, priority: 100, direction: Inbound, access: Allow, protocol: Tcp, source: 10.1.1.0/24, destinationPorts: [1433]}
      - {name: deny, priority: 4000, direction: Inbound, access: Deny}
firewallPolicies:
  p:
    threatIntelMode: Off
    ruleCollectionGroups:
      g: {priority: 100, ruleCollections: [{name: c, priority: 100, action: Allow, rules: [{name: sql, protocols: [TCP], source: 10.1.0.0/16, destination: 10.2.0.0/16, destinationPorts: [1400-1500]}]}]}
azureFirewalls:
  fw: {sku: Standard, firewallPolicy: p, subnet: hub/AzureFirewallSubnet, privateIPAddress: 10.0.0.4}
`
	for i := 0; i < len(edits); i += 2 {
		if !strings.Contains(text, edits[i]) {
			t.Fatalf("the design has no %q", edits[i])
		}
		text = strings.Replace(text, edits[i], edits[i+1], 1)
	}
	return nativetest.Read(t, text, "")
}

func toldDesigns(r *Designs) []string {
	var out []string
	for _, f := range append(append([]*Flow{}, r.Flows...), r.Perhaps...) {
		name := func(list []string) string { return strings.Join(list, "+") }
		var from, to []string
		for _, e := range f.Source {
			from = append(from, e.Name)
		}
		for _, e := range f.Destination {
			to = append(to, e.Name)
		}
		line := fmt.Sprintf("%s %s → %s %s", f.Kind, name(from), name(to), f.Traffic)
		if f.Cause != nil {
			line += " by " + f.Cause.Name
		}
		if f.Was != nil {
			line += " was " + f.Was.Name
		}
		if f.With != WithNeither {
			line += " " + f.With.String()
		}
		if f.Kind == Rerouted {
			line += fmt.Sprint(" over ", f.Path, " was ", f.WasPath)
		}
		out = append(out, line)
	}
	return out
}

func TestChangesOfDesigns(t *testing.T) {
	for _, tc := range []struct {
		name  string
		edits []string
		want  []string
	}{
		{"nothing", nil, nil},
		{"a port is opened and one closed", []string{"destinationPorts: [1433]}\n", "destinationPorts: [1434]}\n"}, []string{
			"opened web/app → data/sql tcp/1434 by sql was deny",
			"closed web/app → data/sql tcp/1433 by deny was sql",
		}},
		{"one way goes past the firewall, which refuses the answers", []string{"10.2.0.0/16, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4", "10.2.9.0/24, nextHopType: None"},
			[]string{"closed web/app → data/sql tcp/1433 by 10.2.0.0/16 was web-rt/data"}},
		{"both ways go past the firewall", []string{"10.2.0.0/16, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4", "10.2.9.0/24, nextHopType: None",
			"10.1.0.0/16, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4", "10.1.9.0/24, nextHopType: None"},
			[]string{"rerouted web/app → data/sql tcp/1433 by 10.2.0.0/16 was web-rt/data over [] was [fw]"}},
		{"a subnet is added", []string{"      app: {", "      tools: {addressPrefix: 10.1.2.0/29}\n      app: {"}, []string{
			"opened web/app → web/tools any by 10.1.0.0/16 was web added",
			"opened web/tools → any public address tcp udp by 0.0.0.0/0 added",
			"opened web/tools → web/tools any by 10.1.0.0/16 added",
		}},
		{"a filter with another name does the same", []string{"networkSecurityGroup: data-nsg", "networkSecurityGroup: other-nsg", "  data-nsg:", "  other-nsg:"}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r, err := OfDesigns(t.Context(), design(t), design(t, tc.edits...), DesignOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, toldDesigns(r)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
