package diagram

import (
	"net/netip"

	"vnetproof/topology"
	"vnetproof/topology/source"
)

// builder makes small designs for pictures.
type builder struct{ d topology.Design }

func known[T any](v T) topology.Property[T] { return topology.Known(v, source.Pos{}) }

func ref[T any](id topology.ID, target *T) topology.Ref[T] {
	return topology.Ref[T]{ID: id, Target: target}
}

func resource(kind, name string) topology.Resource {
	return topology.Resource{ID: topology.ID("/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/" + kind + "/" + name), Name: name, Type: "Microsoft.Network/" + kind}
}

func addr(s string) topology.Property[netip.Addr] { return known(netip.MustParseAddr(s)) }

func (b *builder) vnet(name, prefix string, subnets ...string) *topology.VirtualNetwork {
	v := &topology.VirtualNetwork{Resource: resource("virtualNetworks", name), AddressPrefixes: known([]netip.Prefix{netip.MustParsePrefix(prefix)})}
	for i := 0; i < len(subnets); i += 2 {
		s := &topology.Subnet{Resource: topology.Resource{ID: v.ID.Child("subnets", subnets[i]), Name: subnets[i]}, VirtualNetwork: v,
			AddressPrefixes: known([]netip.Prefix{netip.MustParsePrefix(subnets[i+1])})}
		v.Subnets = append(v.Subnets, s)
	}
	b.d.VirtualNetworks = append(b.d.VirtualNetworks, v)
	b.d.Add(v)
	return v
}

func (b *builder) vm(name, ip string, sub *topology.Subnet) *topology.NetworkInterface {
	n := &topology.NetworkInterface{Resource: resource("networkInterfaces", name+"-nic")}
	n.IPConfigurations = []*topology.IPConfiguration{{Resource: topology.Resource{ID: n.ID.Child("ipConfigurations", "ipconfig")},
		NIC: n, Subnet: ref(sub.ID, sub), PrivateIPAddress: addr(ip)}}
	m := &topology.VirtualMachine{Resource: resource("virtualMachines", name), NICs: []topology.Ref[topology.NetworkInterface]{ref(n.ID, n)}}
	n.Owner = m
	b.d.NetworkInterfaces = append(b.d.NetworkInterfaces, n)
	b.d.VirtualMachines = append(b.d.VirtualMachines, m)
	return n
}

func (b *builder) peer(a, z *topology.VirtualNetwork) {
	p := &topology.Peering{Resource: topology.Resource{ID: a.ID.Child("virtualNetworkPeerings", "to-"+z.Name)}, Local: a, Remote: ref(z.ID, z), AllowForwardedTraffic: known(true)}
	q := &topology.Peering{Resource: topology.Resource{ID: z.ID.Child("virtualNetworkPeerings", "to-"+a.Name)}, Local: z, Remote: ref(a.ID, a), UseRemoteGateways: known(true)}
	p.Other, q.Other = q, p
	a.Peerings, z.Peerings = append(a.Peerings, p), append(z.Peerings, q)
}

func table4(name, hop string) *topology.RouteTable {
	t := &topology.RouteTable{Resource: resource("routeTables", name)}
	t.Routes = []*topology.Route{{Resource: topology.Resource{ID: t.ID.Child("routes", "default"), Name: "default"},
		AddressPrefix: known(netip.MustParsePrefix("0.0.0.0/0")), NextHopType: known(topology.VirtualAppliance), NextHopIP: addr(hop)}}
	return t
}

// landingZone is a hub with firewall and gateway, a site, and two spokes.
func landingZone() *topology.Design {
	b := &builder{}
	hub := b.vnet("hub", "10.0.0.0/16", "AzureFirewallSubnet", "10.0.0.0/26", "GatewaySubnet", "10.0.1.0/27", "AzureBastionSubnet", "10.0.2.0/26", "shared", "10.0.3.0/24")
	web := b.vnet("web", "10.1.0.0/16", "frontend", "10.1.0.0/24", "app", "10.1.1.0/24", "data", "10.1.2.0/24")
	pay := b.vnet("payments", "10.2.0.0/16", "api", "10.2.0.0/24", "batch", "10.2.4.0/24")
	pip := &topology.PublicIPAddress{Resource: resource("publicIPAddresses", "fw-pip")}
	b.d.PublicIPAddresses = append(b.d.PublicIPAddresses, pip)
	config := func(sub *topology.Subnet, ip string, pip *topology.PublicIPAddress) []*topology.IPConfiguration {
		c := &topology.IPConfiguration{Subnet: ref(sub.ID, sub)}
		if ip != "" {
			c.PrivateIPAddress = addr(ip)
		}
		if pip != nil {
			c.PublicIPAddress = ref(pip.ID, pip)
		}
		return []*topology.IPConfiguration{c}
	}
	b.d.AzureFirewalls = append(b.d.AzureFirewalls, &topology.AzureFirewall{Resource: resource("azureFirewalls", "hub-fw"), IPConfigurations: config(hub.Subnets[0], "10.0.0.4", pip)})
	gw := &topology.VirtualNetworkGateway{Resource: resource("virtualNetworkGateways", "hub-vpn"), GatewayType: known(topology.VPN), IPConfigurations: config(hub.Subnets[1], "", nil)}
	b.d.VirtualNetworkGateways = append(b.d.VirtualNetworkGateways, gw)
	b.d.BastionHosts = append(b.d.BastionHosts, &topology.BastionHost{Resource: resource("bastionHosts", "hub-bastion"), Subnet: ref(hub.Subnets[2].ID, hub.Subnets[2])})
	hq := &topology.LocalNetworkGateway{Resource: resource("localNetworkGateways", "hq"), AddressPrefixes: known([]netip.Prefix{netip.MustParsePrefix("192.168.0.0/16")})}
	b.d.LocalNetworkGateways = append(b.d.LocalNetworkGateways, hq)
	b.d.Connections = append(b.d.Connections, &topology.Connection{Resource: resource("connections", "hub-to-hq"), Type: known(topology.IPsec), Gateway: ref(gw.ID, gw), LocalGateway: ref(hq.ID, hq)})
	for _, v := range []*topology.VirtualNetwork{web, pay} {
		b.peer(hub, v)
		rt := table4(v.Name+"-rt", "10.0.0.4")
		nsg := &topology.NetworkSecurityGroup{Resource: resource("networkSecurityGroups", v.Name+"-nsg")}
		for _, s := range v.Subnets {
			s.RouteTable, s.NetworkSecurityGroup = ref(rt.ID, rt), ref(nsg.ID, nsg)
		}
	}
	b.vm("web1", "10.1.0.4", web.Subnets[0])
	b.vm("web2", "10.1.0.5", web.Subnets[0])
	b.vm("app1", "10.1.1.4", web.Subnets[1])
	b.vm("batch1", "10.2.4.4", pay.Subnets[1])
	nat := &topology.NATGateway{Resource: resource("natGateways", "app-nat")}
	b.d.NATGateways = append(b.d.NATGateways, nat)
	pay.Subnets[1].NATGateway = ref(nat.ID, nat)
	pay.Subnets[1].RouteTable = topology.Ref[topology.RouteTable]{}
	sql := &topology.PaaS{Resource: resource("servers", "payments-sql"), Service: "Sql"}
	b.d.PaaS = append(b.d.PaaS, sql)
	b.d.PrivateEndpoints = append(b.d.PrivateEndpoints, &topology.PrivateEndpoint{Resource: resource("privateEndpoints", "sql-pe"), Subnet: ref(web.Subnets[2].ID, web.Subnets[2]),
		Connections: []*topology.PrivateLinkConnection{{Service: ref(sql.ID, sql)}}})
	return &b.d
}

func leak() Marks {
	return Marks{
		Title: []string{"spokes leave only through the hub firewall", "refuted: payments/batch (10.2.4.0/24) → any public address, any traffic"},
		Tone:  Bad,
		Out: []Stop{{Resource: resource("networkInterfaces", "batch1-nic").ID, Name: "batch1"}, {Resource: resource("natGateways", "app-nat").ID, Name: "app-nat"},
			{Internet: true, Name: "internet"}},
		End: []string{"route 0.0.0.0/0 → Internet (system)", "no route table on payments/batch", "hub-spoke.network.yaml:88:7"},
	}
}
