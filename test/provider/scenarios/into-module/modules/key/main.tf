terraform {
  required_providers {
    tok = {
      source = "tok/tok"
    }
  }
}

variable "name" {
  type = string
}

variable "group" {
  type = string
}

resource "tok_api_key" "this" {
  name           = var.name
  group          = var.group
  store_in_state = true
}

output "key" {
  value     = tok_api_key.this.key
  sensitive = true
}
