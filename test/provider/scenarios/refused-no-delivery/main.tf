resource "tok_api_key" "server" {
  name  = "prod-api-server"
  group = var.group
}
