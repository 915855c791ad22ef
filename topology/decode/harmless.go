package decode

import "strings"

// Harmless is a set of properties that decoders know and leave alone, with the
// reason why none of them changes what reaches what.
type Harmless struct {
	Why        string
	Properties []string
}

// HarmlessProperties lists all properties that decoders pass by without a word.
// What is neither read, nor listed here, is told as not simulated.
func HarmlessProperties() []Harmless {
	var list []Harmless
	for _, h := range harmless {
		list = append(list, Harmless{h.why, strings.Fields(h.words)})
	}
	return list
}

// harmless is reviewed by reason. A property stands under the strongest reason
// that holds at all its places.
var harmless = []struct{ why, words string }{
	{"it is told by another property, or a resource of its own, that is read", `
		sku requestRoutingRules routingRules urlPathMaps frontendPorts gatewayIPConfigurations webApplicationFirewallConfiguration
		backendHttpSettingsCollection backendSettingsCollection protocol frontendPort pathRules networkAcls trafficSelectorPolicies
		policySettings swiftSupported isSwift cnameRecord privateIpAllocationMethod privateIpAddress ipGroups hubIPAddresses
		managementIpConfiguration ruleCollectionGroups sql explicitProxy dnsSettings snat intrusionDetection threatIntelWhitelist
		ruleCollections ruleType priority direction actions internalMappings externalMappings privateIPAllocationMethod inboundNatPools
		scope virtualNetwork frontendPortRangeStart frontendPortRangeEnd backendAddressPool applicationGatewayBackendAddressPools
		appliesToGroups appliesTo sources destinations hubs virtualNetworkRules localAddressSpace localVirtualNetworkAddressSpace
		remoteVirtualNetworkAddressSpace ipConfigurations publicIPAllocationMethod publicIPAddressVersion prefixLength
		azureFirewall hubRoutingPreference allowBranchToBranchTraffic routeTable virtualHubRouteTableV2s addressPrefix
		publicIPAddress privateIPAddress nextHopType routingConfiguration propagatedRouteTables vnetRoutes virtualMachineProfile
		ipAddress vpnSiteLinks bgpSettings type p2SConnectionConfigurations defaultSecurityRules
		privateLinkServiceConnectionState globalReachEnabled crossTenantScopes location probes`},
	{"it points back from the other end of a link, whose own end is read", `
		privateEndpointConnections backendIPConfigurations firewalls childPolicies firewallPolicies inboundNatRules outboundRules
		outboundRule loadBalancingRules httpListeners networkInterfaceIPConfiguration inboundNatRulesPortMapping backendIPConfiguration
		subnets networkInterfaces privateEndpoint privateLinkService virtualMachine virtualMachineScaleSet applicationGateways
		applicationGatewayForContainers frontendEndpointLinks routingRuleLinks securityPolicyLinks flowLogs ipConfiguration
		natGateway publicIPAddresses loadBalancerFrontendIpConfiguration privateEndpoints applicationGatewayIPConfigurations
		ipConfigurationProfiles vpnGateway expressRouteGateway p2SVpnGateway associatedConnections propagatingConnections virtualHubs
		vpnSites egressVpnSiteLinkConnections ingressVpnSiteLinkConnections ipConfigurationId remoteGateways linkedPublicIPAddress
		servicePublicIPAddress hostedWorkloads resourceNavigationLinks serviceAssociationLinks nextHop instanceView resources
		authorizations expressRoutePort expressRouteConnection peeredConnections expressRouteCircuitPeering availabilitySet host hostGroup proximityPlacementGroup vpnServerConfiguration`},
	{"it shapes requests, names or certificates above the ports, after a flow is there", `
		redirectConfigurations rewriteRuleSets sslCertificates sslPolicy sslProfiles trustedRootCertificates trustedClientCertificates
		authenticationCertificates customErrorConfigurations enableHttp2 enableFips globalConfiguration entraJWTValidationConfigs
		defaultPredefinedSslPolicy hostName hostNames sslCertificate sslProfile requireServerNameIndication transportSecurity
		httpHeadersToInsert requestPath managedRules customRules pathBasedRules resourceState enableProxyProtocol forceFirewallPolicyAssociation ThreatIntel.Whitelist.FQDNs loadDistributionPolicies`},
	{"it sets keys, cryptography or authentication of a tunnel that the state of its connection tells", `
		sharedKey authorizationKey ipsecPolicies connectionProtocol connectionMode dpdTimeoutSeconds authenticationType
		certificateAuthentication tunnelProperties useLocalAzureIpAddress gatewayCustomBgpIpAddresses disableIPSecReplayProtection
		disableIPSecProtection disableVpnEncryption vpnConnectionProtocolType siteKey serviceKey stag authorizationStatus
		vlanId azureASN peerASN primaryPeerAddressPrefix secondaryPeerAddressPrefix primaryAzurePort secondaryAzurePort ipv6PeeringConfig
		ipv6CircuitConnectionConfig microsoftPeeringConfig routeFilter allowClassicOperations vpnGatewayGeneration virtualNetworkGatewayPolicyGroups`},
	{"it sets speed, size, timing or which of equal members serves, not whether", `
		autoscaleConfiguration scaleUnits bandwidthInGbps enableDirectPortRateLimit autoScaleConfiguration enableHighBandwidthVpnGateway
		resiliencyModel drainPeriodInSeconds syncMode loadDistribution idleTimeoutInMinutes enableTcpReset enableConnectionTracking
		allocatedOutboundPorts intervalInSeconds numberOfProbes probeThreshold zones enableAcceleratedNetworking auxiliaryMode
		auxiliarySku enableFpga dscpConfiguration flowTimeoutInMinutes virtualRouterAutoScaleConfiguration vpnGatewayScaleUnit
		connectionBandwidth enableRateLimiting routingWeight isRoutingPreferenceInternet size flushConnection
		enablePrivateLinkFastPath expressRouteGatewayBypass ttl tunnelInterfaces allowBackendPortConflict`},
	{"it is about compute, storage or the life of a machine", `
		hardwareProfile storageProfile osProfile diagnosticsProfile vmId licenseType evictionPolicy billingProfile securityProfile
		extensionsTimeBudget platformFaultDomain scheduledEventsProfile userData capacityReservation applicationProfile
		scheduledEventsPolicy provisioningTimeState networkApiVersion upgradePolicy overprovision singlePlacementGroup
		platformFaultDomainCount automaticRepairsPolicy doNotRunExtensionsOnOverprovisionedVMs zoneBalance scaleInPolicy
		additionalCapabilities spotRestorePolicy priorityMixPolicy skuProfile resiliencyPolicy timeCreated constrainedMaximumCapacity
		zonalPlatformFaultDomainAlignMode highSpeedInterconnectPlacement deleteOption workloadType migrationPhase`},
	{"it only describes, counts, logs or shows a state", `
		stats lastModifiedBy operationalState description metadata fqdn isAutoRegistered maxNumberOfRecordSets maxNumberOfVirtualNetworkLinks
		maxNumberOfVirtualNetworkLinksWithRegistration numberOfRecordSets numberOfVirtualNetworkLinks
		numberOfVirtualNetworkLinksWithRegistration internalId virtualNetworkLinkState dnsResolverState dnsForwardingRulesetState
		egressBytesTransferred ingressBytesTransferred tunnelConnectionStatus packetCaptureDiagnosticState gatewayManagerEtag
		serviceProviderNotes serviceProviderProperties Network.AdditionalLogs.EnableFatFlowLogging Network.RouteServerInfo.RouteServerID
		Network.AdditionalLogs.EnableDnstapLogging insights virtualNetworkGatewayMigrationStatus dnsName
		enableSessionRecording macAddress nicType vnetEncryptionSupported isInUseWithService tapConfigurations virtualNetworkTaps
		virtualNetworkTapProvisioningState networkManagerScopeAccesses region connectivityCapabilities purpose networkIdentifier locations
		sharingScope ipAllocations hasBgpOverride alias customNetworkInterfaceName requestMessage customDnsConfigs fqdns ipTags
		customIPPrefix virtualRouterAsn virtualRouterIps routingState securityProviderName
		remoteVirtualNetworkEncryption vpnClientConnectionHealth deviceProperties isSecuritySite enableVmProtection bgpCommunities
		remoteBgpCommunities routeServiceVips doNotVerifyRemoteGateways state extendedLocation vNetExtendedLocationResourceId
		defaultOutboundConnectivityEnabled allowPort25Out ddosSettings networkGroupAddressSpaceAggregationOption`},
	{"it says who may connect to or manage a service, once a packet reaches it", `
		disableCopyPaste enableFileCopy enableKerberos enableShareableLink enableTunneling enablePrivateOnlyBastion autoApproval
		visibility accessMode trustedServiceAccessEnabled ignoreMissingVnetServiceEndpoint resourceAccessRules`},
	{"it belongs to a feature that changes no path of the packets that are asked about", `
		Network.FTP.AllowActiveFTP Network.DNS.RequireProxyForNetworkRules enableDnsForwarding inboundDnsForwardingEndpoint
		customDnsServers ipv6Rule ipVersionType allowHubToRemoteVnetTransit allowRemoteVnetToUseHubVnetGateways
		allowVnetToVnetTraffic office365LocalBreakoutCategory o365Policy preferredRoutingGateway allowGlobalReach
		enableDestinationServiceEndpoint privateLinkConfiguration privateLinkConnectionProperties privateLinkServiceNetworkPolicies
		enableBgpRouteTranslationForNat`},
}
