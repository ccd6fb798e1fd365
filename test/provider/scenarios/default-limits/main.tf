resource "tok_api_key" "each" {
  count          = 30
  name           = "prod-worker-${count.index}"
  group          = var.group
  store_in_state = true
}
