package decode

import (
	"vnetproof/topology"
)

func networkSecurityGroup(d *Decoder, o *object, r topology.Resource) {
	g := &topology.NetworkSecurityGroup{Resource: r}
	if !d.enter(g) {
		return
	}
	d.design.NetworkSecurityGroups = append(d.design.NetworkSecurityGroups, g)
	p := o.of(&g.Resource)
	g.SecurityRules = children(p, "securityRules", securityRule)
	p.rest("defaultSecurityRules", "flushConnection", "networkInterfaces", "subnets", "flowLogs")
}

func applicationSecurityGroup(d *Decoder, o *object, r topology.Resource) {
	g := &topology.ApplicationSecurityGroup{Resource: r}
	if d.enter(g) {
		d.design.ApplicationSecurityGroups = append(d.design.ApplicationSecurityGroups, g)
		o.of(&g.Resource).rest()
	}
}
