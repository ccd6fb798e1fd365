variable "second_driver" {
  type = string
}

variable "second_gateway_url" {
  type = string
}

variable "second_group" {
  type = string
}

variable "second_email" {
  type      = string
  ephemeral = true
}

variable "second_password" {
  type      = string
  sensitive = true
  ephemeral = true
}

provider "tok" {
  driver    = var.driver
  panel_url = var.gateway_url
}

provider "tok" {
  alias     = "second"
  driver    = var.second_driver
  panel_url = var.second_gateway_url
  email     = var.second_email
  password  = var.second_password
}
