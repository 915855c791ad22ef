package azure

import (
	"net/netip"
	"strings"

	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// looseEnds are links of the design of which it is not known where they lead,
// so that what they come from may stand in several places.
type looseEnds struct {
	hosts  []looseHost
	public *pipeline.Gap // something may take what is sent to any public address of the design
	pools  *pipeline.Gap // something may be a member of any backend pool
}

// looseHost is a resource that holds an address of a subnet, and nobody knows of which.
type looseHost struct {
	subnet string     // Azure's own name of the subnets where it may stand; "" for those of customers
	addr   netip.Addr // that it has; invalid where that is not known either
	gap    *pipeline.Gap
}

// looseMember is an interface in an application security group of which nobody knows which it is.
type looseMember struct {
	claim *claim
	gap   *pipeline.Gap
}

// placed are the types that hold addresses, and the subnets of Azure's own that
// they stand in.
var placed = map[string]string{
	"networkinterfaces": "", "virtualmachines": "", "virtualmachinescalesets": "", "loadbalancers": "", "applicationgateways": "",
	"privateendpoints": "", "privatelinkservices": "", "dnsresolvers": "",
	"azurefirewalls": "AzureFirewallSubnet", "virtualnetworkgateways": "GatewaySubnet", "bastionhosts": "AzureBastionSubnet",
}

// placing are properties that say in which subnet something stands; publishing
// and pooling those that say which public address it has, and in which pools it is.
var (
	placing = wordSet("properties ipConfigurations frontendIPConfigurations gatewayIPConfigurations subnet networkProfile" +
		" networkInterfaces networkInterfaceConfigurations virtualMachineProfile privateIPAddress")
	publishing = wordSet("properties ipConfigurations frontendIPConfigurations publicIPAddress publicIPPrefix networkInterfaceConfigurations")
	pooling    = wordSet("properties ipConfigurations loadBalancerBackendAddressPools loadBalancerInboundNatRules networkInterfaceConfigurations")
)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(strings.ToLower(words)) {
		set[w] = true
	}
	return set
}

// indexLoose finds the loose ends.
func (c *compiler) indexLoose() {
	for _, u := range c.design.Unsettled {
		where, ok := placed[firstKind(u.Type)]
		if !ok {
			continue
		}
		gap := func(why string) *pipeline.Gap {
			return unknownGap(&u.Unknown, u.Resource, u.Property, why+": "+u.Property+" of "+u.Resource.Path()+" is not known", u.Pos)
		}
		last := lastKey(u.Property)
		if placing[last] && last != "privateipaddress" {
			c.loose.hosts = append(c.loose.hosts, looseHost{where, c.fixedAddress(u.Resource), gap("who holds an address")})
		}
		if publishing[last] && c.loose.public == nil {
			c.loose.public = gap("who takes packets at a public address")
		}
		if pooling[last] && c.loose.pools == nil {
			c.loose.pools = gap("who is a member of a pool")
		}
	}
}

// firstKind is the part of a type behind its provider: "networkinterfaces".
func firstKind(resourceType string) string {
	_, kind, _ := strings.Cut(strings.ToLower(resourceType), "/")
	kind, _, _ = strings.Cut(kind, "/")
	return kind
}

// lastKey is the last name of a path, without an index, in lower case.
func lastKey(path string) string {
	key := strings.ToLower(path[strings.LastIndexByte(path, '.')+1:])
	key, _, _ = strings.Cut(key, "[")
	return key
}

// fixedAddress returns the address that an IP configuration has wherever it is.
func (c *compiler) fixedAddress(id topology.ID) netip.Addr {
	if ip, ok := c.design.ByID(id).(*topology.IPConfiguration); ok {
		a, _ := ip.PrivateIPAddress.Get()
		return a
	}
	return netip.Addr{}
}

// looseIn returns why something that nobody knows the place of may hold
// addresses of a subnet, and which; nil if nothing does.
func (c *compiler) looseIn(s *subnet) []looseHost {
	var list []looseHost
	for _, h := range c.loose.hosts {
		fits := s.isNamed(h.subnet) || h.subnet == "" && s.hostsPeople()
		if fits && (!h.addr.IsValid() || s.space.Contains(h.addr)) {
			list = append(list, h)
		}
	}
	return list
}

// looseAt returns why something may hold an address of a VNet that nothing is known to hold.
func (c *compiler) looseAt(v *vnet, a netip.Addr) *pipeline.Gap {
	s := v.subnetAt(a)
	if s == nil {
		return firstGap(v.unknownHosts(), c.incompleteGap(v.res.ID))
	}
	for _, h := range c.looseIn(s) {
		if !h.addr.IsValid() || h.addr == a {
			return h.gap
		}
	}
	return c.strangerIn(s)
}

// looseHolders are the rows of addresses of a subnet that such a thing may hold.
func (c *compiler) looseHolders(s *subnet) []pipeline.Row {
	var rows []pipeline.Row
	for _, h := range c.looseIn(s) {
		dst := s.usable()
		if h.addr.IsValid() {
			dst = packet.FromAddrs(h.addr)
		}
		row := unmodelled(h.gap)
		row.Dst = &dst
		rows = append(rows, row)
	}
	return rows
}
