variable "applications" {
  type = set(string)
}

resource "tok_api_key" "each" {
  for_each       = var.applications
  name           = "prod-${each.key}"
  group          = var.group
  store_in_state = true
}

output "ids" {
  value = { for name, key in tok_api_key.each : name => key.id }
}
