provider "tok" {
  driver           = var.driver
  panel_url        = var.gateway_url
  credentials_file = abspath("${path.module}/../account.json")
}
