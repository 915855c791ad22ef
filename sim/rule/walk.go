package rule

// walkRules say how a packet moves from host to host.
var walkRules = []Rule{
	{ID: "WALK-1", Status: Simulated, Source: pageNSG, Sentence: "What a machine sends passes admin rules, its interface's NSG and its subnet's NSG, then its routes choose the next hop; what it receives passes admin rules, the subnet's NSG, then the interface's."},
	{ID: "WALK-2", Status: Simulated, Source: pageNSG, Sentence: "A subnet's NSG stands at each network interface of the subnet, so it judges traffic inside the subnet twice."},
	{ID: "WALK-3", Status: Simulated, Source: pageNSGOverview, Sentence: "NSGs keep state per flow and interface: an answer to an allowed flow passes where its opener passed, and is judged as an opener elsewhere."},
	{ID: "WALK-4", Status: Simulated, Source: pageRouting, Sentence: "Routing keeps no state: the answer goes by its own sender's routes, and the flow works only if it arrives."},
	{ID: "WALK-5", Status: Simulated, Source: learn + "firewall/integrate-lb", Sentence: "A stateful middlebox drops what belongs to a flow whose opening packet it did not see."},
	{ID: "WALK-6", Status: Simulated, Source: learn + "firewall/integrate-lb", Sentence: "A middlebox that translates the source draws the answer back to itself, which restores symmetry."},
	{ID: "WALK-7", Status: Simulated, Source: pageRouting, Sentence: "An interface forwards for others only with enableIPForwarding; without it, what is not addressed to it is dropped there."},
	{ID: "WALK-8", Status: Simulated, Source: pageRouting, Sentence: "At an appliance the NSGs of its interface and subnet judge the packet in transit both inbound and outbound, with its original addresses."},
	{ID: "WALK-9", Status: Simulated, Source: pageRouting, Sentence: "After an appliance the routes of the appliance's own subnet decide; one that leads back to the appliance is a loop."},
	{ID: "WALK-10", Status: Simulated, Source: pageRouting, Sentence: "A machine always reaches itself; a packet with another's source address is dropped on sending unless the interface forwards."},
	{ID: "WALK-11", Status: Simulated, Source: pageVNetFAQ, Sentence: "A virtual network drops broadcast, multicast, GRE and IP-in-IP packets."},
	{ID: "WALK-12", Status: Simulated, Source: learn + "virtual-network/what-is-ip-address-168-63-129-16", Sentence: "Traffic with 168.63.129.16 and 169.254.169.254 follows no user route, and NSGs leave it alone unless a rule names the platform's own tags."},
	{ID: "WALK-13", Status: Simulated, Source: pageVNetFAQ, Sentence: "Azure keeps the first four addresses and the last one of each subnet prefix."},
	{ID: "WALK-14", Status: Simulated, Source: pageVNetFAQ, Sentence: "A packet ends delivered, denied, dropped or inconclusive; an address of a virtual network that nothing holds is nobody."},
}
