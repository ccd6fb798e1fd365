variable "owner" {
  type = string
}

provider "tok" {
  driver    = var.driver
  panel_url = var.gateway_url
  owner     = var.owner
}
