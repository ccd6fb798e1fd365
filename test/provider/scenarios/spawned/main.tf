resource "tok_api_key" "batch" {
  name           = "staging-batch"
  group          = var.group
  store_in_state = true
}
