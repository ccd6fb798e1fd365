resource "tok_api_key" "server" {
  name           = "prod-api-server"
  store_in_state = true
}
