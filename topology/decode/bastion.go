package decode

import (
	"vnetproof/topology"
)

func bastionHost(d *Decoder, o *object, r topology.Resource) {
	b := &topology.BastionHost{Resource: r}
	if !d.enter(b) {
		return
	}
	d.design.BastionHosts = append(d.design.BastionHosts, b)
	o.owner = &b.Resource
	b.SKUName = o.sub("sku").str("name")
	p := o.of(&b.Resource)
	for _, c := range p.list("ipConfigurations") {
		config := c.properties()
		ref(config, "subnet", &b.Subnet)
		ref(config, "publicIPAddress", &b.PublicIPAddress)
		break // a bastion has one
	}
	ref(p, "virtualNetwork", &b.VirtualNetwork)
	b.IPConnect = p.boolean("enableIpConnect")
	if len(p.sub("networkAcls").list("ipRules")) > 0 {
		p.ignored("networkAcls", "which clients a bastion takes is not simulated")
	}
	p.rest("disableCopyPaste", "dnsName", "enableFileCopy", "enableKerberos", "enableSessionRecording", "enableShareableLink",
		"enableTunneling", "scaleUnits", "enablePrivateOnlyBastion", "networkAcls")
}
