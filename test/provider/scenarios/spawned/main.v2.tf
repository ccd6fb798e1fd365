resource "tok_api_key" "batch" {
  name           = "staging-batch"
  group          = var.group
  quota          = { amount = 5 }
  store_in_state = true
}
