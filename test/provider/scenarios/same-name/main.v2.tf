provider "tok" {
  alias     = "staging"
  driver    = var.driver
  panel_url = var.gateway_url
  owner     = "staging"
}

resource "tok_api_key" "server" {
  name           = "prod-api-server"
  group          = var.group
  store_in_state = true
}

resource "tok_api_key" "copied" {
  provider       = tok.staging
  name           = "prod-api-server"
  group          = var.group
  store_in_state = true
}
