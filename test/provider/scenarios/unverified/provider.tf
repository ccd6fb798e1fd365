provider "tok" {
  driver    = var.driver
  panel_url = var.gateway_url
  data_url  = "http://127.0.0.1:9"
  verify    = false
}
