# terraform apply -invoke=action.tok_api_key_revoke.leaked -var key=prod-api-server
action "tok_api_key_revoke" "leaked" {
  config {
    name = var.key
  }
}

variable "key" {
  type = string
}
