package decode

import (
	"fmt"
	"strings"

	"vnetproof/topology"
)

// maxInstances is the largest capacity of a scale set.
const maxInstances = 1000

// scaleSet reads a scale set and makes the NICs of its instances, of which
// Azure's own description only has the template. An unknown capacity makes one.
func scaleSet(d *Decoder, o *object, r topology.Resource) {
	s := &topology.ScaleSet{Resource: r}
	if !d.enter(s) {
		return
	}
	d.design.ScaleSets = append(d.design.ScaleSets, s)
	o.owner = &s.Resource
	s.Capacity = o.sub("sku").integer("capacity", 0, maxInstances)
	p := o.of(&s.Resource)
	s.Flexible = strings.EqualFold(p.text("orchestrationMode"), "Flexible")
	network := p.sub("virtualMachineProfile").sub("networkProfile")
	templates := network.list("networkInterfaceConfigurations")
	for instance := range s.Capacity.Or(1) {
		for _, template := range templates {
			s.NICs = append(s.NICs, instanceNIC(d, template, s, instance))
		}
	}
	p.rest("upgradePolicy", "overprovision", "singlePlacementGroup", "platformFaultDomainCount", "automaticRepairsPolicy",
		"doNotRunExtensionsOnOverprovisionedVMs", "zoneBalance", "scaleInPolicy", "proximityPlacementGroup", "hostGroup",
		"additionalCapabilities", "spotRestorePolicy", "priorityMixPolicy", "skuProfile", "resiliencyPolicy", "timeCreated",
		"constrainedMaximumCapacity", "virtualMachineProfile", "zonalPlatformFaultDomainAlignMode", "highSpeedInterconnectPlacement")
}

// instanceNIC makes the NIC of one instance from its template. Every instance
// reads the template anew, since each has links of its own; mistakes in it are
// told once, for their places are equal.
func instanceNIC(d *Decoder, template *object, s *topology.ScaleSet, instance int) *topology.NetworkInterface {
	vm := s.ID.Child("virtualMachines", fmt.Sprint(instance))
	o := &object{d: d, node: template.node, owner: &s.Resource, path: template.path}
	nic := &topology.NetworkInterface{Owner: s}
	nic.Resource = instanceResource(o, s, vm, "networkInterfaces")
	p := o.of(&nic.Resource)
	readInterface(p, nic)
	if !d.enter(nic) {
		return nic
	}
	d.design.NetworkInterfaces = append(d.design.NetworkInterfaces, nic)
	nic.IPConfigurations = children(p, "ipConfigurations", func(o *object, r topology.Resource) *topology.IPConfiguration {
		return templateIPConfiguration(o, r, &s.Resource)
	})
	if instance == 0 {
		p.rest("enableAcceleratedNetworking", "deleteOption", "auxiliaryMode", "auxiliarySku", "enableFpga")
	}
	return nic
}

// instanceResource is the common part of what an instance has.
func instanceResource(o *object, s *topology.ScaleSet, vm topology.ID, kind string) topology.Resource {
	name := o.text("name")
	return topology.Resource{ID: vm.Child(kind, name), Name: s.Name + "_" + vm.Name() + "/" + name, Location: s.Location, Tags: s.Tags,
		Type: s.Type + "/virtualMachines/" + kind, APIVersion: s.APIVersion, Pos: o.node.Pos, Maybe: s.Maybe}
}

// templateIPConfiguration reads an IP configuration that Azure makes with a
// machine or an instance, which owner describes.
func templateIPConfiguration(o *object, r topology.Resource, owner *topology.Resource) *topology.IPConfiguration {
	c := &topology.IPConfiguration{Resource: r}
	p := o.of(&c.Resource)
	readIPConfiguration(p, c)
	if public := p.sub("publicIPAddressConfiguration"); public != nil {
		c.PublicIPAddress = templatePublicIP(public, c, owner)
	}
	if p.get("loadBalancerInboundNatPools") != nil && r.ID.Parent().Parent().Name() == "0" {
		p.ignored("loadBalancerInboundNatPools", "which instance a port of a NAT pool leads to is known once it runs")
	}
	p.rest("privateIPAllocationMethod")
	return c
}

// templatePublicIP makes the public address that Azure makes with it.
func templatePublicIP(o *object, c *topology.IPConfiguration, owner *topology.Resource) topology.Ref[topology.PublicIPAddress] {
	a := &topology.PublicIPAddress{}
	a.Resource = topology.Resource{ID: c.ID.Child("publicIPAddresses", o.text("name")), Name: o.text("name"), Location: owner.Location,
		Type: "Microsoft.Network/publicIPAddresses", APIVersion: owner.APIVersion, Pos: o.node.Pos, Maybe: owner.Maybe}
	a.SKU = skuOf(o, &a.Resource)
	p := o.of(&a.Resource)
	a.IPv6 = p.isIPv6("publicIPAddressVersion")
	ref(p, "publicIPPrefix", &a.Prefix)
	if o.d.enter(a) {
		o.d.design.PublicIPAddresses = append(o.d.design.PublicIPAddresses, a)
	}
	return topology.Ref[topology.PublicIPAddress]{ID: a.ID, Pos: a.Pos, Target: a}
}
