resource "tok_api_key" "server" {
  name           = "prod-api-server"
  group          = "Default"
  store_in_state = true
}
