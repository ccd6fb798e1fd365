variable "enabled" {
  type    = bool
  default = null
}

resource "tok_api_key" "server" {
  name           = "prod-api-server"
  group          = var.group
  enabled        = var.enabled
  store_in_state = true
}
