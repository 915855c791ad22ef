package arm

import "testing"

const sub0 = "/subscriptions/00000000-0000-0000-0000-000000000000"

func TestResourceFunctions(t *testing.T) {
	try(t, []example{
		{"resourceId('Microsoft.Network/virtualNetworks', 'v')", `"` + sub0 + `/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v"`},
		{"resourceId('Microsoft.Network/virtualNetworks/subnets', 'v', 's')", `"` + sub0 + `/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s"`},
		{"resourceId('Microsoft.Network/virtualNetworks/', 'v')", `"` + sub0 + `/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v"`},
		{"resourceId('other', 'Microsoft.Network/virtualNetworks', 'v')", `"` + sub0 + `/resourceGroups/other/providers/Microsoft.Network/virtualNetworks/v"`},
		{"resourceId('11111111-1111-1111-1111-111111111111', 'other', 'Microsoft.Storage/storageAccounts', 's')",
			`"/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/other/providers/Microsoft.Storage/storageAccounts/s"`},
		{"subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'r')", `"` + sub0 + `/providers/Microsoft.Authorization/roleDefinitions/r"`},
		{"subscriptionResourceId('11111111-1111-1111-1111-111111111111', 'Microsoft.Authorization/roleDefinitions', 'r')",
			`"/subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft.Authorization/roleDefinitions/r"`},
		{"tenantResourceId('Microsoft.Authorization/policyDefinitions', 'p')", `"/providers/Microsoft.Authorization/policyDefinitions/p"`},
		{"managementGroupResourceId('Microsoft.Authorization/policyDefinitions', 'p')",
			`"/providers/Microsoft.Management/managementGroups/mg/providers/Microsoft.Authorization/policyDefinitions/p"`},
		{"extensionResourceId(resourceGroup().id, 'Microsoft.Authorization/locks', 'l')", `"` + sub0 + `/resourceGroups/rg/providers/Microsoft.Authorization/locks/l"`},
		{"reference('vnet').addressSpace.addressPrefixes[0]", `"10.0.0.0/16"`},
		{"reference(resourceId('Microsoft.Network/virtualNetworks', 'VNET'), '2024-05-01').addressSpace", `{"addressPrefixes":["10.0.0.0/16"]}`},
		{"reference('vnet', '2024-05-01', 'Full').location", `"westeurope"`},
		{"reference('vnet', '2024-05-01', 'Full').resourceId", `"` + sub0 + `/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet"`},
		{"reference('vnet').subnets[0].id", `"` + sub0 + `/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/subnets/web"`},
		{"map(reference('vnet').subnets, lambda('s', lambdaVariables('s').id))",
			`["` + sub0 + `/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/subnets/web"]`},
		{"reference(resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet', 'web')).addressPrefix", `"10.0.0.0/24"`},
		{"reference('vnet').resourceGuid", `?properties.resourceGuid is known only after deployment: the template does not state it for Microsoft.Network/virtualNetworks vnet`},
		{"reference('vnet').flowTimeoutInMinutes", `?properties.flowTimeoutInMinutes is known only after deployment: the template leaves it to Azure`},
		{"reference('vnet').bgpCommunities.virtualNetworkCommunity",
			`?properties.bgpCommunities.virtualNetworkCommunity is known only after deployment: the template leaves it to Azure`},
		{"tryGet(reference('vnet'), 'resourceGuid')", `?properties.resourceGuid is known only after deployment: the template does not state it for ` +
			sub0 + `/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet`},
		{"length(items(reference('vnet')))", `?the whole of a resource is known only after deployment`},
		{"reference('nowhere').x", `?properties.x is known only after deployment: nowhere is not in the template`},
		{"listKeys(resourceId('Microsoft.Storage/storageAccounts', 's'), '2019-06-01').keys[0].value", `?listKeys asks the resource itself, which only a deployment can`},
		{"pickZones('Microsoft.Compute', 'virtualMachines', 'westus2')", `?which zones there are depends on region and subscription`},
	})
	refuse(t, []example{
		{"resourceId('Microsoft.Network/virtualNetworks/subnets', 'v')", "resourceId wants 2 names for the type Microsoft.Network/virtualNetworks/subnets, found 1"},
		{"resourceId('vnet', 'v')", `resourceId wants a resource type as in Microsoft.Network/virtualNetworks, found "vnet"`},
		{"resourceId('Microsoft.Network/virtualNetworks', '')", "resourceId finds an empty name"},
	})
}

func TestScopeFunctions(t *testing.T) {
	try(t, []example{
		{"subscription().id", `"` + sub0 + `"`},
		{"subscription().subscriptionId", `"00000000-0000-0000-0000-000000000000"`},
		{"subscription().tenantId", `"00000000-0000-0000-0000-000000000000"`},
		{"subscription().displayName", `?the name of the subscription is known only in Azure`},
		{"resourceGroup().name", `"rg"`},
		{"resourceGroup().id", `"` + sub0 + `/resourceGroups/rg"`},
		{"resourceGroup().location", `"location-of-rg"`},
		{"equals(resourceGroup().location, 'westeurope')", `?the region of the deployment is not known`},
		{"equals(resourceGroup().location, resourceGroup().location)", `true`},
		{"createObject('westeurope', 1)[resourceGroup().location]", `?the region of the deployment is not known`},
		{"contains(createArray('a', concat('x-', resourceGroup().location)), 'x-westeurope')", `?the region of the deployment is not known`},
		{"contains(createArray('a', concat('x-', resourceGroup().location)), 'y-westeurope')", `false`},
		{"managementGroup().id", `"/providers/Microsoft.Management/managementGroups/mg"`},
		{"tenant().tenantId", `"00000000-0000-0000-0000-000000000000"`},
	})
}

func TestDeploymentFunctions(t *testing.T) {
	try(t, []example{
		{"deployment().name", `"main"`},
		{"uri(deployment().properties.templateLink.uri, 'nested/a.json')", `"file:///nested/a.json"`},
		{"deployer().objectId", `?who deploys is known only in Azure`},
		{"environment().suffixes.storage", `"core.windows.net"`},
		{"environment().authentication.audiences[1]", `"https://management.azure.com/"`},
		{"environment().resourceManager", `"https://management.azure.com/"`},
		{"parameters('object').one", `"a"`},
		{"variables('itemForLoop')", `[0,1,2,3,4,5,6,7,8,9]`},
		{"parameters('nothing')", `?parameter "nothing" has no value`},
		{"concat('a', parameters('nothing'))", `?parameter "nothing" has no value`},
	})
	refuse(t, []example{
		{"parameters('objekt')", `parameters finds no parameter "objekt"; did you mean object?`},
		{"variables('dog')", `variables finds no variable "dog"; did you mean dogs?`},
		{"copyIndex()", "copyIndex stands outside of a loop"},
		{"copyIndex('x')", `copyIndex finds no loop "x" here`},
	})
}
