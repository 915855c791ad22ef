package decode

import (
	"net/netip"
	"testing"

	"vnetproof/topology"
)

// inVNet is the subnet that the tests' NICs stand in.
const appSubnet = "virtualNetworks/hub/subnets/app"

func hubWithApp() string {
	return vnet("hub", "10.0.0.0/16", subnets("app 10.0.1.0/24"))
}

func TestMachineAndItsInterfaces(t *testing.T) {
	design := decodeClean(t, hubWithApp(),
		resource("networkInterfaces", "second", `"ipConfigurations": [{"name": "c", "properties": {"subnet": `+to(appSubnet)+`}}]`),
		resource("networkInterfaces", "first", `"enableIPForwarding": true, "networkSecurityGroup": `+to("networkSecurityGroups/g")+`,
			"dnsSettings": {"dnsServers": ["10.0.0.9"], "appliedDnsServers": []},
			"ipConfigurations": [{"name": "c", "properties": {"subnet": `+to(appSubnet)+`, "privateIPAddress": "10.0.1.4", "primary": true,
				"privateIPAllocationMethod": "Static", "publicIPAddress": `+to("publicIPAddresses/p")+`,
				"applicationSecurityGroups": [`+to("applicationSecurityGroups/web")+`]}}]`),
		resource("networkSecurityGroups", "g", ""),
		resource("applicationSecurityGroups", "web", ""),
		resourceWith("publicIPAddresses", "p", `"sku": {"name": "Standard"}, "properties": {"dnsSettings": {"domainNameLabel": "Web"}}`),
		resource("Microsoft.Compute/virtualMachines", "vm", `"networkProfile": {"networkInterfaces": [
			{"id": "`+network("networkInterfaces/second")+`", "properties": {"primary": false}},
			{"id": "`+network("networkInterfaces/first")+`", "properties": {"primary": true}}]}`))
	vm := design.VirtualMachines[0]
	first := vm.NICs[0].Target
	if first == nil || first.Name != "first" || vm.NICs[1].Target.Name != "second" || first.Owner != vm {
		t.Fatalf("NICs of the machine: %+v", vm.NICs)
	}
	c := first.IPConfigurations[0]
	sameValue(t, "address", c.PrivateIPAddress, netip.MustParseAddr("10.0.1.4"))
	sameValue(t, "forwarding", first.EnableIPForwarding, true)
	sameValue(t, "DNS name", c.PublicIPAddress.Target.DNSName, "web.westeurope.cloudapp.azure.com")
	sameValue(t, "SKU", c.PublicIPAddress.Target.SKU, topology.Standard)
	if c.NIC != first || c.Subnet.Target.Name != "app" || c.ApplicationSecurityGroups[0].Target.Name != "web" || first.NetworkSecurityGroup.Target == nil {
		t.Errorf("links of the IP configuration: %+v", c)
	}
}

func TestMachineWithInlineInterfaces(t *testing.T) {
	design := decodeClean(t, hubWithApp(),
		resource("Microsoft.Compute/virtualMachines", "vm", `"networkProfile": {"networkApiVersion": "2022-11-01",
			"networkInterfaceConfigurations": [{"name": "nic", "properties": {"primary": true, "ipConfigurations": [
				{"name": "c", "properties": {"subnet": `+to(appSubnet)+`}}]}}]}`))
	nic := design.VirtualMachines[0].NICs[0].Target
	if nic == nil || nic.Owner != design.VirtualMachines[0] || nic.IPConfigurations[0].Subnet.Target == nil {
		t.Fatalf("the machine has %+v", design.VirtualMachines[0].NICs)
	}
}

func scaleSetOf(capacity string) string {
	return resourceWith("Microsoft.Compute/virtualMachineScaleSets", "web", `"sku": {"name": "x"`+capacity+`}, "properties": {
		"orchestrationMode": "Uniform", "virtualMachineProfile": {"networkProfile": {"networkInterfaceConfigurations": [
			{"name": "nic", "properties": {"primary": true, "ipConfigurations": [{"name": "c", "properties": {
				"subnet": `+to(appSubnet)+`, "publicIPAddressConfiguration": {"name": "pub", "properties": {}},
				"loadBalancerBackendAddressPools": [`+to("loadBalancers/lb/backendAddressPools/pool")+`]}}]}}]}}}`)
}

func TestScaleSetHasInterfacesForItsInstances(t *testing.T) {
	lb := resource("loadBalancers", "lb", `"backendAddressPools": [{"name": "pool"}]`)
	design := decodeClean(t, hubWithApp(), lb, scaleSetOf(`, "capacity": 3`))
	set := design.ScaleSets[0]
	if len(set.NICs) != 3 || len(design.NetworkInterfaces) != 3 || set.NICs[2].Owner != set || set.NICs[2].Name != "web_2/nic" {
		t.Fatalf("%d NICs of the set, %d of the design", len(set.NICs), len(design.NetworkInterfaces))
	}
	if members := design.LoadBalancers[0].Pools[0].Members; len(members) != 3 || members[1].PublicIPAddress.Target == nil {
		t.Errorf("members of the pool: %v", members)
	}
}

func TestScaleSetOfUnknownSizeHasOne(t *testing.T) {
	lb := resource("loadBalancers", "lb", `"backendAddressPools": [{"name": "pool"}]`)
	design := decodeClean(t, hubWithApp(), lb, scaleSetOf(""))
	if set := design.ScaleSets[0]; len(set.NICs) != 1 || !set.Capacity.IsAbsent() {
		t.Errorf("%d NICs, capacity %v", len(set.NICs), set.Capacity)
	}
}

func TestScaleSetTellsADanglingLinkOnce(t *testing.T) {
	_, found := decodeAll(t, hubWithApp(), scaleSetOf(`, "capacity": 900`))
	if len(found) != 1 || found[0].Code != "outside-input" {
		t.Errorf("%d diagnostics, first %v", len(found), found)
	}
}
