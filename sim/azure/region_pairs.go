package azure

// pairedRegions are the regions that storage is replicated to, by region.
// [cross-region-replication-azure]
var pairedRegions = bothWays(map[string]string{
	"eastasia": "southeastasia", "australiaeast": "australiasoutheast", "australiacentral": "australiacentral2",
	"brazilsouth": "southcentralus", "canadacentral": "canadaeast", "chinanorth": "chinaeast", "chinanorth2": "chinaeast2",
	"northeurope": "westeurope", "francecentral": "francesouth", "germanywestcentral": "germanynorth",
	"centralindia": "southindia", "japaneast": "japanwest", "koreacentral": "koreasouth", "eastus": "westus",
	"eastus2": "centralus", "northcentralus": "southcentralus", "westus2": "westcentralus", "westus3": "eastus",
	"norwayeast": "norwaywest", "southafricanorth": "southafricawest", "swedencentral": "swedensouth",
	"switzerlandnorth": "switzerlandwest", "uksouth": "ukwest", "uaenorth": "uaecentral",
})

// oneWay are the regions whose pair has another one for its own.
var oneWay = map[string]bool{"brazilsouth": true, "westus3": true}

// bothWays adds the other direction of each pair.
func bothWays(pairs map[string]string) map[string]string {
	all := map[string]string{"westindia": "southindia"}
	for a, b := range pairs {
		all[a] = b
		if !oneWay[a] {
			all[b] = a
		}
	}
	return all
}
