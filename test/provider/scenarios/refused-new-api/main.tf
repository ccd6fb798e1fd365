resource "tok_api_key" "server" {
  name           = "prod-api-server"
  group          = var.group
  store_in_state = true

  routes = [
    {
      provider   = var.vendor
      models     = [var.model]
      rate_limit = { requests_per_minute = 60 }
    },
  ]
}
