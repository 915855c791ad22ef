package decode

import (
	"net/netip"

	"vnetproof/topology"
	"vnetproof/topology/source"
)

// join fills the back links of resources, once all links are resolved.
func (d *Decoder) join() {
	for _, v := range d.design.VirtualNetworks {
		for _, s := range v.Subnets {
			s.VirtualNetwork = v
		}
		for _, h := range v.Peerings {
			h.Local = v
		}
	}
	for _, v := range d.design.VirtualNetworks {
		for _, h := range v.Peerings {
			joinPeering(h)
		}
	}
	for _, nic := range d.design.NetworkInterfaces {
		for _, c := range nic.IPConfigurations {
			c.NIC = nic
		}
	}
	for _, vm := range d.design.VirtualMachines {
		for _, r := range vm.NICs {
			if r.Target != nil {
				r.Target.Owner = vm
			}
		}
	}
}

// standIn makes a VNet of which the input holds only children. Its address
// space is not known.
func (d *Decoder) standIn(id topology.ID, child *topology.Resource) topology.Node {
	u := topology.Unknown{Why: "the virtual network is not in the input, only a part of it", Supply: "add it, or its export, to the topology"}
	v := &topology.VirtualNetwork{Resource: topology.Resource{ID: id, Name: id.Name(), Type: id.Type(), Pos: child.Pos}}
	v.AddressPrefixes = topology.NotKnown[[]netip.Prefix](u, child.Pos)
	v.Incomplete = []topology.Incomplete{{Property: "subnets", Pos: child.Pos, Unknown: u}, {Property: "virtualNetworkPeerings", Pos: child.Pos, Unknown: u}}
	d.enter(v)
	d.design.VirtualNetworks = append(d.design.VirtualNetworks, v)
	d.diags.Add(source.Diagnostic{Severity: source.Unknown, Code: "outside-input", Pos: child.Pos,
		Message: label(child) + " belongs to virtual network " + id.Path() + ", which is not in the input", Hint: u.Supply})
	return v
}
