resource "tok_api_key" "server" {
  name           = "prod-api-server"
  group          = var.group
  store_in_state = true
}

resource "tok_api_key" "elsewhere" {
  provider       = tok.second
  name           = "prod-api-server"
  group          = var.second_group
  store_in_state = true
}
