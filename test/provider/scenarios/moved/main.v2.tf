resource "tok_api_key" "backend" {
  name           = "prod-api-server"
  group          = var.group
  store_in_state = true
}
