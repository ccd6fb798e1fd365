resource "tok_api_key" "server" {
  name           = "key1"
  group          = var.group
  store_in_state = true
}
