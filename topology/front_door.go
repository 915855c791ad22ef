package topology

// FrontDoor is a Microsoft.Cdn/profiles of a Front Door tier, or a classic
// Microsoft.Network/frontDoors: it ends clients' flows at Azure's edge and opens
// others to its origins.
type FrontDoor struct {
	Resource
	SKUName          Property[string]
	Endpoints        []*FrontDoorEndpoint
	Domains          []*FrontDoorDomain
	OriginGroups     []*OriginGroup
	SecurityPolicies []*FrontDoorSecurityPolicy
	Rules            []*FrontDoorRoute // of a classic one, whose rules name their endpoints
}

// FrontDoorEndpoint is a name by which clients come: an afdEndpoints child, or a
// frontendEndpoints one of a classic Front Door.
type FrontDoorEndpoint struct {
	Resource
	HostName  Property[string] // "shop-a1b2c3.z01.azurefd.net", once it is deployed
	Enabled   Property[bool]
	Routes    []*FrontDoorRoute
	WAFPolicy Ref[WAFPolicy] // of a classic one
}

// FrontDoorDomain is a customDomains child.
type FrontDoorDomain struct {
	Resource
	HostName Property[string]
}

// FrontDoorRoute sends what an endpoint takes to a group of origins.
type FrontDoorRoute struct {
	Resource
	Endpoints      []Ref[FrontDoorEndpoint] // of a classic rule
	Domains        []Ref[FrontDoorDomain]
	OriginGroup    Ref[OriginGroup] // not set where a classic rule only redirects
	Protocols      Property[[]string]
	Forwarding     Property[string] // "HttpOnly", "HttpsOnly", "MatchRequest"
	RedirectsHTTPS Property[bool]
	Enabled        Property[bool]
	RuleSets       []ID // which may send requests to other groups
}

// OriginGroup is an originGroups child, or a classic backend pool.
type OriginGroup struct {
	Resource
	Origins []*Origin
}

// Origin is where a Front Door gets what clients ask for.
type Origin struct {
	Resource
	HostName  Property[string] // a name or an address
	AzureID   ID               // of the resource that it is, where the input tells
	HTTPPort  Property[int]
	HTTPSPort Property[int]
	Enabled   Property[bool]
	// PrivateLink is set on an origin that is reached by private link.
	PrivateLink *OriginPrivateLink
}

// OriginPrivateLink is the sharedPrivateLinkResource of an origin. What it names
// is one of three, or outside of the input.
type OriginPrivateLink struct {
	ID                 ID
	Service            Ref[PaaS]
	PrivateLinkService Ref[PrivateLinkService]
	Status             Property[string] // "Approved", "Pending", ...; absent in templates
}

// FrontDoorSecurityPolicy joins a WAF policy to domains: endpoints and custom ones.
type FrontDoorSecurityPolicy struct {
	Resource
	WAFPolicy Ref[WAFPolicy]
	Domains   []ID
}
