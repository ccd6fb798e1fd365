resource "tok_api_key" "server" {
  name           = "prod-api-server"
  group          = var.group
  store_in_state = true

  allowed_ips = ["127.0.0.1"]
}

output "key" {
  value     = tok_api_key.server.key
  sensitive = true
}
