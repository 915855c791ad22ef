package export

import (
	"strconv"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// writeMachines writes NICs, machines and scale sets.
func writeMachines(w *writer, d *topology.Design) {
	for _, n := range d.NetworkInterfaces {
		if !isOwn(&n.Resource) {
			continue
		}
		b := w.resource(&n.Resource)
		nic(b, n)
		b.flag("primary", n.Primary)
		childrenOf(b, "ipConfigurations", n.IPConfigurations, configuration)
	}
	for _, m := range d.VirtualMachines {
		links(w.resource(&m.Resource), "networkProfile.networkInterfaces", m.NICs)
	}
	for _, s := range d.ScaleSets {
		writeScaleSet(w.resource(&s.Resource), s)
	}
}

// nic writes what NICs and the templates of scale sets share.
func nic(b *body, n *topology.NetworkInterface) {
	link(b, "networkSecurityGroup", n.NetworkSecurityGroup)
	b.flag("enableIPForwarding", n.EnableIPForwarding)
	all(b, "dnsSettings.dnsServers", n.DNSServers)
}

// writeScaleSet writes the template that the first instance was made from.
func writeScaleSet(b *body, s *topology.ScaleSet) {
	value(&body{w: b.w, of: b.of, properties: b.node}, "sku.capacity", s.Capacity, func(n int) *tree.Node { return numberNode(n) })
	if s.Flexible {
		b.set("orchestrationMode", str("Flexible"))
	}
	var first []*topology.NetworkInterface
	for _, n := range s.NICs {
		if n.ID.Parent().Name() == "0" {
			first = append(first, n)
		}
	}
	if len(s.NICs) > 0 && len(first) == 0 {
		b.w.lose(b.of, "networkInterfaceConfigurations", "no instance shows them", s.Pos)
	}
	objects(b, "virtualMachineProfile.networkProfile.networkInterfaceConfigurations", first, func(n *topology.NetworkInterface) *tree.Node {
		t := b.inner(n.ID.Name())
		nic(t, n)
		t.flag("primary", n.Primary)
		childrenOf(t, "ipConfigurations", n.IPConfigurations, instanceConfiguration)
		return t.node
	})
}

// instanceConfiguration writes an address of a scale set's template.
func instanceConfiguration(b *body, c *topology.IPConfiguration) {
	own := *c
	own.PublicIPAddress = topology.Ref[topology.PublicIPAddress]{}
	configuration(b, &own)
	a := c.PublicIPAddress.Target
	if a == nil {
		return
	}
	public := b.inner(c.PublicIPAddress.ID.Name())
	public.sku(a.SKU)
	if a.IPv6 {
		public.set("publicIPAddressVersion", str("IPv6"))
	}
	link(public, "publicIPPrefix", a.Prefix)
	b.set("publicIPAddressConfiguration", public.node)
}

func numberNode(n int) *tree.Node {
	return tree.NewNumber(source.Pos{}, strconv.Itoa(n))
}
