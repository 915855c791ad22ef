package rule

// adminRules say what Azure Virtual Network Manager adds.
var adminRules = []Rule{
	{ID: "ADM-1", Status: Simulated, Source: pageAdminRules, Sentence: "Security admin rules come before NSGs: Allow leaves it to them, AlwaysAllow passes them by, Deny ends it."},
	{ID: "ADM-2", Status: Simulated, Source: pageAdminRules, Sentence: "Admin rules are judged by priority, lower first, in all VNets of the groups that their collection applies to."},
	{ID: "ADM-3", Status: Simulated, Source: pageAdminRules, Sentence: "Admin rules skip private endpoints, the subnets of Azure's own network services, and by default VNets of some services."},
	{ID: "ADM-4", Status: Simulated, Source: pageAVNM, Sentence: "Of several network managers the one with the higher scope wins."},
	{ID: "ADM-5", Status: Simulated, Source: pageAdminRules, Sentence: "Admin rules name prefixes, service tags or network groups."},
	{ID: "ADM-6", Status: Simulated, Source: learn + "virtual-network-manager/concept-connectivity-configuration", Sentence: "Connectivity configurations make hub-and-spoke peerings, or connected groups whose members reach each other without peerings."},
	{ID: "ADM-7", Status: Simulated, Source: learn + "virtual-network-manager/concept-user-defined-route", Sentence: "Routing configurations make user routes in the subnets of their groups."},
}
