variable "location" {
  type = string
}

# Per spoke: its prefix, and its subnets with their security groups.
variable "spokes" {
  type = map(object({
    prefix  = string
    subnets = map(object({ prefix = string, nsg = string }))
  }))
}

# Per security group of the hub and the spokes, the rules that name no
# application security group.
variable "rules" {
  type = map(list(object({
    name        = string
    priority    = number
    direction   = string
    access      = string
    protocol    = optional(string, "*")
    source      = optional(list(string), ["*"])
    destination = optional(list(string), ["*"])
    ports       = optional(list(string), ["*"])
  })))
}

variable "hub_subnets" {
  type = map(object({ prefix = string }))
}

variable "hub_groups" {
  type = map(string)
}

variable "servers" {
  type = map(object({ tier = string, subnet = string, address = string }))
}
