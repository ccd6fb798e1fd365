provider "tok" {
  driver    = "new-api"
  panel_url = var.gateway_url
  email     = "ops@example.com"
  password  = "not-shown-anywhere"
}
