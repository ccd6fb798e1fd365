resource "tok_api_key" "server" {
  name           = "prod-api-server"
  group          = var.group
  store_in_state = true

  rotation = {
    every   = "30d"
    overlap = "7d"
  }

  rotate_when_changed = {
    leak = var.leak
  }
}

output "key" {
  value     = tok_api_key.server.key
  sensitive = true
}

variable "leak" {
  type    = string
  default = "none"
}
