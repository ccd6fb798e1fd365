resource "tok_api_key" "each" {
  for_each       = toset(["api", "batch", "chat", "search"])
  name           = "prod-${each.key}"
  group          = var.group
  store_in_state = true
}
