# Put into every scenario that has no provider.tf of its own. The credentials are in the environment.
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

variable "other_group" {
  type = string
}

variable "vendor" {
  type = string
}

variable "model" {
  type = string
}

provider "tok" {
  driver    = var.driver
  panel_url = var.gateway_url
}
