package matrix

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/sim"
	"vnetproof/sim/endpoint"
	"vnetproof/topology/native/nativetest"
)

const town = `
location: westeurope
virtualNetworks:
  a:
    addressPrefixes: [10.1.0.0/16]
    subnets:
      web: {addressPrefix: 10.1.1.0/29, networkSecurityGroup: web, defaultOutboundAccess: false}
      db: {addressPrefix: 10.1.2.0/29, networkSecurityGroup: db, defaultOutboundAccess: false}
  b: {addressPrefixes: [10.2.0.0/16], subnets: {one: {addressPrefix: 10.2.1.0/29, networkSecurityGroup: shut}, two: {addressPrefix: 10.2.2.0/29, networkSecurityGroup: shut}}}
networkSecurityGroups:
  web: {securityRules: [{name: in, priority: 200, direction: Inbound, access: Deny}]}
  db:
    securityRules:
      - {name: sql, priority: 100, direction: Inbound, access: Allow, protocol: Tcp, source: 10.1.1.4, destinationPorts: [1433]}
      - {name: ping, priority: 110, direction: Inbound, access: Allow, protocol: Icmp, source: 10.1.1.0/29}
      - {name: deny, priority: 200, direction: Inbound, access: Deny}
      - {name: out, priority: 200, direction: Outbound, access: Deny}
  shut:
    securityRules:
      - {name: deny, priority: 200, direction: Inbound, access: Deny}
      - {name: out, priority: 200, direction: Outbound, access: Deny}
applicationSecurityGroups: {front: {}, back: {}}
virtualMachines:
  web1: {tags: {tier: front}, nics: [{name: web1-nic, subnet: a/web, privateIPAddress: 10.1.1.4, applicationSecurityGroups: [front]}]}
  web2: {tags: {tier: front}, nics: [{name: web2-nic, subnet: a/web, privateIPAddress: 10.1.1.5, applicationSecurityGroups: [front]}]}
  db1: {tags: {tier: back}, nics: [{name: db1-nic, subnet: a/db, privateIPAddress: 10.1.2.4, applicationSecurityGroups: [back]}]}
`

func build(t *testing.T, text string, by string) *Matrix {
	t.Helper()
	design := nativetest.Read(t, text)
	s, err := sim.New(design, sim.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := ParseBy(by)
	if err != nil {
		t.Fatal(err)
	}
	m, err := Build(context.Background(), s, endpoint.NewNames(design, s.Pipeline), b, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// show prints the cells that are not empty, one a line.
func show(m *Matrix) string {
	var lines []string
	for i, from := range m.Ends {
		for j, to := range m.Ends {
			s := m.Between(i, j)
			if s.IsEmpty() {
				continue
			}
			line := from.Name + " → " + to.Name
			for _, part := range []struct{ word, traffic string }{{"", s.Delivered.String()}, {" one way", s.OneWay.String()}, {" perhaps", s.Unknown.String()}} {
				if part.traffic != "none" {
					line += part.word + " " + part.traffic
				}
			}
			if s.Partial {
				line += " (partial)"
			}
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

func TestBuild(t *testing.T) {
	tests := []struct{ by, want string }{
		{"subnet", "a/web → a/db tcp/1433 icmp (partial)"},
		{"vnet", "a → a tcp/1433 icmp (partial)"},
		{"asg", "front → back tcp/1433 icmp (partial)"},
		{"nic", "web1 → db1 tcp/1433 icmp\nweb2 → db1 icmp"},
		{"tag:tier", "tier=front → tier=back tcp/1433 icmp (partial)"},
	}
	for _, test := range tests {
		t.Run(test.by, func(t *testing.T) {
			if diff := cmp.Diff(test.want, show(build(t, town, test.by))); diff != "" {
				t.Errorf("matrix (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEqualEndsShareAClass(t *testing.T) {
	m := build(t, town, "subnet")
	var got []string
	for _, members := range m.Classes {
		line := ""
		for _, i := range members {
			line += m.Ends[i].Name + " "
		}
		got = append(got, strings.TrimSpace(line))
	}
	if diff := cmp.Diff([]string{"a/db", "a/web", "b/one b/two internet"}, got); diff != "" {
		t.Errorf("classes (-want +got):\n%s", diff)
	}
	if len(m.Rows) != 3 || len(m.Sets) != 2 {
		t.Errorf("%d rows of cells, %d sets", len(m.Rows), len(m.Sets))
	}
}

// Rows and columns are hosts by name, then sites, then the internet, whatever
// the order of the input.
func TestEndsAreOrdered(t *testing.T) {
	m := build(t, strings.Replace(town, "applicationSecurityGroups: {front", "localNetworkGateways: {hq: {addressPrefixes: [192.168.0.0/16], gatewayIpAddress: 198.51.100.9}}\napplicationSecurityGroups: {front", 1), "subnet")
	var got []string
	for _, e := range m.Ends {
		got = append(got, e.Name)
	}
	if diff := cmp.Diff([]string{"a/db", "a/web", "b/one", "b/two", "hq", "internet"}, got); diff != "" {
		t.Errorf("ends (-want +got):\n%s", diff)
	}
}

func TestOneWayIsToldApart(t *testing.T) {
	text := strings.Replace(town, "subnet: a/db", "subnet: a/db", 1)
	text = strings.Replace(text, "db: {addressPrefix: 10.1.2.0/29, ", "db: {addressPrefix: 10.1.2.0/29, routeTable: lost, ", 1) +
		"routeTables: {lost: {routes: [{name: away, addressPrefix: 10.1.1.0/29, nextHopType: None}]}}\n"
	if diff := cmp.Diff("a/web → a/db one way tcp/1433 icmp (partial)", show(build(t, text, "subnet"))); diff != "" {
		t.Errorf("matrix (-want +got):\n%s", diff)
	}
}

func TestWhatIsNotKnownIsToldApart(t *testing.T) {
	text := strings.Replace(town, "{name: ping, priority: 110, direction: Inbound, access: Allow, protocol: Icmp, source: 10.1.1.0/29}",
		"{name: ping, priority: 110, direction: Inbound, access: Allow, protocol: Icmp, source: 10.1.1.0/29, destinationPorts: [8]}", 1)
	m := build(t, text, "nic")
	want := "web1 → db1 tcp/1433 perhaps icmp\nweb2 → db1 perhaps icmp"
	if diff := cmp.Diff(want, show(m)); diff != "" || len(m.Gaps) != 1 {
		t.Errorf("matrix (-want +got):\n%s%v", diff, m.Gaps)
	}
}

func TestParseBy(t *testing.T) {
	for _, text := range []string{"subnet", "vnet", "asg", "nic", "tag:env"} {
		if by, err := ParseBy(text); err != nil || by.String() != text {
			t.Errorf("%s: %v, %v", text, by, err)
		}
	}
	for text, want := range map[string]string{
		"subnets": `"subnets" is no way to group hosts; did you mean subnet?`,
		"tag":     `"tag" is no way to group hosts; write subnet, vnet, asg, nic or tag:KEY`,
		"vnet:x":  `"vnet:x" is no way to group hosts; write subnet, vnet, asg, nic or tag:KEY`,
		"tag:":    `"tag:" is no way to group hosts; write subnet, vnet, asg, nic or tag:KEY`,
	} {
		if _, err := ParseBy(text); err == nil || err.Error() != want {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestBuildIsEqualEachTime(t *testing.T) {
	first := fmt.Sprintf("%+v", *build(t, town, "nic"))
	for range 3 {
		if got := fmt.Sprintf("%+v", *build(t, town, "nic")); got != first {
			t.Fatal("another matrix")
		}
	}
}
