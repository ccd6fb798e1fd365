terraform {
  required_providers {
    tok = {
      source  = "tok/tok"
      version = "~> 0.1"
    }
  }
}

# A gateway of your own, reached through the company's proxy, trusted by the company's authority.
provider "tok" {
  driver           = "new-api"
  panel_url        = "https://llm.example.com"
  credentials_file = pathexpand("~/.config/tokapi/credentials.json")
  proxy            = "http://proxy.example.com:3128"
  ca_bundle        = file("authority.pem")
}
