ephemeral "tok_api_key" "smoke" {
  name     = "deploy-smoke-test"
  lifetime = "10m"
  quota = {
    amount = 1
  }
}

resource "terraform_data" "smoke" {
  provisioner "local-exec" {
    command = "curl --fail --silent --output models.json --header \"Authorization: Bearer $KEY\" $URL/v1/models"
    environment = {
      KEY = ephemeral.tok_api_key.smoke.key
      URL = ephemeral.tok_api_key.smoke.base_url
    }
  }
}
