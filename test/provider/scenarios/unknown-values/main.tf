variable "age_recipient" {
  type = string
}

variable "chosen_group" {
  type = string
}

variable "note" {
  type    = string
  default = "first"
}

# Nothing of it is known before it is applied.
resource "terraform_data" "settings" {
  input = {
    environment = "prod"
    group       = var.chosen_group
    vendor      = var.vendor
    amount      = 5
    address     = "127.0.0.1"
    recipient   = var.age_recipient
    enabled     = true
    rotation    = { every = "30d", overlap = "24h" }
    expiry      = "2030-01-31T00:00:00Z"
    note        = var.note
  }
}

locals {
  settings = terraform_data.settings.output
}

resource "tok_api_key" "parts" {
  name        = "${local.settings.environment}-api-server"
  group       = local.settings.group
  routes      = [{ provider = local.settings.vendor }]
  quota       = { amount = local.settings.amount }
  allowed_ips = [local.settings.address]
  encrypt_to  = [local.settings.recipient]
  rotation    = { every = local.settings.rotation.every }
}

resource "tok_api_key" "whole" {
  name           = "prod-batch"
  group          = var.group
  enabled        = local.settings.enabled
  expires_at     = local.settings.expiry
  rotation       = local.settings.rotation
  store_in_state = local.settings.enabled

  rotate_when_changed = {
    environment = local.settings.environment
  }
}

output "encrypted" {
  value = tok_api_key.parts.key_encrypted
}
