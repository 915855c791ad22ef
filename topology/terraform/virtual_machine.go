package terraform

import "vnetproof/topology/tree"

// machineTables are virtual machines and scale sets.
func machineTables() map[string]*table {
	return map[string]*table{
		"azurerm_linux_virtual_machine":                  machineTable(),
		"azurerm_windows_virtual_machine":                machineTable(),
		"azurerm_virtual_machine":                        machineTable(),
		"azurerm_linux_virtual_machine_scale_set":        scaleSetTable(),
		"azurerm_windows_virtual_machine_scale_set":      scaleSetTable(),
		"azurerm_orchestrated_virtual_machine_scale_set": scaleSetTable(stated("orchestrationMode", "Flexible")),
		"azurerm_virtual_machine_scale_set": {kind: scaleSets, fields: []field{
			group("sku", same("capacity", "/sku.capacity"), same("name", "/sku.name")),
			list("network_profile", "virtualMachineProfile.networkProfile.networkInterfaceConfigurations", profileFields()...),
		}, ignored: scaleSetIgnored + " tier"},
	}
}

// machineTable is the table of a machine: of all that one has, only its NICs count.
func machineTable() *table {
	return &table{kind: virtualMachines, fields: []field{
		need(field{attribute: "network_interface_ids", put: machineNICs}),
	}, ignored: machineIgnored}
}

// machineNICs lists the NICs of a machine. The primary one is the first, or the
// one that an attribute of its own names.
func machineNICs(c *converter, o *object, v *tree.Node) {
	const path = "networkProfile.networkInterfaces"
	all := c.idList(v, []string{networkInterfaces})
	if !all.Is(tree.List) {
		o.set(path, all)
		return
	}
	primary := present(c.i.values.Get("primary_network_interface_id"))
	if primary != nil {
		primary = c.id(primary, []string{networkInterfaces})
	}
	for _, id := range all.Items {
		nic := newItem(id, "properties")
		nic.set("/id", id)
		if primary.Is(tree.String) && id.Str() == primary.Text {
			nic.set("primary", text(id, "true"))
		}
		o.add(path, nic.node)
	}
}

const machineIgnored = `primary_network_interface_id size vm_size admin_username admin_password admin_ssh_key os_disk source_image_reference
	source_image_id storage_image_reference storage_os_disk storage_data_disk os_profile os_profile_linux_config os_profile_windows_config
	os_profile_secrets delete_os_disk_on_termination delete_data_disks_on_termination disable_password_authentication availability_set_id
	boot_diagnostics custom_data user_data computer_name priority eviction_policy max_bid_price license_type plan patch_mode
	patch_assessment_mode provision_vm_agent allow_extension_operations extensions_time_budget encryption_at_host_enabled secure_boot_enabled
	vtpm_enabled platform_fault_domain proximity_placement_group_id dedicated_host_id dedicated_host_group_id virtual_machine_scale_set_id
	capacity_reservation_group_id additional_capabilities gallery_application secret termination_notification os_image_notification
	reboot_setting bypass_platform_safety_checks_on_user_schedule_enabled vm_agent_platform_updates_enabled disk_controller_type
	enable_automatic_updates automatic_updates_enabled hotpatching_enabled timezone winrm_listener additional_unattend_content
	private_ip_address private_ip_addresses public_ip_address public_ip_addresses virtual_machine_id os_managed_disk_id`

// scaleSetTable is the table of a scale set.
func scaleSetTable(more ...field) *table {
	return &table{kind: scaleSets, fields: append([]field{
		same("instances", "/sku.capacity"), same("sku", "/sku.name"), same("sku_name", "/sku.name"),
		list("network_interface", "virtualMachineProfile.networkProfile.networkInterfaceConfigurations", profileFields()...),
	}, more...), ignored: scaleSetIgnored}
}

// profileFields are those of the NICs that a scale set makes.
func profileFields() []field {
	fields := []field{
		same("name", "/name"), same("primary", "properties.primary"),
		list("ip_configuration", "properties.ipConfigurations", inProperties(append([]field{
			same("name", "/name"),
			same("version", "privateIPAddressVersion"),
			group("public_ip_address", templateAddress()...),
			group("public_ip_address_configuration", templateAddress()...),
			link("subnet_id", "subnet", subnets), same("primary", "primary"),
			links("load_balancer_inbound_nat_rules_ids", "loadBalancerInboundNatPools"),
		}, poolFields()...)...)...),
		group("dns_settings", same("dns_servers", "properties.dnsSettings.dnsServers")),
	}
	return append(fields, inProperties(interfaceFields()...)...)
}

// templateAddress is the public address that each instance gets.
func templateAddress() []field {
	const at = "publicIPAddressConfiguration."
	return []field{same("name", at+"name"), same("version", at+"properties.publicIPAddressVersion"),
		link("public_ip_prefix_id", at+"properties.publicIPPrefix", publicIPPrefixes)}
}

// inProperties moves fields below "properties", for objects that are no child
// resources.
func inProperties(fields ...field) []field {
	out := make([]field, len(fields))
	for k, f := range fields {
		put := f.put
		f.put = func(c *converter, o *object, v *tree.Node) {
			inner := *o
			inner.base = "properties"
			put(c, &inner, v)
		}
		out[k] = f
	}
	return out
}

const scaleSetIgnored = machineIgnored + ` upgrade_mode upgrade_policy_mode automatic_os_upgrade automatic_os_upgrade_policy rolling_upgrade_policy
	health_probe_id overprovision single_placement_group zone_balance platform_fault_domain_count scale_in scale_in_policy data_disk
	extension extension_operations_enabled extensions_to_provision_after_vm_creation do_not_run_extensions_on_overprovisioned_machines
	automatic_instance_repair instance_repair spot_restore terminate_notification computer_name_prefix host_group_id unique_id
	storage_profile_os_disk storage_profile_data_disk storage_profile_image_reference accelerated_networking
	enable_accelerated_networking accelerated_networking_enabled domain_name_label idle_timeout idle_timeout_in_minutes os_profile_secrets
	network_api_version priority_mix sku_profile user_data_base64 additional_unattend_content resilient_vm_creation_enabled
	resilient_vm_deletion_enabled ip_tag sku_name ` + interfaceIgnored
