moved {
  from = tok_api_key.server
  to   = tok_api_key.backend
}

resource "tok_api_key" "backend" {
  name           = "prod-backend"
  group          = var.group
  store_in_state = true
}
