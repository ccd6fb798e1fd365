# terraform query -generate-config-out=found.tf
list "tok_api_key" "production" {
  provider = tok

  config {
    name_prefix = "prod-"
  }
}
