variable "found" {
  type = string
}

import {
  to = tok_api_key.server
  id = var.found
}

resource "tok_api_key" "server" {
  name           = "prod-api-server"
  group          = var.group
  store_in_state = true
}
