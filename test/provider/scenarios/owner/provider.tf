terraform {
  required_providers {
    tok = {
      source = "tok/tok"
    }
  }
}

variable "driver" {
  type = string
}

variable "gateway_url" {
  type = string
}

variable "group" {
  type = string
}

variable "owner" {
  type = string
}

provider "tok" {
  driver    = var.driver
  panel_url = var.gateway_url
  owner     = var.owner
}
