# A key for each environment.
resource "tok_api_key" "chat" {
  for_each = toset(["prod", "staging"])

  name        = "${each.key}-chat-frontend"
  allowed_ips = each.key == "prod" ? ["203.0.113.7"] : null
  lifetime    = each.key == "prod" ? null : "90d"
  encrypt_to  = ["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"]

  # A new key on demand: terraform apply -var incident=2027-03
  rotate_when_changed = { incident = var.incident }
}

variable "incident" {
  type    = string
  default = "none"
}
