resource "tok_api_key" "server" {
  name           = "prod-api-server"
  group          = var.group
  store_in_state = true
}

resource "tok_api_key" "copied" {
  name           = "prod-api-server"
  group          = var.group
  store_in_state = true
}
