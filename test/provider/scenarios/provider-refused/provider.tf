terraform {
  required_providers {
    tok = {
      source = "tok/tok"
    }
  }
}

variable "gateway_url" {
  type = string
}

variable "group" {
  type = string
}

provider "tok" {
  preset    = "TokModel"
  driver    = "new-api"
  panel_url = var.gateway_url
}
