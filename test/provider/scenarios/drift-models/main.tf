resource "tok_api_key" "server" {
  name           = "prod-api-server"
  group          = var.group
  routes         = [{ provider = var.vendor, models = [var.model] }]
  store_in_state = true
}
