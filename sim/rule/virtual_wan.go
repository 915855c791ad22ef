package rule

// virtualWANRules say how virtual hubs route.
var virtualWANRules = []Rule{
	{ID: "VWAN-1", Status: Simulated, Source: pageHubRouting, Sentence: "Each connection of a virtual hub is looked up in the table it is associated with, and propagates its prefixes to tables and labels."},
	{ID: "VWAN-2", Status: Simulated, Source: pageHubRouting, Sentence: "By default everything associates with and propagates to the Default table; branches always associate with it."},
	{ID: "VWAN-3", Status: Simulated, Source: pageHubRouting, Sentence: "A connected VNet has the routes of its associated table as gateway routes, a 0.0.0.0/0 only with enableInternetSecurity, and none inside its own space."},
	{ID: "VWAN-4", Status: Simulated, Source: pageHubRouting, Sentence: "Static routes of a hub table lead to a connection or the hub's firewall, and beat learned ones of equal prefix."},
	{ID: "VWAN-5", Status: Simulated, Source: learn + "virtual-wan/scenario-isolate-vnets", Sentence: "VNets that propagate only to tables which others do not use cannot talk to them."},
	{ID: "VWAN-6", Status: Simulated, Source: pageHubRouting, Sentence: "Hubs of one WAN exchange the prefixes of their Default tables, but neither 0.0.0.0/0 nor static routes."},
	{ID: "VWAN-7", Status: Simulated, Source: pageRoutingIntent, Sentence: "Routing intent sends private traffic, internet traffic or both through the hub's firewall."},
	{ID: "VWAN-8", Status: Simulated, Source: learn + "firewall-manager/secured-virtual-hub", Sentence: "A secured hub has an Azure Firewall; without routing intent static routes lead to it."},
	{ID: "VWAN-9", Status: Simulated, Source: pageHubRouting, Sentence: "A VNet connects to one hub and has no gateway of its own then; its peers are not reached by it without routes."},
	{ID: "VWAN-10", Status: Simulated, Source: learn + "virtual-wan/about-virtual-hub-routing-preference", Sentence: "Among equal prefixes static routes win, then the hub's routing preference decides."},
	{ID: "VWAN-11", Status: Simulated, Source: pageRoutingIntent, Sentence: "Under a private policy the answers of private endpoints pass the hub's firewall only with route policies on their subnet."},
	{ID: "VWAN-12", Status: Simulated, Source: learn + "bastion/bastion-faq", Sentence: "Hub routes reach a subnet only with propagation on; a 0.0.0.0/0 that reaches Bastion breaks it."},
}
