terraform {
  required_providers {
    tok = {
      source  = "tok/tok"
      version = "~> 0.1"
    }
  }
}

variable "password" {
  type      = string
  ephemeral = true
}

provider "tok" {
  preset   = "TokenForMe"
  region   = "global"
  email    = "keys@example.com"
  password = var.password
}
