resource "tok_api_key" "server" {
  name           = "prod-api-server"
  group          = var.group
  store_in_state = true
}

data "tok_groups" "all" {}

data "tok_api_key" "server" {
  name = tok_api_key.server.name
}

data "tok_api_keys" "ours" {
  name_prefix = "prod-"

  depends_on = [tok_api_key.server]
}

output "groups" {
  value = contains([for group in data.tok_groups.all.groups : group.name], var.group)
}

output "status" {
  value = data.tok_api_key.server.status
}

output "same" {
  value = data.tok_api_key.server.id == tok_api_key.server.id
}

output "count" {
  value = length(data.tok_api_keys.ours.ids)
}
