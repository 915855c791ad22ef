# The hub of a landing zone. The public addresses and the firewall are there
# already, so that their addresses are known; all else is new. tfplan.json is
# what `terraform show -json` prints of the plan.

resource "azurerm_resource_group" "tier" {
  for_each = toset(["hub", "web", "app", "data"])
  name     = each.key
  location = var.location
}

resource "azurerm_public_ip" "hub" {
  for_each            = toset(["hub-fw-pip", "hub-vpn-pip", "hub-bastion-pip", "hub-nat-pip"])
  name                = each.key
  resource_group_name = azurerm_resource_group.tier["hub"].name
  location            = var.location
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network" "hub" {
  name                = "hub"
  resource_group_name = azurerm_resource_group.tier["hub"].name
  location            = var.location
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "hub" {
  for_each             = var.hub_subnets
  name                 = each.key
  resource_group_name  = azurerm_resource_group.tier["hub"].name
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = [each.value.prefix]

  default_outbound_access_enabled   = !contains(["shared", "endpoints"], each.key)
  private_endpoint_network_policies = each.key == "endpoints" ? "Enabled" : "Disabled"
}

resource "azurerm_virtual_network_peering" "hub" {
  for_each                  = var.spokes
  name                      = "to-${each.key}"
  resource_group_name       = azurerm_resource_group.tier["hub"].name
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = module.spoke[each.key].network_id
  allow_gateway_transit     = true
}

resource "azurerm_network_security_group" "hub" {
  for_each            = toset(["bastion-nsg", "shared-nsg", "endpoints-nsg"])
  name                = each.key
  resource_group_name = azurerm_resource_group.tier["hub"].name
  location            = var.location

  dynamic "security_rule" {
    for_each = var.rules[each.key]
    content {
      name                         = security_rule.value.name
      priority                     = security_rule.value.priority
      direction                    = security_rule.value.direction
      access                       = security_rule.value.access
      protocol                     = security_rule.value.protocol
      source_port_range            = "*"
      source_address_prefix        = length(security_rule.value.source) == 1 ? security_rule.value.source[0] : null
      source_address_prefixes      = length(security_rule.value.source) > 1 ? security_rule.value.source : null
      destination_address_prefix   = length(security_rule.value.destination) == 1 ? security_rule.value.destination[0] : null
      destination_address_prefixes = length(security_rule.value.destination) > 1 ? security_rule.value.destination : null
      destination_port_range       = length(security_rule.value.ports) == 1 ? security_rule.value.ports[0] : null
      destination_port_ranges      = length(security_rule.value.ports) > 1 ? security_rule.value.ports : null
    }
  }
}

resource "azurerm_subnet_network_security_group_association" "hub" {
  for_each                  = var.hub_groups
  subnet_id                 = azurerm_subnet.hub[each.key].id
  network_security_group_id = azurerm_network_security_group.hub[each.value].id
}

resource "azurerm_route_table" "gateway" {
  name                = "gateway-rt"
  resource_group_name = azurerm_resource_group.tier["hub"].name
  location            = var.location

  route {
    name                   = "web"
    address_prefix         = "10.1.0.0/16"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = azurerm_firewall.hub.ip_configuration[0].private_ip_address
  }
  route {
    name                   = "app"
    address_prefix         = "10.2.0.0/16"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = azurerm_firewall.hub.ip_configuration[0].private_ip_address
  }
  route {
    name                   = "data"
    address_prefix         = "10.3.0.0/16"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = azurerm_firewall.hub.ip_configuration[0].private_ip_address
  }
  route {
    name                   = "shared"
    address_prefix         = "10.0.4.0/24"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = azurerm_firewall.hub.ip_configuration[0].private_ip_address
  }
}

resource "azurerm_route_table" "shared" {
  name                          = "shared-rt"
  resource_group_name           = azurerm_resource_group.tier["hub"].name
  location                      = var.location
  bgp_route_propagation_enabled = false
}

resource "azurerm_route" "shared" {
  for_each               = { default = "0.0.0.0/0", web = "10.1.0.0/16", app = "10.2.0.0/16", data = "10.3.0.0/16" }
  name                   = each.key
  resource_group_name    = azurerm_resource_group.tier["hub"].name
  route_table_name       = azurerm_route_table.shared.name
  address_prefix         = each.value
  next_hop_type          = "VirtualAppliance"
  next_hop_in_ip_address = azurerm_firewall.hub.ip_configuration[0].private_ip_address
}

resource "azurerm_subnet_route_table_association" "gateway" {
  subnet_id      = azurerm_subnet.hub["GatewaySubnet"].id
  route_table_id = azurerm_route_table.gateway.id
}

resource "azurerm_subnet_route_table_association" "shared" {
  subnet_id      = azurerm_subnet.hub["shared"].id
  route_table_id = azurerm_route_table.shared.id
}

resource "azurerm_nat_gateway" "hub" {
  name                = "hub-nat"
  resource_group_name = azurerm_resource_group.tier["hub"].name
  location            = var.location
  sku_name            = "Standard"
}

resource "azurerm_nat_gateway_public_ip_association" "hub" {
  nat_gateway_id       = azurerm_nat_gateway.hub.id
  public_ip_address_id = azurerm_public_ip.hub["hub-nat-pip"].id
}

resource "azurerm_subnet_nat_gateway_association" "hub" {
  subnet_id      = azurerm_subnet.hub["AzureFirewallSubnet"].id
  nat_gateway_id = azurerm_nat_gateway.hub.id
}

resource "azurerm_firewall_policy" "hub" {
  name                     = "hub-policy"
  resource_group_name      = azurerm_resource_group.tier["hub"].name
  location                 = var.location
  threat_intelligence_mode = "Alert"
  private_ip_ranges        = ["10.0.0.0/22", "10.0.4.0/24", "10.1.0.0/16", "10.2.0.0/15", "192.168.0.0/16"]
}

resource "azurerm_firewall" "hub" {
  name                = "hub-fw"
  resource_group_name = azurerm_resource_group.tier["hub"].name
  location            = var.location
  sku_name            = "AZFW_VNet"
  sku_tier            = "Standard"
  firewall_policy_id  = azurerm_firewall_policy.hub.id

  ip_configuration {
    name                 = "ipconfig1"
    subnet_id            = azurerm_subnet.hub["AzureFirewallSubnet"].id
    public_ip_address_id = azurerm_public_ip.hub["hub-fw-pip"].id
  }
}

resource "azurerm_virtual_network_gateway" "hub" {
  name                = "hub-vpn"
  resource_group_name = azurerm_resource_group.tier["hub"].name
  location            = var.location
  type                = "Vpn"
  vpn_type            = "RouteBased"
  sku                 = "VpnGw2AZ"

  ip_configuration {
    name                          = "ipconfig1"
    subnet_id                     = azurerm_subnet.hub["GatewaySubnet"].id
    public_ip_address_id          = azurerm_public_ip.hub["hub-vpn-pip"].id
    private_ip_address_allocation = "Dynamic"
  }
}

resource "azurerm_local_network_gateway" "hq" {
  name                = "hq"
  resource_group_name = azurerm_resource_group.tier["hub"].name
  location            = var.location
  gateway_address     = "192.0.2.1"
  address_space       = ["192.168.0.0/16"]
}

resource "azurerm_virtual_network_gateway_connection" "hq" {
  name                       = "hub-to-hq"
  resource_group_name        = azurerm_resource_group.tier["hub"].name
  location                   = var.location
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.hub.id
  local_network_gateway_id   = azurerm_local_network_gateway.hq.id
}

resource "azurerm_bastion_host" "hub" {
  name                = "hub-bastion"
  resource_group_name = azurerm_resource_group.tier["hub"].name
  location            = var.location
  sku                 = "Standard"

  ip_configuration {
    name                 = "ipconfig1"
    subnet_id            = azurerm_subnet.hub["AzureBastionSubnet"].id
    public_ip_address_id = azurerm_public_ip.hub["hub-bastion-pip"].id
  }
}

resource "azurerm_storage_account" "archive" {
  name                          = "archive"
  resource_group_name           = azurerm_resource_group.tier["hub"].name
  location                      = var.location
  account_tier                  = "Standard"
  account_replication_type      = "LRS"
  public_network_access_enabled = false
}

resource "azurerm_private_dns_zone" "blob" {
  name                = "privatelink.blob.core.windows.net"
  resource_group_name = azurerm_resource_group.tier["hub"].name
}

resource "azurerm_private_dns_zone_virtual_network_link" "hub" {
  name                  = "hub"
  resource_group_name   = azurerm_resource_group.tier["hub"].name
  private_dns_zone_name = azurerm_private_dns_zone.blob.name
  virtual_network_id    = azurerm_virtual_network.hub.id
}

resource "azurerm_private_dns_a_record" "archive" {
  name                = "archive"
  resource_group_name = azurerm_resource_group.tier["hub"].name
  zone_name           = azurerm_private_dns_zone.blob.name
  ttl                 = 300
  records             = ["10.0.5.4"]
}

resource "azurerm_private_endpoint" "archive" {
  name                = "archive-pe"
  resource_group_name = azurerm_resource_group.tier["hub"].name
  location            = var.location
  subnet_id           = azurerm_subnet.hub["endpoints"].id

  private_service_connection {
    name                           = "archive-pe"
    private_connection_resource_id = azurerm_storage_account.archive.id
    subresource_names              = ["blob"]
    is_manual_connection           = false
  }
  ip_configuration {
    name               = "ipconfig1"
    private_ip_address = "10.0.5.4"
    subresource_name   = "blob"
  }
  private_dns_zone_group {
    name                 = "default"
    private_dns_zone_ids = [azurerm_private_dns_zone.blob.id]
  }
}
