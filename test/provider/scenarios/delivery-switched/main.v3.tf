variable "text" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "tok_api_key" "server" {
  name           = "prod-api-server"
  group          = var.group
  key_wo         = var.text
  key_wo_version = 1
}
