# The state holds the key's text encrypted to you. To read it:
#   terraform output -raw key_encrypted | age --decrypt --identity key.txt
resource "tok_api_key" "api_server" {
  name  = "prod-api-server"
  group = "default"
  routes = [
    { provider = "openai", models = ["gpt-4o-mini"] },
  ]
  quota = {
    amount = 50 # USD, over all rotations
  }
  rotation = {
    every   = "30d"
    overlap = "2h"
  }
  encrypt_to = ["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"]
}

output "key_encrypted" {
  value = tok_api_key.api_server.key_encrypted
}
