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

provider "tok" {
  driver           = var.driver
  panel_url        = var.gateway_url
  credentials_file = abspath("${path.module}/../account.json")
}
