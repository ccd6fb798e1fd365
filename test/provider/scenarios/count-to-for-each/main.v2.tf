resource "tok_api_key" "worker" {
  for_each       = { mail = "prod-worker-0", video = "prod-worker-1" }
  name           = each.value
  group          = var.group
  store_in_state = true
}

moved {
  from = tok_api_key.worker[0]
  to   = tok_api_key.worker["mail"]
}

moved {
  from = tok_api_key.worker[1]
  to   = tok_api_key.worker["video"]
}
