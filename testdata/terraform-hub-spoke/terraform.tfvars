location = "westeurope"

spokes = {
  app = {
    prefix = "10.2.0.0/16"
    subnets = {
      api   = { prefix = "10.2.1.0/24", nsg = "app-nsg" }
      batch = { prefix = "10.2.4.0/24", nsg = "batch-nsg" }
    }
  }
  data = {
    prefix = "10.3.0.0/16"
    subnets = {
      sql       = { prefix = "10.3.2.0/28", nsg = "data-nsg" }
      reporting = { prefix = "10.3.4.0/24", nsg = "reporting-nsg" }
    }
  }
  web = {
    prefix = "10.1.0.0/16"
    subnets = {
      frontend = { prefix = "10.1.1.0/24", nsg = "web-nsg" }
    }
  }
}

hub_subnets = {
  AzureFirewallSubnet = { prefix = "10.0.0.0/26" }
  GatewaySubnet       = { prefix = "10.0.1.0/27" }
  AzureBastionSubnet  = { prefix = "10.0.2.0/26" }
  shared              = { prefix = "10.0.4.0/24" }
  endpoints           = { prefix = "10.0.5.0/27" }
}

hub_groups = { AzureBastionSubnet = "bastion-nsg", shared = "shared-nsg", endpoints = "endpoints-nsg" }

servers = {
  app1    = { tier = "app", subnet = "api", address = "10.2.1.4" }
  app2    = { tier = "app", subnet = "api", address = "10.2.1.5" }
  batch1  = { tier = "app", subnet = "batch", address = "10.2.4.4" }
  sql1    = { tier = "data", subnet = "sql", address = "10.3.2.4" }
  sql2    = { tier = "data", subnet = "sql", address = "10.3.2.5" }
  report1 = { tier = "data", subnet = "reporting", address = "10.3.4.4" }
  web1    = { tier = "web", subnet = "frontend", address = "10.1.1.4" }
  web2    = { tier = "web", subnet = "frontend", address = "10.1.1.5" }
}

rules = {
  app-nsg = [
    { name = "bastion-in", priority = 110, direction = "Inbound", access = "Allow", protocol = "Tcp", source = ["10.0.2.0/26"], ports = ["22"] },
    { name = "deny-in", priority = 4000, direction = "Inbound", access = "Deny" },
    { name = "data-out", priority = 100, direction = "Outbound", access = "Allow", protocol = "Tcp", destination = ["10.3.0.0/16"], ports = ["1433"] },
    { name = "archive-out", priority = 110, direction = "Outbound", access = "Allow", protocol = "Tcp", destination = ["10.0.5.4"], ports = ["443"] },
    { name = "dns-out", priority = 120, direction = "Outbound", access = "Allow", protocol = "Udp", destination = ["10.0.4.4"], ports = ["53"] },
    { name = "dns-tcp-out", priority = 130, direction = "Outbound", access = "Allow", protocol = "Tcp", destination = ["10.0.4.4"], ports = ["53"] },
    { name = "hq-out", priority = 140, direction = "Outbound", access = "Allow", protocol = "Tcp", destination = ["192.168.0.0/16"], ports = ["443"] },
    { name = "networks-out", priority = 200, direction = "Outbound", access = "Deny", destination = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"] },
    { name = "https-out", priority = 210, direction = "Outbound", access = "Allow", protocol = "Tcp", ports = ["80", "443"] },
    { name = "deny-out", priority = 4000, direction = "Outbound", access = "Deny" },
  ]
  batch-nsg = [
    { name = "bastion-in", priority = 110, direction = "Inbound", access = "Allow", protocol = "Tcp", source = ["10.0.2.0/26"], ports = ["22"] },
    { name = "deny-in", priority = 4000, direction = "Inbound", access = "Deny" },
    { name = "data-out", priority = 100, direction = "Outbound", access = "Allow", protocol = "Tcp", destination = ["10.3.0.0/16"], ports = ["1433"] },
    { name = "archive-out", priority = 110, direction = "Outbound", access = "Allow", protocol = "Tcp", destination = ["10.0.5.4"], ports = ["443"] },
    { name = "dns-out", priority = 120, direction = "Outbound", access = "Allow", protocol = "Udp", destination = ["10.0.4.4"], ports = ["53"] },
    { name = "dns-tcp-out", priority = 130, direction = "Outbound", access = "Allow", protocol = "Tcp", destination = ["10.0.4.4"], ports = ["53"] },
    { name = "networks-out", priority = 200, direction = "Outbound", access = "Deny", destination = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"] },
    { name = "https-out", priority = 210, direction = "Outbound", access = "Allow", protocol = "Tcp", ports = ["80", "443"] },
    { name = "deny-out", priority = 4000, direction = "Outbound", access = "Deny" },
  ]
  data-nsg = [
    { name = "bastion-in", priority = 130, direction = "Inbound", access = "Allow", protocol = "Tcp", source = ["10.0.2.0/26"], ports = ["22"] },
    { name = "deny-in", priority = 4000, direction = "Inbound", access = "Deny" },
    { name = "dns-out", priority = 110, direction = "Outbound", access = "Allow", protocol = "Udp", destination = ["10.0.4.4"], ports = ["53"] },
    { name = "dns-tcp-out", priority = 120, direction = "Outbound", access = "Allow", protocol = "Tcp", destination = ["10.0.4.4"], ports = ["53"] },
    { name = "deny-out", priority = 4000, direction = "Outbound", access = "Deny" },
  ]
  reporting-nsg = [
    { name = "bastion-in", priority = 110, direction = "Inbound", access = "Allow", protocol = "Tcp", source = ["10.0.2.0/26"], ports = ["22"] },
    { name = "deny-in", priority = 4000, direction = "Inbound", access = "Deny" },
  ]
  bastion-nsg = [
    { name = "https-in", priority = 100, direction = "Inbound", access = "Allow", protocol = "Tcp", source = ["Internet"], ports = ["443"] },
    { name = "manager-in", priority = 110, direction = "Inbound", access = "Allow", protocol = "Tcp", source = ["GatewayManager"], ports = ["443"] },
    { name = "probe-in", priority = 120, direction = "Inbound", access = "Allow", protocol = "Tcp", source = ["AzureLoadBalancer"], ports = ["443"] },
    { name = "bastions-in", priority = 130, direction = "Inbound", access = "Allow", source = ["VirtualNetwork"], destination = ["VirtualNetwork"], ports = ["8080", "5701"] },
    { name = "deny-in", priority = 4000, direction = "Inbound", access = "Deny" },
    { name = "desktops-out", priority = 100, direction = "Outbound", access = "Allow", protocol = "Tcp", destination = ["VirtualNetwork"], ports = ["22", "3389"] },
    { name = "azure-out", priority = 110, direction = "Outbound", access = "Allow", protocol = "Tcp", destination = ["AzureCloud"], ports = ["443"] },
    { name = "bastions-out", priority = 120, direction = "Outbound", access = "Allow", source = ["VirtualNetwork"], destination = ["VirtualNetwork"], ports = ["8080", "5701"] },
    { name = "certificates-out", priority = 130, direction = "Outbound", access = "Allow", protocol = "Tcp", destination = ["Internet"], ports = ["80"] },
    { name = "deny-out", priority = 4000, direction = "Outbound", access = "Deny" },
  ]
  shared-nsg = [
    { name = "dns-in", priority = 100, direction = "Inbound", access = "Allow", protocol = "Udp", source = ["10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16"], destination = ["10.0.4.4"], ports = ["53"] },
    { name = "dns-tcp-in", priority = 110, direction = "Inbound", access = "Allow", protocol = "Tcp", source = ["10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16"], destination = ["10.0.4.4"], ports = ["53"] },
    { name = "bastion-in", priority = 120, direction = "Inbound", access = "Allow", protocol = "Tcp", source = ["10.0.2.0/26"], ports = ["22"] },
    { name = "deny-in", priority = 4000, direction = "Inbound", access = "Deny" },
    { name = "deny-out", priority = 4000, direction = "Outbound", access = "Deny" },
  ]
  endpoints-nsg = [
    { name = "firewall-in", priority = 100, direction = "Inbound", access = "Allow", protocol = "Tcp", source = ["10.0.0.0/26"], ports = ["443"] },
    { name = "deny-in", priority = 4000, direction = "Inbound", access = "Deny" },
    { name = "deny-out", priority = 4000, direction = "Outbound", access = "Deny" },
  ]
  web-nsg = [
    { name = "bastion-in", priority = 120, direction = "Inbound", access = "Allow", protocol = "Tcp", source = ["10.0.2.0/26"], ports = ["22"] },
    { name = "probes-in", priority = 130, direction = "Inbound", access = "Allow", source = ["AzureLoadBalancer"] },
    { name = "deny-in", priority = 4000, direction = "Inbound", access = "Deny" },
    { name = "app-out", priority = 100, direction = "Outbound", access = "Allow", protocol = "Tcp", destination = ["10.2.1.0/24"], ports = ["8443"] },
    { name = "dns-out", priority = 110, direction = "Outbound", access = "Allow", protocol = "Udp", destination = ["10.0.4.4"], ports = ["53"] },
    { name = "dns-tcp-out", priority = 120, direction = "Outbound", access = "Allow", protocol = "Tcp", destination = ["10.0.4.4"], ports = ["53"] },
    { name = "hq-out", priority = 130, direction = "Outbound", access = "Allow", protocol = "Tcp", destination = ["192.168.0.0/16"], ports = ["443"] },
    { name = "networks-out", priority = 200, direction = "Outbound", access = "Deny", destination = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"] },
    { name = "https-out", priority = 210, direction = "Outbound", access = "Allow", protocol = "Tcp", ports = ["80", "443"] },
    { name = "deny-out", priority = 4000, direction = "Outbound", access = "Deny" },
  ]
}
