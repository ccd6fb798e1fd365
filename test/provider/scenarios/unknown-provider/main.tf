resource "tok_api_key" "server" {
  name           = "prod-api-server"
  group          = var.group
  quota          = { amount = 5 }
  store_in_state = true
}

output "url" {
  value = tok_api_key.server.base_url
}
