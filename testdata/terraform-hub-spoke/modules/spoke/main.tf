# One spoke: its network and subnets, their security groups and route table,
# and its half of the peering with the hub.

variable "name" { type = string }
variable "location" { type = string }
variable "prefix" { type = string }
variable "subnets" { type = map(object({ prefix = string, nsg = string })) }
variable "rules" { type = any }
variable "hub_id" { type = string }
variable "firewall" { type = string }

output "network_id" { value = azurerm_virtual_network.this.id }
output "subnet_ids" { value = { for name, subnet in azurerm_subnet.this : name => subnet.id } }

resource "azurerm_virtual_network" "this" {
  name                = var.name
  resource_group_name = var.name
  location            = var.location
  address_space       = [var.prefix]
  dns_servers         = ["10.0.4.4"]
}

resource "azurerm_subnet" "this" {
  for_each                        = var.subnets
  name                            = each.key
  resource_group_name             = var.name
  virtual_network_name            = azurerm_virtual_network.this.name
  address_prefixes                = [each.value.prefix]
  default_outbound_access_enabled = false
}

resource "azurerm_network_security_group" "this" {
  for_each            = toset([for subnet in var.subnets : subnet.nsg])
  name                = each.key
  resource_group_name = var.name
  location            = var.location
}

resource "azurerm_network_security_rule" "this" {
  for_each                     = merge([for nsg in [for s in var.subnets : s.nsg] : { for rule in var.rules[nsg] : "${nsg}/${rule.name}" => merge(rule, { nsg = nsg }) }]...)
  name                         = each.value.name
  resource_group_name          = var.name
  network_security_group_name  = azurerm_network_security_group.this[each.value.nsg].name
  priority                     = each.value.priority
  direction                    = each.value.direction
  access                       = each.value.access
  protocol                     = each.value.protocol
  source_port_range            = "*"
  source_address_prefix        = length(each.value.source) == 1 ? each.value.source[0] : null
  source_address_prefixes      = length(each.value.source) > 1 ? each.value.source : null
  destination_address_prefix   = length(each.value.destination) == 1 ? each.value.destination[0] : null
  destination_address_prefixes = length(each.value.destination) > 1 ? each.value.destination : null
  destination_port_range       = length(each.value.ports) == 1 ? each.value.ports[0] : null
  destination_port_ranges      = length(each.value.ports) > 1 ? each.value.ports : null
}

resource "azurerm_subnet_network_security_group_association" "this" {
  for_each                  = var.subnets
  subnet_id                 = azurerm_subnet.this[each.key].id
  network_security_group_id = azurerm_network_security_group.this[each.value.nsg].id
}

resource "azurerm_route_table" "this" {
  name                          = "${var.name}-rt"
  resource_group_name           = var.name
  location                      = var.location
  bgp_route_propagation_enabled = false

  dynamic "route" {
    for_each = { default = "0.0.0.0/0", shared = "10.0.4.0/24", endpoints = "10.0.5.0/27" }
    content {
      name                   = route.key
      address_prefix         = route.value
      next_hop_type          = "VirtualAppliance"
      next_hop_in_ip_address = var.firewall
    }
  }
}

resource "azurerm_subnet_route_table_association" "this" {
  for_each       = var.subnets
  subnet_id      = azurerm_subnet.this[each.key].id
  route_table_id = azurerm_route_table.this.id
}

resource "azurerm_virtual_network_peering" "hub" {
  name                      = "to-hub"
  resource_group_name       = var.name
  virtual_network_name      = azurerm_virtual_network.this.name
  remote_virtual_network_id = var.hub_id
  allow_forwarded_traffic   = true
  use_remote_gateways       = true
}
