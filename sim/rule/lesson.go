package rule

// Lesson teaches a rule that surprises: why it is so, and an example that
// holds in the simulation.
type Lesson struct {
	Text    string
	Example string
}

// LessonOf returns the lesson of a rule; false where the sentence says it all.
func LessonOf(id ID) (Lesson, bool) {
	l, ok := lessons[id]
	return l, ok
}

// lessons are the defaults that surprise.
var lessons = map[ID]Lesson{
	"NSG-10": {
		"The tag VirtualNetwork is not the VNet's address space. It holds what each subnet has routes for: peers, what gateways learn, and the prefixes of the subnet's own user routes. A 0.0.0.0/0 route to a firewall thus makes it every address, and the default rules AllowVnetInBound and AllowVnetOutBound then allow anything.",
		"web/frontend has a route 0.0.0.0/0 → 10.0.0.4. Its NSG has no rules: the internet's answers, and whatever the firewall forwards, come in by 65000 AllowVnetInBound."},
	"NSG-24": {
		"Each NIC judges with its own subnet's tags. A packet that the sender's VirtualNetwork covers may be unknown to the tag of the appliance that forwards it.",
		"A spoke with 0.0.0.0/0 → appliance allows 203.0.113.10 by AllowVnetOutBound; the appliance's subnet has no such route, so its 65500 DenyAllInBound drops the packet."},
	"RT-13": {
		"A default route does not touch traffic inside the VNet: the system route for the VNet's prefix is longer. Only a user route at least as specific captures it.",
		"0.0.0.0/0 → firewall leaves web → app of one VNet direct; 10.1.0.0/16 → firewall, equal to the VNet's prefix, takes it through."},
	"RT-14": {
		"A private endpoint brings a /32 route to its VNet and the peers. Default routes and prefixes do not beat it, so traffic to it goes past the firewall, unless the endpoint's subnet switches its route table policy on.",
		"A spoke with 0.0.0.0/0 → firewall reaches 10.2.4.5 by the /32 of the private endpoint, straight over the peering."},
	"RT-15": {
		"A peering's route is as long as the peer's prefix. A shorter user route loses against it.",
		"10.0.0.0/8 → firewall does not capture traffic to the peered 10.2.0.0/16; 10.2.0.0/16 → firewall does."},
	"PEER-3": {
		"allowForwardedTraffic is about packets that a machine of the peer passes on for others. Without it they are outside of the VirtualNetwork tag at the receiving side; whether Azure drops them besides, published pages tell differently.",
		"Spoke a → firewall in the hub → spoke b, whose peering does not allow forwarded traffic: b's 65500 DenyAllInBound drops it."},
	"GW-14": {
		"What comes from on-premises is routed by GatewaySubnet's own table. If that leads straight to the spoke while the spoke's table leads back through the firewall, the firewall sees only half of each flow and drops it.",
		"GatewaySubnet has no route for 10.1.0.0/16: the opener goes to the spoke direct, its answer to the firewall, which refuses it. Add 10.1.0.0/16 → firewall to GatewaySubnet."},
	"RT-4": {
		"The longest prefix wins, whatever its source. Only among equal prefixes does a user route beat BGP, and BGP a system route.",
		"A user route 10.0.0.0/8 loses against a learned 10.200.0.0/16."},
	"RT-5": {
		"System routes for the VNet and for peerings beat BGP routes even when those are more specific: a route server cannot pull traffic between VNets to an appliance.",
		"An appliance announces 10.1.0.0/24 inside the VNet's 10.1.0.0/16: packets keep going direct."},
	"NSG-14": {
		"The subnet's NSG stands at each NIC, so it filters between two machines of one subnet, too.",
		"DenyAll inbound at priority 4096 isolates the machines of a subnet from each other."},
	"LB-4": {
		"Health probes come from 168.63.129.16, which the tag VirtualNetwork holds as well. A rule that denies VirtualNetwork above 65001 makes every backend unhealthy, and the front end drops everything.",
		"Deny VirtualNetwork at 200 and allow the clients at 100: nothing arrives any more, since no probe does."},
	"ADM-1": {
		"Security admin rules come before every NSG. AlwaysAllow passes the NSGs by: what a team's NSG denies is delivered all the same.",
		"AlwaysAllow tcp/9100 from the monitoring hub reaches a server whose NSG denies everything."},
	"FW-4": {
		"Azure Firewall looks at application rules only for what no network rule matched. A network rule that allows 443 to anywhere makes every FQDN rule for it pointless.",
		"Network rule allow tcp/443 to *, application rule deny gambling: the sites are reached."},
	"FW-5": {
		"A packet that a DNAT rule translates bears an address of AzureFirewallSubnet as its source, and no other rule of the firewall is asked. The backend's NSG must allow that subnet, not the client.",
		"DNAT 203.0.113.4:443 → 10.1.0.4: an NSG that allows only Internet on 443 denies it."},
	"RT-20": {
		"A NAT gateway comes before a machine's own public IP for flows that it opens; flows that come in by the public IP still answer from it.",
		"A machine with a public IP in a subnet with a NAT gateway is seen as the NAT gateway's address by servers outside."},
	"RT-10": {
		"A default route to an appliance also takes the answers of flows that came in by a public IP or load balancer: they leave past the door they came by, and the appliance, which did not see the opener, drops them.",
		"A web server behind a public load balancer, with 0.0.0.0/0 → firewall: the SYN arrives, the SYN-ACK goes to the firewall, nothing works."},
	"RT-9": {
		"With gateway route propagation off, a subnet has no routes to on-premises, and what its 0.0.0.0/0 says applies to them.",
		"disableBgpRoutePropagation: true and 0.0.0.0/0 → firewall: on-premises is reached through the firewall, if at all."},
}
