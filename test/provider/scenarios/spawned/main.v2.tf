resource "tok_api_key" "server" {
  name           = "prod-api-server"
  group          = var.group
  allowed_ips    = ["127.0.0.1"]
  store_in_state = true

  quota = {
    amount = 5
  }
}

output "key" {
  value     = tok_api_key.server.key
  sensitive = true
}
