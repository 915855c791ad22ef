terraform {
  required_providers {
    azurerm = { source = "hashicorp/azurerm" }
  }
}
provider "azurerm" {
  subscription_id = "8b1f6c3e-5d0a-4c5e-9f61-2f1a0e7c9d44"
}
