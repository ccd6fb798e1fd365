variable "second_driver" {
  type = string
}

variable "second_gateway_url" {
  type = string
}

variable "second_group" {
  type = string
}

variable "second_access_token" {
  type      = string
  sensitive = true
  ephemeral = true
}

variable "second_user_id" {
  type = string
}

provider "tok" {
  driver    = var.driver
  panel_url = var.gateway_url
}

provider "tok" {
  alias        = "second"
  driver       = var.second_driver
  panel_url    = var.second_gateway_url
  access_token = var.second_access_token
  user_id      = var.second_user_id
}
