package rule

// privateAccessRules say how platform services are reached.
var privateAccessRules = []Rule{
	{ID: "PE-1", Status: Simulated, Source: pagePrivateLink, Sentence: "A private endpoint is an address in a subnet that receives for one part of a service, once its connection is approved."},
	{ID: "PE-2", Status: Simulated, Source: pagePrivateLink, Sentence: "It is reached from the VNet, its peers, and on-premises by gateways."},
	{ID: "PE-3", Status: Simulated, Source: learn + "private-link/inspect-traffic-with-azure-firewall", Sentence: "Through an appliance that keeps the source, answers of a private endpoint may go past the appliance."},
	{ID: "PE-4", Status: Simulated, Source: learn + "storage/common/storage-network-security", Sentence: "A service with public access off refuses at its public address; with default action Deny it takes only those that it lists."},
	{ID: "PE-5", Status: Simulated, Source: pageServiceEndpoint, Sentence: "A service endpoint shows the subnet's identity to the service at its public address; it serves its own subnet only."},
	{ID: "PE-6", Status: Simulated, Source: learn + "app-service/overview-vnet-integration", Sentence: "VNet integration sends an app's outbound traffic from its subnet; nothing comes in by it."},
	{ID: "PE-7", Status: Simulated, Source: learn + "storage/common/storage-network-security", Sentence: "Address rules of a storage account do not match requests from its own region."},
	{ID: "PE-8", Status: Simulated, Source: learn + "azure-sql/database/connectivity-architecture", Sentence: "The connection policy of SQL decides which ports a client needs."},
	{ID: "PE-9", Status: Simulated, Source: learn + "private-link/private-link-service-overview", Sentence: "A private link service sees its own NAT addresses, never the consumer's."},
	{ID: "PE-10", Status: Inconclusive, Why: "what a cluster puts at its nodes, addresses and NSG, is in the cluster's own resource group", Source: learn + "aks/concepts-network-cni-overview", Sentence: "Pods of overlay networks leave with their node's address; pods of a flat network are hosts of the VNet."},
}
