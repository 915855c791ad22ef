# The three tiers: a network each, and what stands in it.

module "spoke" {
  source     = "./modules/spoke"
  for_each   = var.spokes
  name       = each.key
  location   = var.location
  prefix     = each.value.prefix
  subnets    = each.value.subnets
  rules      = var.rules
  hub_id     = azurerm_virtual_network.hub.id
  firewall   = azurerm_firewall.hub.ip_configuration[0].private_ip_address
  depends_on = [azurerm_resource_group.tier]
}

resource "azurerm_application_security_group" "web" {
  name                = "web"
  resource_group_name = azurerm_resource_group.tier["web"].name
  location            = var.location
}

resource "azurerm_application_security_group" "app" {
  name                = "app"
  resource_group_name = azurerm_resource_group.tier["app"].name
  location            = var.location
}

resource "azurerm_application_security_group" "data" {
  for_each            = toset(["sql", "reporting"])
  name                = each.key
  resource_group_name = azurerm_resource_group.tier["data"].name
  location            = var.location
}

resource "azurerm_network_security_rule" "app_web_in" {
  name                                       = "web-in"
  resource_group_name                        = azurerm_resource_group.tier["app"].name
  network_security_group_name                = "app-nsg"
  priority                                   = 100
  direction                                  = "Inbound"
  access                                     = "Allow"
  protocol                                   = "Tcp"
  source_port_range                          = "*"
  destination_port_range                     = "8443"
  source_address_prefix                      = "10.1.1.0/24"
  destination_application_security_group_ids = [azurerm_application_security_group.app.id]
  depends_on                                 = [module.spoke]
}

resource "azurerm_network_security_rule" "data_app_in" {
  name                                       = "app-in"
  resource_group_name                        = azurerm_resource_group.tier["data"].name
  network_security_group_name                = "data-nsg"
  priority                                   = 100
  direction                                  = "Inbound"
  access                                     = "Allow"
  protocol                                   = "Tcp"
  source_port_range                          = "*"
  destination_port_range                     = "1433"
  source_address_prefixes                    = ["10.2.1.0/24", "10.2.4.0/24"]
  destination_application_security_group_ids = [azurerm_application_security_group.data["sql"].id]
  depends_on                                 = [module.spoke]
}

resource "azurerm_network_security_rule" "data_reporting_in" {
  name                                       = "reporting-in"
  resource_group_name                        = azurerm_resource_group.tier["data"].name
  network_security_group_name                = "data-nsg"
  priority                                   = 110
  direction                                  = "Inbound"
  access                                     = "Allow"
  protocol                                   = "Tcp"
  source_port_range                          = "*"
  destination_port_range                     = "1433"
  source_application_security_group_ids      = [azurerm_application_security_group.data["reporting"].id]
  destination_application_security_group_ids = [azurerm_application_security_group.data["sql"].id]
  depends_on                                 = [module.spoke]
}

resource "azurerm_network_security_rule" "data_replication_in" {
  name                                       = "replication-in"
  resource_group_name                        = azurerm_resource_group.tier["data"].name
  network_security_group_name                = "data-nsg"
  priority                                   = 120
  direction                                  = "Inbound"
  access                                     = "Allow"
  protocol                                   = "Tcp"
  source_port_range                          = "*"
  destination_port_range                     = "5022"
  source_application_security_group_ids      = [azurerm_application_security_group.data["sql"].id]
  destination_application_security_group_ids = [azurerm_application_security_group.data["sql"].id]
  depends_on                                 = [module.spoke]
}

resource "azurerm_network_security_rule" "data_replication_out" {
  name                                       = "replication-out"
  resource_group_name                        = azurerm_resource_group.tier["data"].name
  network_security_group_name                = "data-nsg"
  priority                                   = 100
  direction                                  = "Outbound"
  access                                     = "Allow"
  protocol                                   = "Tcp"
  source_port_range                          = "*"
  destination_port_range                     = "5022"
  source_application_security_group_ids      = [azurerm_application_security_group.data["sql"].id]
  destination_application_security_group_ids = [azurerm_application_security_group.data["sql"].id]
  depends_on                                 = [module.spoke]
}

resource "azurerm_network_security_rule" "web_site_in" {
  name                                       = "site-in"
  resource_group_name                        = azurerm_resource_group.tier["web"].name
  network_security_group_name                = "web-nsg"
  priority                                   = 100
  direction                                  = "Inbound"
  access                                     = "Allow"
  protocol                                   = "Tcp"
  source_port_range                          = "*"
  destination_port_range                     = "443"
  source_address_prefix                      = "10.0.0.0/26"
  destination_application_security_group_ids = [azurerm_application_security_group.web.id]
  depends_on                                 = [module.spoke]
}

resource "azurerm_network_security_rule" "web_hq_in" {
  name                                       = "hq-in"
  resource_group_name                        = azurerm_resource_group.tier["web"].name
  network_security_group_name                = "web-nsg"
  priority                                   = 110
  direction                                  = "Inbound"
  access                                     = "Allow"
  protocol                                   = "Tcp"
  source_port_range                          = "*"
  destination_port_range                     = "443"
  source_address_prefix                      = "192.168.0.0/16"
  destination_application_security_group_ids = [azurerm_application_security_group.web.id]
  depends_on                                 = [module.spoke]
}

resource "azurerm_network_interface" "server" {
  for_each            = var.servers
  name                = "${each.key}-nic"
  resource_group_name = azurerm_resource_group.tier[each.value.tier].name
  location            = var.location

  ip_configuration {
    name                          = "ipconfig1"
    subnet_id                     = module.spoke[each.value.tier].subnet_ids[each.value.subnet]
    private_ip_address_allocation = "Static"
    private_ip_address            = each.value.address
  }
}

resource "azurerm_network_interface" "dns1" {
  name                = "dns1-nic"
  resource_group_name = azurerm_resource_group.tier["hub"].name
  location            = var.location

  ip_configuration {
    name                          = "ipconfig1"
    subnet_id                     = azurerm_subnet.hub["shared"].id
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.0.4.4"
  }
}

resource "azurerm_linux_virtual_machine" "server" {
  for_each              = var.servers
  name                  = each.key
  resource_group_name   = azurerm_resource_group.tier[each.value.tier].name
  location              = var.location
  size                  = "Standard_D2s_v5"
  admin_username        = "azureuser"
  network_interface_ids = [azurerm_network_interface.server[each.key].id]

  os_disk {
    caching              = "ReadWrite"
    storage_account_type = "Premium_LRS"
  }
}

resource "azurerm_linux_virtual_machine" "dns1" {
  name                  = "dns1"
  resource_group_name   = azurerm_resource_group.tier["hub"].name
  location              = var.location
  size                  = "Standard_D2s_v5"
  admin_username        = "azureuser"
  network_interface_ids = [azurerm_network_interface.dns1.id]

  os_disk {
    caching              = "ReadWrite"
    storage_account_type = "Premium_LRS"
  }
}

resource "azurerm_network_interface_application_security_group_association" "web" {
  for_each                      = toset(["web1", "web2"])
  network_interface_id          = azurerm_network_interface.server[each.key].id
  application_security_group_id = azurerm_application_security_group.web.id
}

resource "azurerm_network_interface_application_security_group_association" "app" {
  for_each                      = toset(["app1", "app2"])
  network_interface_id          = azurerm_network_interface.server[each.key].id
  application_security_group_id = azurerm_application_security_group.app.id
}

resource "azurerm_network_interface_application_security_group_association" "data" {
  for_each                      = { sql1 = "sql", sql2 = "sql", report1 = "reporting" }
  network_interface_id          = azurerm_network_interface.server[each.key].id
  application_security_group_id = azurerm_application_security_group.data[each.value].id
}

resource "azurerm_lb" "web" {
  name                = "web-lb"
  resource_group_name = azurerm_resource_group.tier["web"].name
  location            = var.location
  sku                 = "Standard"

  frontend_ip_configuration {
    name                          = "site"
    subnet_id                     = module.spoke["web"].subnet_ids["frontend"]
    private_ip_address_allocation = "Static"
    private_ip_address            = "10.1.1.100"
  }
}

resource "azurerm_lb_backend_address_pool" "web" {
  name            = "web"
  loadbalancer_id = azurerm_lb.web.id
}

resource "azurerm_lb_probe" "https" {
  name            = "https"
  loadbalancer_id = azurerm_lb.web.id
  protocol        = "Tcp"
  port            = 443
}

resource "azurerm_lb_rule" "https" {
  name                           = "https"
  loadbalancer_id                = azurerm_lb.web.id
  frontend_ip_configuration_name = "site"
  backend_address_pool_ids       = [azurerm_lb_backend_address_pool.web.id]
  probe_id                       = azurerm_lb_probe.https.id
  protocol                       = "Tcp"
  frontend_port                  = 443
  backend_port                   = 443
}

resource "azurerm_network_interface_backend_address_pool_association" "web" {
  for_each                = toset(["web1", "web2"])
  network_interface_id    = azurerm_network_interface.server[each.key].id
  ip_configuration_name   = "ipconfig1"
  backend_address_pool_id = azurerm_lb_backend_address_pool.web.id
}
