# Put into every scenario, with what the gateway that it is played on is called by.
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
