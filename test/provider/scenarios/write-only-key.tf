variable "text" {
  type      = string
  sensitive = true
  ephemeral = true
}

variable "text_version" {
  type    = number
  default = 1
}

resource "tok_api_key" "server" {
  name           = "prod-api-server"
  group          = var.group
  key_wo         = var.text
  key_wo_version = var.text_version

  rotation = {
    every   = "30d"
    overlap = "24h"
  }
}
