package decode_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology"
	"vnetproof/topology/decode"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// factsOf decodes a small network with an overlay.
func factsOf(t *testing.T, overlay string) (*topology.Design, []string) {
	t.Helper()
	const base = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/"
	design := `
- {id: ` + base + `virtualNetworks/hub, type: Microsoft.Network/virtualNetworks, name: hub, properties: {addressSpace: {addressPrefixes: [10.0.0.0/16]},
   subnets: [{name: nva, properties: {addressPrefix: 10.0.0.0/24}}],
   virtualNetworkPeerings: [{name: to-web, properties: {remoteVirtualNetwork: {id: ` + base + `virtualNetworks/web}}}]}}
- {id: ` + base + `networkInterfaces/nva1, type: Microsoft.Network/networkInterfaces, name: nva1, properties: {ipConfigurations: []}}
- {id: ` + base + `applicationSecurityGroups/web, type: Microsoft.Network/applicationSecurityGroups, name: web, properties: {}}
`
	var diags source.Diagnostics
	d := decode.New(&diags)
	parse := func(name, text string) *tree.Node {
		return tree.ParseYAML(source.NewFile(name, []byte(text)), []byte(text), &diags)
	}
	for _, r := range parse("design.yaml", design).List() {
		d.Add(r)
	}
	d.AddFacts(parse("f.yaml", overlay))
	out := d.Finish()
	var errs []string
	for _, one := range diags.Sorted() {
		if strings.HasPrefix(one.Pos.File(), "f.") {
			errs = append(errs, one.Severity.String()+" "+one.String())
		}
	}
	return out, errs
}

func TestFactsAreReadAndLinked(t *testing.T) {
	design, errs := factsOf(t, `
onPremises: {hq: {addressPrefixes: [192.168.0.0/16], knows: [10.0.0.0/16]}}
appliances: {nva1: {stateful: true, snat: false, filter: [{access: Allow, protocol: Tcp, source: asg:web, destinationPorts: [443]}, {access: Deny}]}}
serviceTags: {Storage.WestEurope: [20.60.0.0/16]}
fqdns: {www.contoso.com: [203.0.113.7]}
down: [peering:hub/to-web, nic:NVA1]
platform: {defaultOutboundAccess: false}
`)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	f := design.Facts
	a := f.Appliances[0]
	stateful, _ := a.Stateful.Get()
	outbound, known := f.Platform.DefaultOutboundAccess.Get()
	got := []string{
		fmt.Sprint("site ", f.Sites[0].Name, f.Sites[0].AddressPrefixes.Or(nil), f.Sites[0].Knows.Or(nil)),
		fmt.Sprint("appliance ", a.Target.Base().Name, " ", stateful, " ", a.HasFilter),
		fmt.Sprint("filter ", a.Filter[0].Access.Or(0), a.Filter[0].Protocol.Or(0), a.Filter[0].Source.Or(nil)[0].ASG().Target.Name, a.Filter[0].DestinationPorts.Or(nil)),
		fmt.Sprint("filter ", a.Filter[1].Access.Or(0), a.Filter[1].Protocol.Or(0), a.Filter[1].Source.Or(nil)[0].Any, a.Filter[1].DestinationPorts.Or(nil)),
		fmt.Sprint("tag ", f.ServiceTags[0].Tag, f.ServiceTags[0].Prefixes),
		fmt.Sprint("name ", f.FQDNs[0].Name, f.FQDNs[0].Addresses),
		fmt.Sprint("down ", f.Down[0].Resource.Path(), " ", f.Down[1].Resource.Path()),
		fmt.Sprint("platform ", outbound, known),
	}
	want := []string{
		"site hq[192.168.0.0/16] [10.0.0.0/16]",
		"appliance nva1 true true",
		"filter Allow Tcpweb[{443 443}]",
		"filter Deny * true [{0 65535}]",
		"tag Storage.WestEurope[20.60.0.0/16]",
		"name www.contoso.com[203.0.113.7]",
		"down hub/to-web nva1",
		"platform false true",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFactsThatLeadNowhere(t *testing.T) {
	for _, tc := range []struct{ name, overlay, want string }{
		{"appliance", "appliances: {nva2: {}}", `error f.yaml:1:14: fact appliances.nva2: appliances: nothing in the design bears the name "nva2"; did you mean nva1?`},
		{"who learns", "learnedRoutes: [{prefixes: [10.9.0.0/16]}]", `error f.yaml:1:17: fact learnedRoutes: learnedRoutes[0].gateway: nobody learns these routes; add gateway, routeServer or virtualHub`},
		{"gateway", "learnedRoutes: [{gateway: vpn, prefixes: [10.9.0.0/16]}]", `error f.yaml:1:27: fact learnedRoutes: learnedRoutes[0].gateway: nothing in the design bears the name "vpn"; name a resource of the design, or give a full resource ID`},
		{"prefix", "onPremises: {hq: {addressPrefixes: [192.168.0.1/16]}}", `error f.yaml:1:37: fact onPremises.hq: addressPrefixes: 192.168.0.1/16 has bits set behind its length; did you mean 192.168.0.0/16, or the one address 192.168.0.1/32?`},
		{"site's gateway", "onPremises: {hq: {via: {vpnGateway: vpn}}}", `error f.yaml:1:37: fact onPremises.hq: via.vpnGateway: nothing in the design bears the name "vpn"; name a resource of the design, or give a full resource ID`},
		{"down", "down: [gateway:vpn]", `error f.yaml:1:8: fact down: down: "gateway:vpn" names no resource; expected gw:NAME, peering:NETWORK/NAME, connection:NAME, vm:NAME … or a resource ID`},
		{"outside", "down: [/subscriptions/x]", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, errs := factsOf(t, tc.overlay+"\n")
			if diff := cmp.Diff(tc.want, strings.Join(errs, "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}
