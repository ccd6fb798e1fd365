# Stands for a store of secrets: a text that is there for this run only.
ephemeral "tok_api_key" "vault" {
  provider = tok.second
  name     = "text-for-prod-api"
  group    = var.second_group
}

resource "tok_api_key" "server" {
  name           = "prod-api-server"
  group          = var.group
  key_wo         = ephemeral.tok_api_key.vault.key
  key_wo_version = 1
}
