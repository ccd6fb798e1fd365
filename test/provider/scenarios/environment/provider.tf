terraform {
  required_providers {
    tok = {
      source = "tok/tok"
    }
  }
}

variable "group" {
  type = string
}
