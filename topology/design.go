package topology

import "vnetproof/topology/source"

// Design is everything that the input holds: resources by type, in input
// order, each found by ID, links resolved. It is not changed once built.
type Design struct {
	VirtualNetworks           []*VirtualNetwork
	NetworkInterfaces         []*NetworkInterface
	VirtualMachines           []*VirtualMachine
	ScaleSets                 []*ScaleSet
	NetworkSecurityGroups     []*NetworkSecurityGroup
	ApplicationSecurityGroups []*ApplicationSecurityGroup
	RouteTables               []*RouteTable
	PublicIPAddresses         []*PublicIPAddress
	PublicIPPrefixes          []*PublicIPPrefix
	NATGateways               []*NATGateway
	LoadBalancers             []*LoadBalancer
	ApplicationGateways       []*ApplicationGateway
	FrontDoors                []*FrontDoor
	WAFPolicies               []*WAFPolicy
	BastionHosts              []*BastionHost
	AzureFirewalls            []*AzureFirewall
	FirewallPolicies          []*FirewallPolicy
	IPGroups                  []*IPGroup
	VirtualNetworkGateways    []*VirtualNetworkGateway
	LocalNetworkGateways      []*LocalNetworkGateway
	Connections               []*Connection
	ExpressRouteCircuits      []*ExpressRouteCircuit
	RouteServers              []*RouteServer
	PrivateEndpoints          []*PrivateEndpoint
	PrivateLinkServices       []*PrivateLinkService
	PaaS                      []*PaaS
	PrivateDNSZones           []*PrivateDNSZone
	DNSResolvers              []*DNSResolver
	ForwardingRulesets        []*ForwardingRuleset
	VirtualWANs               []*VirtualWAN
	VirtualHubs               []*VirtualHub
	HubVPNGateways            []*HubVPNGateway
	HubExpressRouteGateways   []*HubExpressRouteGateway
	HubP2SGateways            []*HubP2SGateway
	VPNSites                  []*VPNSite
	NetworkManagers           []*NetworkManager
	Others                    []*Other
	Ignored                   []Ignored
	Unsettled                 []Unsettled

	// Facts is the overlay; its zero value adds nothing.
	Facts Facts

	// All lists every resource, children included, in input order.
	All []Node

	byID index // of All
}

// Add enters a resource, which is then found by its ID. It returns the
// resource that already bears the ID, if there is one, and leaves that in place.
func (d *Design) Add(n Node) (earlier Node) {
	if i := d.byID.find(d.All, n.Base().ID); i >= 0 {
		return d.All[i]
	}
	d.All = append(d.All, n)
	d.byID.add(d.All, len(d.All)-1)
	return nil
}

// Replace puts a resource in the place of the one that bears its ID.
func (d *Design) Replace(n Node) {
	if i := d.byID.find(d.All, n.Base().ID); i >= 0 {
		d.All[i] = n
	}
}

// ByID finds a resource by its ID without regard to case; nil if the input does not hold it.
func (d *Design) ByID(id ID) Node {
	if i := d.byID.find(d.All, id); i >= 0 {
		return d.All[i]
	}
	return nil
}

// Link resolves a reference within d. It reports false where the target is
// there but of another type than the link wants; a target that is not there
// leaves the reference dangling.
func Link[T any](d *Design, r *Ref[T]) bool {
	if r.ID == "" || r.Target != nil {
		return true
	}
	n := d.ByID(r.ID)
	if n == nil {
		return true
	}
	target, ok := n.(any).(*T)
	if ok {
		r.Target = target
	}
	return ok
}

// Where returns the position of a resource, or no place.
func (d *Design) Where(id ID) source.Pos {
	if n := d.ByID(id); n != nil {
		return n.Base().Pos
	}
	return source.Pos{}
}
