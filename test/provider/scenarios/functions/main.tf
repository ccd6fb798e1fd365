resource "tok_api_key" "server" {
  name           = "prod-api-server"
  group          = var.group
  store_in_state = true
}

output "found" {
  value = tok_api_key.server.remote_name == provider::tok::remote_name("default", tok_api_key.server.name, 1)
}

output "revision" {
  value = provider::tok::parse_remote_name(tok_api_key.server.remote_name).revision
}
