package azure_test

import (
	"net/netip"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"vnetproof/sim/azure"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
	"vnetproof/topology/generate"
	"vnetproof/topology/source"
)

// twins have routes that subnets share: with a route table, without, and with
// what makes a subnet select its own.
const twins = `
location: westeurope
virtualNetworks:
  web:
    addressPrefixes: [10.1.0.0/16]
    peerings: {to-hub: {remoteVirtualNetwork: hub, allowForwardedTraffic: true}}
    subnets:
      a: {addressPrefix: 10.1.1.0/24, routeTable: out}
      b: {addressPrefix: 10.1.2.0/24, routeTable: out, networkSecurityGroup: g}
      c: {addressPrefix: 10.1.3.0/24}
      d: {addressPrefix: 10.1.4.0/24, networkSecurityGroup: g}
      e: {addressPrefix: 10.1.5.0/24, routeTable: out, serviceEndpoints: [Microsoft.Storage]}
      GatewaySubnet: {addressPrefix: 10.1.6.0/24}
  hub:
    addressPrefixes: [10.0.0.0/16]
    peerings: {to-web: {remoteVirtualNetwork: web, allowForwardedTraffic: true}}
    subnets: {x: {addressPrefix: 10.0.0.0/24}, y: {addressPrefix: 10.0.1.0/24}}
routeTables:
  out: {routes: {all: {addressPrefix: 0.0.0.0/0, nextHopType: VirtualAppliance, nextHopIPAddress: 10.0.0.4}}}
networkSecurityGroups:
  g: {securityRules: [{name: r, priority: 100, direction: Inbound, access: Deny, protocol: "*", source: VirtualNetwork, destination: "*", destinationPorts: "*"}]}
virtualMachines:
  nva: {nics: [{name: nva-nic, subnet: hub/x, privateIPAddress: 10.0.0.4, enableIPForwarding: true}]}
  vm: {nics: [{name: vm-nic, subnet: web/b}]}
`

func TestSharedRoutesAreThoseOfEachSubnet(t *testing.T) {
	compareShared(t, read(t, twins), azure.Options{})
	compareShared(t, read(t, twins), azure.Options{Strict: true})
	compareShared(t, design(t, generate.Estate{Spokes: 10, Subnets: 4, Groups: 5, Rules: 10, FirewallRules: 20, IPGroups: 5, Seed: 1}), azure.Options{})
}

func TestSharedRoutesOfAnyDesign(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text, facts := generate.Random(func(n int) int { return rapid.IntRange(0, n-1).Draw(rt, "choice") })
		compareShared(t, read(t, text, facts), azure.Options{Strict: rapid.Bool().Draw(rt, "strict")})
	})
}

// compareShared compares a network with one in which no subnet shares routes.
func compareShared(t *testing.T, d *topology.Design, o azure.Options) {
	t.Helper()
	shared, err := azure.Compile(d, o)
	if err != nil {
		t.Fatal(err)
	}
	own, err := azure.CompileUnshared(d, o)
	if err != nil {
		t.Fatal(err)
	}
	p, q := shared.Pipeline, own.Pipeline
	if len(p.Tables) != len(q.Tables) || !slices.EqualFunc(p.AddrSets, q.AddrSets, packet.AddrSet.Equal) {
		t.Fatal("other tables or address sets")
	}
	for i := range p.Tables {
		compareTables(t, &p.Tables[i], &q.Tables[i])
	}
	for _, v := range d.VirtualNetworks {
		for _, s := range v.Subnets {
			if diff := cmp.Diff(own.EffectiveRoutes(s.ID), shared.EffectiveRoutes(s.ID), cmpopts.IgnoreUnexported(azure.EffectiveRoute{}),
				cmpopts.EquateComparable(netip.Prefix{}, netip.Addr{}, source.Pos{})); diff != "" {
				t.Errorf("routes of %s: %s", s.ID.Path(), diff)
			}
		}
	}
}

func compareTables(t *testing.T, a, b *pipeline.Table) {
	t.Helper()
	if a.Name != b.Name || a.Node != b.Node || a.Kind != b.Kind || !reflect.DeepEqual(a.Exits, b.Exits) || !reflect.DeepEqual(a.State, b.State) {
		t.Fatalf("table %q is %+v, want %+v", a.Name, a, b)
	}
	if a.Body == nil || b.Body == nil {
		return
	}
	if !slices.Equal(a.Body.Entries, b.Body.Entries) {
		t.Fatalf("entries of %q are %v, want %v", a.Name, a.Body.Entries, b.Body.Entries)
	}
	for i := range a.Body.Entries {
		if x, y := a.Causes.At(i), b.Causes.At(i); !reflect.DeepEqual(x, y) {
			t.Errorf("cause %d of %q is %+v, want %+v", i, a.Name, x, y)
		}
	}
}
