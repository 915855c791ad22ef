package azure_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/sim/pipeline"
)

// plainNet is a VNet with one subnet; $SPACE, $TABLE and $ROUTES vary.
const plainNet = `
virtualNetworks:
  net:
    addressPrefixes: [$SPACE]
    subnets:
      app: {addressPrefix: 10.1.1.0/24, routeTable: rt}
      dmz: {addressPrefix: 10.1.2.0/24}
    peerings: {to-far: {remoteVirtualNetwork: far, allowForwardedTraffic: true}}
  far:
    addressPrefixes: [10.9.0.0/16]
    subnets: {z: {addressPrefix: 10.9.0.0/24}}
    peerings: {to-net: {remoteVirtualNetwork: net, allowForwardedTraffic: true}}
routeTables:
  rt: {routes: [$ROUTES]}
virtualMachines:
  app1: {nics: [{subnet: net/app, privateIPAddress: 10.1.1.4}]}
  app2: {nics: [{subnet: net/app, privateIPAddress: 10.1.1.5}]}
  dmz1: {nics: [{subnet: net/dmz, privateIPAddress: 10.1.2.9}]}
  nva1: {nics: [{subnet: net/dmz, privateIPAddress: 10.1.2.4, enableIPForwarding: true}]}
  z1: {nics: [{subnet: far/z, privateIPAddress: 10.9.0.4}]}
`

// routed is plainNet with user routes "name prefix type [address]".
func routed(space string, routes ...string) string {
	var list []string
	for _, r := range routes {
		f := strings.Fields(r)
		text := "{name: " + f[0] + ", addressPrefix: \"" + f[1] + "\", nextHopType: " + f[2]
		if len(f) > 3 {
			text += ", nextHopIpAddress: \"" + f[3] + "\""
		}
		list = append(list, text+"}")
	}
	return strings.NewReplacer("$SPACE", space, "$ROUTES", strings.Join(list, ", ")).Replace(plainNet)
}

// routesOf lists the routes of net/app under user routes.
func routesOf(t *testing.T, space string, routes ...string) []string {
	t.Helper()
	return compile(t, routed(space, routes...)).routes("net", "app")
}

func TestRT01_SystemRoutes(t *testing.T) {
	for _, tc := range []struct {
		name   string
		routes []string
		want   []string
	}{
		{"without user routes", nil, []string{
			"Default Active 10.1.0.0/16 VnetLocal", "Default Active 10.9.0.0/16 VNetPeering",
			"Default Active 192.168.0.0/16 None", "Default Active 172.16.0.0/12 None", "Default Active 100.64.0.0/10 None",
			"Default Active 10.0.0.0/8 None", "Default Active 0.0.0.0/0 Internet"}},
		{"0/0 to an appliance takes the None routes", []string{"all 0.0.0.0/0 VirtualAppliance 10.1.2.4"}, []string{
			"Default Active 10.1.0.0/16 VnetLocal", "Default Active 10.9.0.0/16 VNetPeering",
			"User Active 0.0.0.0/0 VirtualAppliance 10.1.2.4 rt/all", "Default Invalid 0.0.0.0/0 Internet"}},
		{"0/0 to None takes them too", []string{"all 0.0.0.0/0 None"}, []string{
			"Default Active 10.1.0.0/16 VnetLocal", "Default Active 10.9.0.0/16 VNetPeering",
			"User Active 0.0.0.0/0 None rt/all", "Default Invalid 0.0.0.0/0 Internet"}},
		{"0/0 to Internet leaves them", []string{"all 0.0.0.0/0 Internet"}, []string{
			"Default Active 10.1.0.0/16 VnetLocal", "Default Active 10.9.0.0/16 VNetPeering",
			"Default Active 192.168.0.0/16 None", "Default Active 172.16.0.0/12 None", "Default Active 100.64.0.0/10 None",
			"Default Active 10.0.0.0/8 None", "User Active 0.0.0.0/0 Internet rt/all", "Default Invalid 0.0.0.0/0 Internet"}},
	} {
		if diff := cmp.Diff(tc.want, routesOf(t, "10.1.0.0/16", tc.routes...)); diff != "" {
			t.Errorf("%s:\n%s", tc.name, diff)
		}
	}
}

func TestRT01_PlatformRangesAreDropped(t *testing.T) {
	compile(t, routed("10.1.0.0/16")).check(
		want{"a platform range", "app1 198.18.0.10 tcp/443", "dropped by route 198.18.0.0/15"},
		want{"beside it", "app1 198.20.0.10 tcp/443", "delivered by route 0.0.0.0/0"},
	)
}

func TestRT02_VNetSpaceAndNoneRanges(t *testing.T) {
	for _, tc := range []struct{ name, space, want string }{
		{"equal", "10.0.0.0/8", "Default Active 10.0.0.0/8 VnetLocal"},
		{"inside", "10.1.0.0/16", "Default Active 10.0.0.0/8 None"},
	} {
		design := strings.ReplaceAll(routed(tc.space), "10.9.", "172.20.")
		var got string
		for _, line := range compile(t, design).routes("net", "app") {
			if strings.Contains(line, " 10.0.0.0/8 ") {
				got = line
			}
		}
		if got != tc.want {
			t.Errorf("%s: got %q, want %q", tc.name, got, tc.want)
		}
	}
}

func TestRT04_LengthThenRank(t *testing.T) {
	w := compile(t, routed("10.1.0.0/16", "far 10.9.0.0/24 VirtualAppliance 10.1.2.4", "far16 10.9.0.0/16 None"))
	w.check(
		want{"the longer user route", "app1 10.9.0.4 tcp/443", "delivered by route 10.9.0.0/16"},
		want{"the user route of equal prefix", "app1 10.9.7.4 tcp/443", "dropped by route rt/far16"},
		want{"elsewhere nothing changed", "dmz1 10.9.7.4 tcp/443", "dropped by noHost far"},
	)
	if got := w.hops(w.trace("app1 10.9.0.4 tcp/443")); !strings.Contains(got, "app1 nva1 ") {
		t.Errorf("the longer route leads over nva1: %q", got)
	}
}

func TestRT06_LosersAreInvalid(t *testing.T) {
	got := routesOf(t, "10.1.0.0/16", "ten 10.0.0.0/8 VirtualAppliance 10.1.2.4", "far 10.9.0.0/16 None")
	want := []string{
		"Default Active 10.1.0.0/16 VnetLocal", "User Active 10.9.0.0/16 None rt/far", "Default Invalid 10.9.0.0/16 VNetPeering",
		"Default Active 192.168.0.0/16 None", "Default Active 172.16.0.0/12 None", "Default Active 100.64.0.0/10 None",
		"User Active 10.0.0.0/8 VirtualAppliance 10.1.2.4 rt/ten", "Default Active 0.0.0.0/0 Internet"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRT07_NextHopTypes(t *testing.T) {
	compile(t, routed("10.1.0.0/16", "out 203.0.113.0/25 Internet", "local 10.77.0.0/16 VnetLocal", "none 203.0.113.128/25 None",
		"gw 198.51.100.0/24 VirtualNetworkGateway")).check(
		want{"Internet", "app1 203.0.113.10 tcp/443", "delivered by route rt/out"},
		want{"VnetLocal outside the VNet", "app1 10.77.0.4 tcp/443", "dropped by noHost net"},
		want{"None", "app1 203.0.113.200 tcp/443", "dropped by route rt/none"},
		want{"a gateway that is not there", "app1 198.51.100.7 tcp/443", "dropped by route rt/gw"},
	)
}

func TestRT08_NextHopAddresses(t *testing.T) {
	for _, tc := range []want{
		{"inside the VNet", "10.1.2.4", "delivered by route 10.9.0.0/16"},
		{"in a direct peer, of a host that does not forward", "10.9.0.4", "delivered by route rt/r"},
		{"held by nothing", "10.1.2.77", "dropped by route rt/r"},
		{"neither here nor in a peer", "172.16.0.4", "dropped by route rt/r"},
	} {
		w := compile(t, routed("10.1.0.0/16", "r 10.9.0.0/16 VirtualAppliance "+tc.line))
		w.check(want{tc.name, "app1 10.9.0.4 tcp/443", tc.want})
	}
	w := compile(t, routed("10.1.0.0/16", "r 10.1.0.0/16 VirtualAppliance 10.1.2.4"))
	if tr := w.trace("app1 10.1.2.9 tcp/443"); tr.Verdict != pipeline.Delivered || !strings.HasPrefix(w.hops(tr), "app1 nva1 ") {
		t.Errorf("a prefix around its own next hop: %s over %q", tr.Verdict, w.hops(tr))
	}
}

func TestRT11_UserRouteKeepsTheInternet(t *testing.T) {
	facts := "learnedRoutes: [{gateway: vpn, from: hq, prefixes: [0.0.0.0/0]}]"
	bgp := strings.Replace(transit, "gatewayType: Vpn,", "gatewayType: Vpn, enableBgp: true,", 1)
	learned := compile(t, bgp, facts)
	if hops := learned.hops(learned.trace("m1 203.0.113.10 tcp/443")); !strings.Contains(hops, " vpn") {
		t.Errorf("BGP takes the default route: %q", hops)
	}
	own := strings.Replace(bgp, "mgmt: {addressPrefix: 10.0.2.0/24}", "mgmt: {addressPrefix: 10.0.2.0/24, routeTable: out}", 1)
	own = strings.Replace(own, "routeTables:\n", "routeTables:\n  out: {routes: [{name: all, addressPrefix: 0.0.0.0/0, nextHopType: Internet}]}\n", 1)
	w := compile(t, own, facts)
	w.check(want{"a user route to Internet", "m1 203.0.113.10 tcp/443", "delivered by route out/all"})
	if hops := w.hops(w.trace("m1 203.0.113.10 tcp/443")); strings.Contains(hops, " vpn") {
		t.Errorf("past the gateway: %q", hops)
	}
}

func TestV602_SystemRoutesOfIPv6(t *testing.T) {
	dual := strings.Replace(routed("10.1.0.0/16, \"fd00:1::/48\""), "app: {addressPrefix: 10.1.1.0/24,", "app: {addressPrefixes: [10.1.1.0/24, \"fd00:1:0:1::/64\"],", 1)
	got := compile(t, dual).routes("net", "app")
	for _, line := range []string{"Default Active fd00:1::/48 VnetLocal", "Default Active ::/0 Internet"} {
		if !slices.Contains(got, line) {
			t.Errorf("no %q among %v", line, got)
		}
	}
	if slices.Contains(routesOf(t, "10.1.0.0/16"), "Default Active ::/0 Internet") {
		t.Error("a VNet without IPv6 has an IPv6 route")
	}
}

func TestRT12_ServiceTagsInUserRoutes(t *testing.T) {
	facts := "serviceTags: {Storage: [20.60.0.0/16, 20.61.0.0/16], Storage.WestEurope: [20.60.0.0/16]}"
	w := compile(t, routed("10.1.0.0/16", "global Storage None", "regional Storage.WestEurope Internet"), facts)
	w.check(
		want{"the regional tag beats the global one", "app1 20.60.0.4 tcp/443", "delivered by route rt/regional"},
		want{"the rest of the global one", "app1 20.61.0.4 tcp/443", "dropped by route rt/global"},
		want{"outside", "app1 20.62.0.4 tcp/443", "delivered by route 0.0.0.0/0"},
	)
	explicit := compile(t, routed("10.1.0.0/16", "regional Storage.WestEurope Internet", "own 20.60.0.0/16 None"), facts)
	explicit.check(want{"an explicit route beats the tag", "app1 20.60.0.4 tcp/443", "dropped by route rt/own"})
	unknown := compile(t, routed("10.1.0.0/16", "global Storage None"))
	unknown.check(
		want{"without ranges any public address may be in it", "app1 20.60.0.4 tcp/443", "inconclusive by route rt/global"},
		want{"no private one", "app1 10.1.2.9 tcp/443", "delivered by route 10.1.0.0/16"},
	)
}

func TestRT13_OnlyAsSpecificRoutesTakeTheVNet(t *testing.T) {
	compile(t, routed("10.1.0.0/16", "all 0.0.0.0/0 None", "ten 10.0.0.0/8 None")).check(
		want{"shorter routes do not", "app1 10.1.2.9 tcp/443", "delivered by route 10.1.0.0/16"})
	compile(t, routed("10.1.0.0/16", "net 10.1.0.0/16 None", "own 10.1.1.0/24 VnetLocal")).check(
		want{"an equal one does", "app1 10.1.2.9 tcp/443", "dropped by route rt/net"},
		want{"the own subnet is kept by a longer one", "app1 10.1.1.5 tcp/443", "delivered by route rt/own"},
	)
	compile(t, routed("10.1.0.0/16", "own 10.1.1.0/24 None")).check(
		want{"a subnet's prefix takes the subnet itself", "app1 10.1.1.5 tcp/443", "dropped by route rt/own"})
}

func TestRT15_PeeringRoutes(t *testing.T) {
	compile(t, routed("10.1.0.0/16", "ten 10.0.0.0/8 None")).check(
		want{"a shorter user route loses", "app1 10.9.0.4 tcp/443", "delivered by route 10.9.0.0/16"})
	compile(t, routed("10.1.0.0/16", "far 10.9.0.0/16 None")).check(
		want{"an equal one wins", "app1 10.9.0.4 tcp/443", "dropped by route rt/far"})
}

func TestRT25_NoGateway(t *testing.T) {
	w := compile(t, routed("10.1.0.0/16", "all 0.0.0.0/0 VirtualNetworkGateway"))
	w.check(want{"nothing is behind the route", "app1 203.0.113.10 tcp/443", "dropped by route rt/all"})
}

func TestRT26_PrivateDestinationsAtTheEdge(t *testing.T) {
	compile(t, routed("10.1.0.0/16", "ten 10.0.0.0/8 Internet")).check(
		want{"a private destination", "app1 10.200.0.4 tcp/443", "dropped by route rt/ten"},
		want{"a public one passes", "app1 203.0.113.10 tcp/443", "delivered by route 0.0.0.0/0"},
	)
}

func TestRT27_EmptySubnetsHaveRoutes(t *testing.T) {
	w := compile(t, strings.Replace(routed("10.1.0.0/16"), "dmz: {", "empty: {addressPrefix: 10.1.9.0/24, routeTable: rt}\n      dmz: {", 1))
	if diff := cmp.Diff(w.routes("net", "app"), w.routes("net", "empty")); diff != "" {
		t.Error(diff)
	}
}

func TestRT30_PeeringRoutesOff(t *testing.T) {
	off := strings.Replace(routed("10.1.0.0/16", "ten 10.0.0.0/8 VirtualAppliance 10.1.2.4"), "rt: {routes", "rt: {disablePeeringRoute: All, routes", 1)
	w := compile(t, off)
	if got := w.hops(w.trace("app1 10.9.0.4 tcp/443")); !strings.HasPrefix(got, "app1 nva1 ") {
		t.Errorf("the shorter user route: %q", got)
	}
	bare := strings.Replace(routed("10.1.0.0/16"), "rt: {routes: []}", "rt: {disablePeeringRoute: All}", 1)
	compile(t, bare).check(want{"nothing leads to the peer", "app1 10.9.0.4 tcp/443", "dropped by route 10.0.0.0/8"})
	compile(t, routed("10.1.0.0/16", "ten 10.0.0.0/8 None")).check(
		want{"with them on", "app1 10.9.0.4 tcp/443", "delivered by route 10.9.0.0/16"})
}

func TestRunnerUpOfRoutes(t *testing.T) {
	tr := compile(t, routed("10.1.0.0/16", "all 0.0.0.0/0 VirtualAppliance 10.1.2.4")).trace("app1 203.0.113.10 tcp/443")
	for _, s := range tr.Forward[0].Steps {
		if s.Cause != nil && s.Cause.Name == "rt/all" {
			if over := s.Cause.Over; over == nil || over.Route.NextHopType.String() != "Internet" {
				t.Errorf("runner-up is %v", over)
			}
			return
		}
	}
	t.Error("rt/all did not decide")
}

func TestRT05_SystemRoutesBeatLongerBGPRoutes(t *testing.T) {
	facts := "learnedRoutes: [{gateway: vpn, from: hq, prefixes: [10.0.2.0/25, 10.1.0.0/24, 192.168.7.0/24]}]"
	bgp := strings.Replace(transit, "gatewayType: Vpn,", "gatewayType: Vpn, enableBgp: true,", 1)
	w := compile(t, bgp, facts)
	w.check(
		want{"inside the VNet", "x1 10.0.2.4 tcp/443", "delivered by route 10.0.0.0/16"},
		want{"inside a peer", "m1 10.1.0.4 tcp/443", "delivered by route 10.1.0.0/16"},
	)
	for _, line := range []string{"VirtualNetworkGateway Invalid 10.0.2.0/25 VirtualNetworkGateway", "VirtualNetworkGateway Active 192.168.7.0/24 VirtualNetworkGateway"} {
		if !slices.ContainsFunc(w.routes("hub", "mgmt"), func(got string) bool { return strings.HasPrefix(got, line) }) {
			t.Errorf("no %q among %v", line, w.routes("hub", "mgmt"))
		}
	}
}
