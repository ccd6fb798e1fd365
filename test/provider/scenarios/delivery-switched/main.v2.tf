variable "age_recipient" {
  type = string
}

resource "tok_api_key" "server" {
  name       = "prod-api-server"
  group      = var.group
  encrypt_to = [var.age_recipient]
}

output "encrypted" {
  value = tok_api_key.server.key_encrypted
}
