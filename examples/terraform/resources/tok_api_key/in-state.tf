# In clear in the state, for whoever may read that.
resource "tok_api_key" "summaries" {
  name           = "prod-batch-summaries"
  store_in_state = true
}

output "key" {
  value     = tok_api_key.summaries.key
  sensitive = true
}
