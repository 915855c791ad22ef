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
