package rule

// balancingRules are of load balancers, NAT and application gateways, DDoS protection and Bastion.
var balancingRules = []Rule{
	{ID: "LB-1", Status: Simulated, Source: learn + "load-balancer/load-balancer-floating-ip", Sentence: "A rule maps a front end's port to a pool's; the destination becomes the machine's address unless floating IP keeps it; the source stays."},
	{ID: "LB-2", Status: Simulated, Source: pageHAPorts, Sentence: "An HA ports rule carries every protocol and port; other rules drop the rest, and each load balancer decides alone."},
	{ID: "LB-3", Status: Simulated, Source: learn + "load-balancer/inbound-nat-rules", Sentence: "An inbound NAT rule maps a port of a front end to one machine."},
	{ID: "LB-4", Status: Simulated, Source: learn + "load-balancer/load-balancer-custom-probe-overview", Sentence: "Where NSGs keep health probes out, no backend is healthy and the front end drops."},
	{ID: "LB-5", Status: Inconclusive, Why: "which member a flow gets is not known, unless there is one only", Source: learn + "load-balancer/load-balancer-troubleshoot-backend-traffic", Sentence: "A backend fails to reach its own internal front end when it is chosen itself."},
	{ID: "LB-6", Status: Simulated, Source: learn + "load-balancer/load-balancer-outbound-connections", Sentence: "Backends of a Standard internal load balancer have no implicit way to the internet."},
	{ID: "LB-7", Status: Simulated, Source: learn + "load-balancer/load-balancer-outbound-connections", Sentence: "Outbound rules, NAT gateways and instance addresses open flows in a fixed order."},
	{ID: "LB-8", Status: Inconclusive, Why: "what the appliances in line let pass is not in the design", Source: learn + "load-balancer/gateway-overview", Sentence: "A gateway load balancer puts an appliance in line of a public front end or instance address, both ways."},
	{ID: "NAT-1", Status: Simulated, Source: learn + "nat-gateway/nat-gateway-resource", Sentence: "A NAT gateway opens TCP and UDP flows for the subnets that name it, where their route says Internet, and lets nothing in."},
	{ID: "AGW-1", Status: Simulated, Source: pageAppGateway, Sentence: "An application gateway ends the client's flow and opens one of its own to the backend."},
	{ID: "AGW-2", Status: Simulated, Source: pageAppGateway, Sentence: "A v2 gateway's subnet needs certain inbound rules and takes no 0.0.0.0/0 route to an appliance."},
	{ID: "AGW-3", Status: Simulated, Source: learn + "web-application-firewall/ag/ag-overview", Sentence: "A WAF policy in prevention mode blocks, in detection mode logs."},
	{ID: "AGW-4", Status: Simulated, Source: learn + "frontdoor/origin-security", Sentence: "Front Door ends the client's flow at the edge and asks origins from AzureFrontDoor.Backend or by private link: they should accept nobody else."},
	{ID: "DDOS-1", Status: Validated, Source: learn + "ddos-protection/ddos-protection-sku-comparison", Sentence: "A plan on a VNet covers its public addresses; IP protection covers one."},
	{ID: "BAS-1", Status: Simulated, Source: learn + "bastion/bastion-nsg", Sentence: "Bastion takes clients on 443 and opens SSH or RDP to machines from its own private addresses."},
}
