provider "tok" {
  preset    = "TokModel"
  driver    = "new-api"
  panel_url = var.gateway_url
}
