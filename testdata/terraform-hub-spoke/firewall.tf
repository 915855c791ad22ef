resource "azurerm_firewall_policy_rule_collection_group" "inbound" {
  name               = "inbound"
  firewall_policy_id = azurerm_firewall_policy.hub.id
  priority           = 100

  nat_rule_collection {
    name     = "web-site"
    priority = 100
    action   = "Dnat"
    rule {
      name                = "https"
      protocols           = ["TCP"]
      source_addresses    = ["*"]
      destination_address = azurerm_public_ip.hub["hub-fw-pip"].ip_address
      destination_ports   = ["443"]
      translated_address  = "10.1.1.100"
      translated_port     = 443
    }
  }
}

resource "azurerm_firewall_policy_rule_collection_group" "network" {
  name               = "network"
  firewall_policy_id = azurerm_firewall_policy.hub.id
  priority           = 200

  network_rule_collection {
    name     = "tiers"
    priority = 100
    action   = "Allow"
    rule {
      name                  = "web-to-app"
      protocols             = ["TCP"]
      source_addresses      = ["10.1.1.0/24"]
      destination_addresses = ["10.2.1.0/24"]
      destination_ports     = ["8443"]
    }
    rule {
      name                  = "app-to-data"
      protocols             = ["TCP"]
      source_addresses      = ["10.2.1.0/24", "10.2.4.0/24"]
      destination_addresses = ["10.3.0.0/16"]
      destination_ports     = ["1433"]
    }
    rule {
      name                  = "app-to-archive"
      protocols             = ["TCP"]
      source_addresses      = ["10.2.0.0/16"]
      destination_addresses = ["10.0.5.4"]
      destination_ports     = ["443"]
    }
    rule {
      name                  = "spokes-to-dns"
      protocols             = ["UDP", "TCP"]
      source_addresses      = ["10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16"]
      destination_addresses = ["10.0.4.4"]
      destination_ports     = ["53"]
    }
  }

  network_rule_collection {
    name     = "spokes-to-hq"
    priority = 200
    action   = "Allow"
    rule {
      name                  = "https"
      protocols             = ["TCP"]
      source_addresses      = ["10.1.1.0/24", "10.2.1.0/24"]
      destination_addresses = ["192.168.0.0/16"]
      destination_ports     = ["443"]
    }
  }

  network_rule_collection {
    name     = "hq-to-spokes"
    priority = 300
    action   = "Allow"
    rule {
      name                  = "web"
      protocols             = ["TCP"]
      source_addresses      = ["192.168.0.0/16"]
      destination_addresses = ["10.1.1.0/24"]
      destination_ports     = ["443"]
    }
  }

  network_rule_collection {
    name     = "internet"
    priority = 400
    action   = "Allow"
    rule {
      name                  = "partner-api"
      protocols             = ["TCP"]
      source_addresses      = ["10.1.1.0/24", "10.2.1.0/24", "10.2.4.0/24"]
      destination_addresses = ["203.0.113.0/24"]
      destination_ports     = ["443"]
    }
  }
}

resource "azurerm_firewall_policy_rule_collection_group" "application" {
  name               = "application"
  firewall_policy_id = azurerm_firewall_policy.hub.id
  priority           = 300

  application_rule_collection {
    name     = "updates"
    priority = 100
    action   = "Allow"
    rule {
      name              = "ubuntu"
      source_addresses  = ["10.1.1.0/24", "10.2.1.0/24", "10.2.4.0/24"]
      destination_fqdns = ["*.ubuntu.com"]
      protocols {
        type = "Http"
        port = 80
      }
      protocols {
        type = "Https"
        port = 443
      }
    }
  }
}
