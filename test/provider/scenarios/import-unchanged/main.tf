variable "expiry" {
  type = string
}

import {
  to = tok_api_key.server
  id = "prod-api-server"
}

resource "tok_api_key" "server" {
  name        = "prod-api-server"
  group       = var.group
  quota       = { amount = 5 }
  allowed_ips = ["127.0.0.1"]
  expires_at  = var.expiry
  encrypt_to  = [var.age_recipient]

  rotation = {
    every = "30d"
  }

  rotate_when_changed = {
    leak = "none"
  }
}

variable "age_recipient" {
  type = string
}

output "encrypted" {
  value = tok_api_key.server.key_encrypted
}
