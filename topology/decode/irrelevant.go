package decode

import "strings"

// isIrrelevant tells whether a type has no influence on what reaches what.
func isIrrelevant(resourceType string) bool {
	t := strings.ToLower(resourceType)
	if isModelled(t) {
		return false
	}
	provider, _, _ := strings.Cut(t, "/")
	return irrelevantTypes[t] || irrelevantProviders[provider] || hasIrrelevantPart(t)
}

// hasIrrelevantPart tells whether a type is a bookkeeping child of any
// resource, as "…/providers/diagnosticSettings".
func hasIrrelevantPart(t string) bool {
	for _, part := range irrelevantParts {
		if strings.HasSuffix(t, part) {
			return true
		}
	}
	return false
}

var irrelevantParts = []string{"/diagnosticsettings", "/roleassignments", "/locks", "/extensions", "/deployments", "/tags",
	"/privateendpointconnections", "/networkintentpolicies"}

// irrelevantProviders have no resource that packets meet.
var irrelevantProviders = map[string]bool{
	"microsoft.authorization": true, "microsoft.resources": true, "microsoft.managedidentity": true,
	"microsoft.operationalinsights": true, "microsoft.operationsmanagement": true, "microsoft.alertsmanagement": true,
	"microsoft.security": true, "microsoft.securityinsights": true, "microsoft.subscription": true, "microsoft.management": true,
	"microsoft.consumption": true, "microsoft.costmanagement": true, "microsoft.portal": true, "microsoft.policyinsights": true,
	"microsoft.maintenance": true, "microsoft.advisor": true, "microsoft.blueprint": true, "microsoft.devtestlab": true,
	"microsoft.guestconfiguration": true, "microsoft.logic": true, "microsoft.resourcehealth": true, "microsoft.billing": true,
	"microsoft.visualstudio": true, "microsoft.networkfunction": true, "microsoft.chaos": true, "microsoft.marketplace": true, "microsoft.saas": true,
}

// irrelevance is a set of types without influence on what reaches what, with the
// reason why.
type irrelevance struct{ why, types string }

// irrelevant is reviewed by reason; types are in lower case.
var irrelevant = []irrelevance{
	{"it is about machines themselves, disks and images", `
		microsoft.compute/availabilitysets microsoft.compute/disks microsoft.compute/snapshots microsoft.compute/images
		microsoft.compute/galleries microsoft.compute/galleries/images microsoft.compute/galleries/images/versions
		microsoft.compute/proximityplacementgroups microsoft.compute/sshpublickeys microsoft.compute/diskencryptionsets
		microsoft.compute/diskaccesses microsoft.compute/restorepointcollections microsoft.compute/hostgroups
		microsoft.compute/hostgroups/hosts microsoft.compute/capacityreservationgroups microsoft.compute/virtualmachines/runcommands
		microsoft.compute/virtualmachinescalesets/virtualmachines`},
	{"it watches, counts, records or asks, and lets everything pass", `
		microsoft.network/networkwatchers microsoft.network/networkwatchers/flowlogs
		microsoft.network/networkwatchers/connectionmonitors microsoft.network/networkwatchers/packetcaptures
		microsoft.network/networkinterfaces/tapconfigurations microsoft.network/virtualnetworktaps
		microsoft.network/networkmanagers/verifierworkspaces microsoft.insights/components microsoft.insights/actiongroups
		microsoft.insights/metricalerts microsoft.insights/activitylogalerts microsoft.insights/scheduledqueryrules
		microsoft.insights/datacollectionrules microsoft.insights/datacollectionendpoints microsoft.insights/workbooks
		microsoft.insights/webtests microsoft.insights/autoscalesettings
		microsoft.network/networkmanagers/verifierworkspaces/reachabilityanalysisintents
		microsoft.network/networkmanagers/verifierworkspaces/reachabilityanalysisruns
		microsoft.network/networksecurityperimeters/loggingconfigurations microsoft.network/networkexperimentprofiles
		microsoft.network/networkexperimentprofiles/experiments microsoft.network/trafficmanagerusermetricskeys`},
	{"it is for keys, speed or money of what is read by itself", `
		microsoft.network/ddosprotectionplans microsoft.network/ddoscustompolicies
		microsoft.network/networksecuritygroups/defaultsecurityrules microsoft.network/expressroutecircuits/authorizations
		microsoft.network/expressrouteports microsoft.network/expressrouteports/authorizations
		microsoft.network/vpnserverconfigurations microsoft.network/vpnserverconfigurations/configurationpolicygroups
		microsoft.network/customipprefixes microsoft.network/firewallpolicies/signatureoverrides
		microsoft.network/applicationgatewayavailablewafrulesets microsoft.network/virtualwans/p2svpnserverconfigurations
		microsoft.network/dscpconfigurations microsoft.network/ipallocations microsoft.cdn/profiles/secrets microsoft.cdn/profiles/keygroups`},
	{"it says which requests go to which origins, and the route that has it tells so", `
		microsoft.cdn/profiles/rulesets microsoft.cdn/profiles/rulesets/rules microsoft.network/frontdoors/rulesengines`},
	{"it says what names of the public internet mean, which facts tell where it matters", `
		microsoft.network/trafficmanagerprofiles microsoft.network/dnszones microsoft.network/dnszones/a
		microsoft.network/dnszones/aaaa microsoft.network/dnszones/cname microsoft.network/dnszones/txt microsoft.network/dnszones/mx
		microsoft.network/dnszones/ns microsoft.network/dnszones/soa microsoft.network/dnszones/caa microsoft.network/dnszones/ptr
		microsoft.network/dnszones/srv microsoft.network/dnszones/ds microsoft.network/dnszones/tlsa microsoft.network/dnszones/naptr
		microsoft.network/dnszones/dnssecconfigs microsoft.network/trafficmanagerprofiles/azureendpoints
		microsoft.network/trafficmanagerprofiles/externalendpoints microsoft.network/trafficmanagerprofiles/nestedendpoints
		microsoft.cdn/profiles/endpoints/customdomains`},
	{"it has records of private zones that no packet is sent to", `
		microsoft.network/privatednszones/soa microsoft.network/privatednszones/mx microsoft.network/privatednszones/ptr
		microsoft.network/privatednszones/srv microsoft.network/privatednszones/txt`},
	{"it plans or drafts what is not deployed by it", `
		microsoft.network/networkmanagers/ipampools microsoft.network/networkmanagers/scopeconnections
		microsoft.network/networkmanagerconnections
		microsoft.network/networkmanagers/ipampools/staticcidrs microsoft.network/firewallpolicies/firewallpolicydrafts
		microsoft.network/firewallpolicies/rulecollectiongroups/rulecollectiongroupdrafts`},
	{"it deploys configurations, which are taken as deployed", "microsoft.network/networkmanagers/commits"},
	{"it is what a service keeps behind its door", `
		microsoft.storage/storageaccounts/blobservices microsoft.storage/storageaccounts/blobservices/containers
		microsoft.storage/storageaccounts/fileservices microsoft.storage/storageaccounts/fileservices/shares
		microsoft.storage/storageaccounts/queueservices microsoft.storage/storageaccounts/queueservices/queues
		microsoft.storage/storageaccounts/tableservices microsoft.storage/storageaccounts/tableservices/tables
		microsoft.storage/storageaccounts/managementpolicies microsoft.storage/storageaccounts/localusers
		microsoft.storage/storageaccounts/inventorypolicies microsoft.storage/storageaccounts/objectreplicationpolicies
		microsoft.keyvault/vaults/secrets microsoft.keyvault/vaults/keys microsoft.keyvault/vaults/accesspolicies
		microsoft.sql/servers/databases microsoft.sql/servers/elasticpools microsoft.sql/servers/administrators
		microsoft.sql/servers/auditingsettings microsoft.sql/servers/securityalertpolicies
		microsoft.sql/servers/vulnerabilityassessments microsoft.sql/servers/databases/transparentdataencryption
		microsoft.sql/servers/encryptionprotector microsoft.sql/servers/keys microsoft.web/serverfarms microsoft.web/certificates
		microsoft.web/sites/hostnamebindings microsoft.web/sites/sourcecontrols microsoft.web/sites/functions
		microsoft.web/sites/basicpublishingcredentialspolicies microsoft.web/sites/siteextensions
		microsoft.automation/automationaccounts/runbooks microsoft.automation/automationaccounts/modules
		microsoft.automation/automationaccounts/schedules microsoft.automation/automationaccounts/variables
		microsoft.recoveryservices/vaults/backuppolicies microsoft.recoveryservices/vaults/backupconfig
		microsoft.recoveryservices/vaults/backupfabrics/protectioncontainers/protecteditems
		microsoft.documentdb/databaseaccounts/sqldatabases microsoft.documentdb/databaseaccounts/sqldatabases/containers
		microsoft.servicebus/namespaces/queues microsoft.servicebus/namespaces/topics
		microsoft.servicebus/namespaces/topics/subscriptions microsoft.servicebus/namespaces/authorizationrules
		microsoft.eventhub/namespaces/eventhubs microsoft.eventhub/namespaces/eventhubs/consumergroups
		microsoft.eventhub/namespaces/authorizationrules microsoft.containerregistry/registries/replications
		microsoft.containerregistry/registries/webhooks microsoft.cognitiveservices/accounts/deployments
		microsoft.sql/servers/outboundfirewallrules`},
}

// irrelevantTypes are all types that irrelevant lists.
var irrelevantTypes = func() map[string]bool {
	all := map[string]bool{}
	for _, i := range irrelevant {
		for t := range setOf(i.types) {
			all[t] = true
		}
	}
	return all
}()

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}
