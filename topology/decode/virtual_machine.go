package decode

import (
	"slices"

	"vnetproof/topology"
)

func virtualMachine(d *Decoder, o *object, r topology.Resource) {
	vm := &topology.VirtualMachine{Resource: r}
	if !d.enter(vm) {
		return
	}
	d.design.VirtualMachines = append(d.design.VirtualMachines, vm)
	p := o.of(&vm.Resource)
	profile := p.sub("networkProfile")
	vm.NICs = machineNICs(profile)
	for _, template := range profile.list("networkInterfaceConfigurations") {
		if nic := inlineNIC(d, template, vm); nic != nil {
			vm.NICs = append(vm.NICs, topology.Ref[topology.NetworkInterface]{ID: nic.ID, Pos: nic.Pos, Target: nic})
		}
	}
	profile.rest("networkApiVersion")
	p.rest("hardwareProfile", "storageProfile", "osProfile", "diagnosticsProfile", "availabilitySet", "vmId", "timeCreated",
		"licenseType", "priority", "evictionPolicy", "billingProfile", "host", "hostGroup", "proximityPlacementGroup",
		"additionalCapabilities", "securityProfile", "extensionsTimeBudget", "platformFaultDomain", "scheduledEventsProfile",
		"userData", "capacityReservation", "applicationProfile", "instanceView", "virtualMachineScaleSet", "resources",
		"scheduledEventsPolicy", "provisioningTimeState")
}

// machineNICs reads the NICs of a machine, the primary one first.
func machineNICs(profile *object) []topology.Ref[topology.NetworkInterface] {
	items := profile.list("networkInterfaces")
	slices.SortStableFunc(items, func(a, b *object) int { return primaryRank(a) - primaryRank(b) })
	out := make([]topology.Ref[topology.NetworkInterface], len(items))
	for i, item := range items {
		idOf(item, item.node, "id", &out[i])
	}
	return out
}

func primaryRank(nic *object) int {
	if nic.properties().boolean("primary").Or(false) {
		return 0
	}
	return 1
}

// inlineNIC makes the NIC that Azure makes with a machine, from its template.
func inlineNIC(d *Decoder, template *object, vm *topology.VirtualMachine) *topology.NetworkInterface {
	nic := &topology.NetworkInterface{Owner: vm, Resource: topology.Resource{Name: template.text("name"), Pos: template.node.Pos,
		Type: "Microsoft.Network/networkInterfaces", APIVersion: vm.APIVersion, Location: vm.Location, Tags: vm.Tags, Maybe: vm.Maybe}}
	nic.ID = topology.ID("/subscriptions/" + vm.ID.Subscription() + "/resourceGroups/" + vm.ID.ResourceGroup() +
		"/providers/" + nic.Type + "/" + nic.Name)
	if !d.enter(nic) {
		return nil
	}
	d.design.NetworkInterfaces = append(d.design.NetworkInterfaces, nic)
	p := template.of(&nic.Resource)
	readInterface(p, nic)
	nic.IPConfigurations = children(p, "ipConfigurations", func(o *object, r topology.Resource) *topology.IPConfiguration {
		return templateIPConfiguration(o, r, &vm.Resource)
	})
	p.rest("enableAcceleratedNetworking", "deleteOption", "auxiliaryMode", "auxiliarySku", "enableFpga", "dscpConfiguration")
	return nic
}
