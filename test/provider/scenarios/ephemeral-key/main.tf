ephemeral "tok_api_key" "smoke" {
  name  = "deploy-smoke-run"
  group = var.group
}

resource "terraform_data" "deployed" {
  input = "the run's key is not in here"
}
