package replay

import (
	"fmt"
	"net/netip"
	"path"
	"slices"
	"strings"

	"vnetproof/scenarios/ask"
	"vnetproof/sim/azure"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
	"vnetproof/topology/tree"
)

// Result is the comparison of one recording.
type Result struct {
	Recording   Recording
	About       string   // what was asked: "web1 → 8.8.8.8 tcp/443"
	Skipped     string   // why it was not compared; else ""
	Differences []string // in words: "access: Azure says Allow, here Deny by web-nsg/deny-all"
}

// Compare compares recordings with what the simulation of a design says.
func Compare(desk *ask.Desk, list []Recording) []Result {
	out := make([]Result, len(list))
	for i, r := range list {
		out[i] = compare(desk, r)
	}
	return out
}

func compare(desk *ask.Desk, r Recording) Result {
	c := &comparison{desk: desk, result: Result{Recording: r}}
	switch r.Kind {
	case IPFlowVerify:
		c.flow()
	case NextHop:
		c.nextHop()
	case ConnectionCheck:
		c.connection()
	case SecurityGroupView:
		c.groupView()
	case EffectiveRoutes:
		c.routes(c.named())
	case EffectiveRules:
		c.rules(c.named())
	}
	return c.result
}

// comparison is one being made.
type comparison struct {
	desk   *ask.Desk
	result Result
}

func (c *comparison) skip(format string, args ...any) {
	c.result.Skipped = fmt.Sprintf(format, args...)
}

func (c *comparison) differ(what, azure, here string) {
	c.result.Differences = append(c.result.Differences, fmt.Sprintf("%s: Azure says %s, here %s", what, azure, here))
}

// named is the endpoint that the file's name means: NIC.json, or NIC.routes.json.
func (c *comparison) named() string {
	base := path.Base(c.result.Recording.File)
	name, _, _ := strings.Cut(base, ".")
	return name
}

// inDesign tells whether the design holds a resource.
func (c *comparison) inDesign(id string) bool { return c.desk.Design().ByID(topology.ID(id)) != nil }

// flow compares an answer of IP flow verify: access, and the rule that decided.
func (c *comparison) flow() {
	q := c.result.Recording.Request
	target, remote, local := q.Get("targetResourceId").Str(), q.Get("remoteIPAddress").Str(), q.Get("localIPAddress").Str()
	out := strings.EqualFold(q.Get("direction").Str(), "Outbound")
	port := q.Get("remotePort").Str()
	from, to := target, "ip:"+remote
	if !out {
		port = q.Get("localPort").Str()
		from, to = "ip:"+remote, "ip:"+local
	}
	traffic := strings.ToLower(q.Get("protocol").Str()) + "/" + port
	c.result.About = path.Base(target) + " " + strings.ToLower(q.Get("direction").Str()) + " " + remote + " " + traffic
	if !c.inDesign(target) {
		c.skip("the design does not hold %s", target)
		return
	}
	t, err := c.desk.Trace(from, to, traffic)
	if err != nil {
		c.skip("%v", err)
		return
	}
	access, rule := filterOf(t, out)
	answer := c.result.Recording.Answer
	if want := answer.Get("access").Str(); !strings.EqualFold(want, access) {
		c.differ("access", want, access+" by "+rule)
	}
	if want := path.Base(answer.Get("ruleName").Str()); rule != "" && !strings.EqualFold(want, rule) {
		c.differ("rule", want, rule)
	}
}

// filterOf returns what the filters at the source, or at the destination, say
// of a packet: Allow or Deny, and the last rule that was asked.
func filterOf(t *ask.Trace, out bool) (access, rule string) {
	hops := t.Walk.Forward
	if len(hops) == 0 {
		return "Deny", ""
	}
	hop := hops[0]
	if !out {
		hop = hops[len(hops)-1]
	}
	access = "Allow"
	for _, s := range hop.Steps {
		if s.Cause != nil && s.Cause.Filter != nil {
			rule = s.Cause.Filter.Name
		}
		if s.Action == pipeline.Deny {
			access = "Deny"
		}
	}
	return access, rule
}

// nextHop compares an answer of next hop: its type, and its address if any.
func (c *comparison) nextHop() {
	q := c.result.Recording.Request
	target, to := q.Get("targetResourceId").Str(), q.Get("destinationIPAddress").Str()
	c.result.About = path.Base(target) + " → " + to
	if !c.inDesign(target) {
		c.skip("the design does not hold %s", target)
		return
	}
	routes, err := c.desk.Routes(target)
	if err != nil {
		c.skip("%v", err)
		return
	}
	route := routeTo(routes.Routes, to)
	if route == nil {
		c.differ("next hop", c.result.Recording.Answer.Get("nextHopType").Str(), "no route")
		return
	}
	answer := c.result.Recording.Answer
	if want := answer.Get("nextHopType").Str(); !sameHop(want, route.NextHopType.String()) {
		c.differ("next hop", want, route.NextHopType.String())
	}
	if want := answer.Get("nextHopIpAddress").Str(); want != "" && len(route.NextHopIPs) > 0 && want != route.NextHopIPs[0].String() {
		c.differ("next hop address", want, route.NextHopIPs[0].String())
	}
}

// routeTo returns the route that applies to an address.
func routeTo(list []*azure.EffectiveRoute, to string) *azure.EffectiveRoute {
	a, err := netip.ParseAddr(to)
	if err != nil {
		return nil
	}
	var best *azure.EffectiveRoute
	for _, r := range list {
		if r.State == azure.Active && r.Prefix.IsValid() && r.Prefix.Contains(a) && (best == nil || r.Prefix.Bits() > best.Prefix.Bits()) {
			best = r
		}
	}
	return best
}

// sameHop compares types of next hop, which pages spell differently.
func sameHop(azure, here string) bool {
	fold := func(s string) string {
		s = strings.ToLower(s)
		return strings.NewReplacer("globalvnetpeering", "vnetpeering", "vnetglobalpeering", "vnetpeering", "hypernetgateway", "virtualnetworkgateway").Replace(s)
	}
	return fold(azure) == fold(here)
}

// connection compares an answer of connection troubleshoot. Azure asks the
// guest, too: that it is reached there and not here is a difference, that it is
// not reached there though the network lets it through is none.
func (c *comparison) connection() {
	q := c.result.Recording.Request
	from, to := q.At("source", "resourceId").Str(), q.At("destination", "resourceId").Str()
	if to == "" {
		to = "ip:" + q.At("destination", "address").Str()
	}
	traffic := "tcp/" + q.At("destination", "port").Text
	c.result.About = path.Base(from) + " → " + path.Base(to) + " " + traffic
	if !c.inDesign(from) {
		c.skip("the design does not hold %s", from)
		return
	}
	t, err := c.desk.Trace(from, to, traffic)
	if err != nil {
		c.skip("%v", err)
		return
	}
	reached := strings.EqualFold(c.result.Recording.Answer.Get("connectionStatus").Str(), "Reachable")
	if reached && t.Walk.Verdict != pipeline.Delivered && t.Walk.Verdict != pipeline.InconclusiveOutcome {
		c.differ("connection", "Reachable", t.Walk.Verdict.String())
	}
}

// groupView compares an answer of security group view: the rules at each interface.
func (c *comparison) groupView() {
	answer := c.result.Recording.Answer
	c.result.About = path.Base(c.result.Recording.Request.Get("targetResourceId").Str())
	for _, n := range answer.Get("networkInterfaces").List() {
		id := n.Get("id").Str()
		if !c.inDesign(id) {
			c.skip("the design does not hold %s", id)
			continue
		}
		var want []*tree.Node
		associations := n.Get("securityRuleAssociations")
		for _, key := range []string{"networkInterfaceAssociation", "subnetAssociation"} {
			want = append(want, associations.At(key, "securityRules").List()...)
		}
		c.compareRules(id, append(want, associations.Get("defaultSecurityRules").List()...))
	}
}

// rules compares a list of effective rules of a NIC.
func (c *comparison) rules(endpoint string) {
	c.result.About = endpoint
	var want []*tree.Node
	for _, g := range entries(c.result.Recording.Answer) {
		want = append(want, g.Get("effectiveSecurityRules").List()...)
	}
	c.compareRules(endpoint, want)
}

// compareRules compares rules by name, direction, priority and access: each
// that Azure lists must be here, and each of here there.
func (c *comparison) compareRules(endpoint string, want []*tree.Node) {
	r, err := c.desk.Rules(endpoint)
	if err != nil {
		c.skip("%v", err)
		return
	}
	there := map[string]bool{}
	for _, n := range want {
		p := n
		if inner := n.Get("properties"); !inner.IsAbsent() {
			p = inner
		}
		there[strings.ToLower(fmt.Sprintf("%s %s %s %s", path.Base(n.Get("name").Str()), p.Get("direction").Str(), p.Get("priority").Text, p.Get("access").Str()))] = true
	}
	here := map[string]bool{}
	for _, x := range r.Rules {
		here[strings.ToLower(fmt.Sprintf("%s %s %d %s", x.Name, x.Direction, x.Priority, x.Access))] = true
	}
	c.sets("rule", there, here)
}

func (c *comparison) sets(what string, there, here map[string]bool) {
	var lines []string
	for k := range there {
		if !here[k] {
			lines = append(lines, fmt.Sprintf("%s %s: Azure lists it, here it is not", what, k))
		}
	}
	for k := range here {
		if !there[k] {
			lines = append(lines, fmt.Sprintf("%s %s: here, and Azure does not list it", what, k))
		}
	}
	slices.Sort(lines)
	c.result.Differences = append(c.result.Differences, lines...)
}

// routes compares a list of effective routes of a NIC or subnet.
//
// The platform's None ranges differ from one recording to the next, so those
// that only one side lists are passed over.
func (c *comparison) routes(endpoint string) {
	c.result.About = endpoint
	r, err := c.desk.Routes(endpoint)
	if err != nil {
		c.skip("%v", err)
		return
	}
	there, here := map[string]bool{}, map[string]bool{}
	add := func(set map[string]bool, prefix, hop, state string) {
		if !sameHop(hop, "None") {
			set[strings.ToLower(fmt.Sprintf("%s → %s %s", prefix, strings.NewReplacer("VNetGlobalPeering", "VNetPeering", "GlobalVNetPeering", "VNetPeering").Replace(hop), state))] = true
		}
	}
	for _, n := range entries(c.result.Recording.Answer) {
		for _, p := range n.Get("addressPrefix").List() {
			add(there, p.Str(), n.Get("nextHopType").Str(), n.Get("state").Str())
		}
	}
	for _, x := range r.Routes {
		add(here, x.Prefix.String(), x.NextHopType.String(), x.State.String())
	}
	c.sets("route", there, here)
}

// Expect compares one recorded list of routes or rules with an endpoint's.
func Expect(desk *ask.Desk, endpoint, file string) (Result, error) {
	r, ok, err := ReadFile(file)
	if err != nil {
		return Result{}, err
	}
	if !ok || r.Kind != EffectiveRoutes && r.Kind != EffectiveRules {
		return Result{}, fmt.Errorf("%s holds neither effective routes nor effective rules as az prints them", file)
	}
	c := &comparison{desk: desk, result: Result{Recording: r}}
	if r.Kind == EffectiveRoutes {
		c.routes(endpoint)
	} else {
		c.rules(endpoint)
	}
	return c.result, nil
}
