variable "access_token" {
  type      = string
  sensitive = true
  ephemeral = true
}

variable "user_id" {
  type = string
}

variable "note" {
  type    = string
  default = "first"
}

# Stands for a module that sets the gateway up.
resource "terraform_data" "gateway" {
  input = {
    url     = var.gateway_url
    user_id = var.user_id
    note    = var.note
  }
}

provider "tok" {
  driver       = var.driver
  access_token = var.access_token
  panel_url    = terraform_data.gateway.output.url
  user_id      = terraform_data.gateway.output.user_id
}
