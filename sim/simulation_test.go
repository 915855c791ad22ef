package sim_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/sim"
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
)

const twoTiers = `
location: westeurope
virtualNetworks:
  shop:
    addressPrefixes: [10.1.0.0/16]
    subnets:
      web: {addressPrefix: 10.1.0.0/24}
      app: {addressPrefix: 10.1.1.0/24, networkSecurityGroup: app}
networkSecurityGroups:
  app:
    securityRules:
      - {name: https-in, priority: 100, direction: Inbound, access: Allow, protocol: Tcp,
         source: 10.1.0.0/24, destination: "*", destinationPorts: [8443]}
      - {name: nothing-else, priority: 200, direction: Inbound, access: Deny, protocol: "*",
         source: "*", destination: "*"}
virtualMachines:
  web1: {nics: [{name: web1-nic, subnet: shop/web, privateIPAddress: 10.1.0.4}]}
  app1: {nics: [{name: app1-nic, subnet: shop/app, privateIPAddress: 10.1.1.4}]}
`

func TestTraceAndReachOfADesign(t *testing.T) {
	s := simulate(t, twoTiers, sim.Options{})
	web, app := placeOf(t, s, "/web1-nic"), placeOf(t, s, "/app1-nic")
	for traffic, want := range map[string]string{
		"tcp/8443": "delivered by https-in",
		"tcp/443":  "denied by nothing-else",
	} {
		got, err := s.Trace(web.ID, sample(t, web, app, traffic))
		if err != nil {
			t.Fatal(err)
		}
		if told := fmt.Sprintf("%s by %s", got.Verdict, got.DecidedBy.Name); told != want {
			t.Errorf("%s: got %s, want %s", traffic, told, want)
		}
	}
	answer, err := s.Reach(context.Background(), between(web, app))
	if err != nil {
		t.Fatal(err)
	}
	var delivered []string
	for _, f := range answer.Flows {
		if f.Outcome == pipeline.Delivered {
			delivered = append(delivered, f.Packets.String())
		}
	}
	if got := strings.Join(delivered, "\n"); got != "10.1.0.4 → 10.1.1.4 tcp/8443" {
		t.Errorf("delivered: %s", got)
	}
}

func TestRoutesOfASubnetAndOfANIC(t *testing.T) {
	s := simulate(t, twoTiers, sim.Options{})
	nic := placeOf(t, s, "/web1-nic")
	routes := s.Routes(nic.Resource)
	if len(routes) == 0 || len(routes) != len(s.Routes(subnetID(s, "shop", "web"))) {
		t.Errorf("%d routes of the NIC", len(routes))
	}
}

func TestRulesOfANIC(t *testing.T) {
	s := simulate(t, twoTiers, sim.Options{})
	var names []string
	for _, r := range s.Rules(placeOf(t, s, "/app1-nic").Resource) {
		if !r.Default {
			names = append(names, r.Name)
		}
	}
	if diff := cmp.Diff([]string{"https-in", "nothing-else"}, names); diff != "" {
		t.Error(diff)
	}
}

func TestTraceRefusesWhatIsNoPacket(t *testing.T) {
	s := simulate(t, twoTiers, sim.Options{})
	web, app := placeOf(t, s, "/web1-nic"), placeOf(t, s, "/app1-nic")
	good := sample(t, web, app, "tcp/443")
	mixed := good
	mixed.Dst, _ = packet.All6().Lowest()
	for name, err := range map[string]error{
		"no place":       second(s.Trace(0, good)),
		"mixed families": second(s.Trace(web.ID, mixed)),
		"no addresses":   second(s.Trace(web.ID, packet.Packet{})),
	} {
		if err == nil {
			t.Errorf("%s is traced", name)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestReachEndsWithItsContextAndBudget(t *testing.T) {
	s := simulate(t, twoTiers, sim.Options{})
	q := between(placeOf(t, s, "/web1-nic"), placeOf(t, s, "/app1-nic"))
	done, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Reach(done, q); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	q.Budget = 3
	answer, err := s.Reach(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(q.From, answer.Overrun); diff != "" || len(answer.Flows) > 0 {
		t.Errorf("%d flows; asked -, overrun +:\n%s", len(answer.Flows), diff)
	}
}
