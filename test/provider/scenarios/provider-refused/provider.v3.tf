provider "tok" {
  driver    = "new-api"
  panel_url = var.gateway_url
}
