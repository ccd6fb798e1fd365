# tokenfor.me and other Sub2API sites take a text of yours, which is then stored nowhere.
variable "key" {
  type      = string
  ephemeral = true
}

resource "tok_api_key" "checkout" {
  name           = "prod-checkout"
  group          = "codex"
  key_wo         = var.key
  key_wo_version = 1 # raise it with a new text
}
