resource "tok_api_key" "worker" {
  count          = 2
  name           = "prod-worker-${count.index}"
  group          = var.group
  store_in_state = true
}
