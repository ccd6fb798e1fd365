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
  driver    = "openai"
  panel_url = "gateway.example.com"
  timeout   = "soon"
}
