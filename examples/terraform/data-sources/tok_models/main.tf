data "tok_models" "default" {
  group = "default"
}

# One model by a rule, and an error of the plan when the group has none such.
resource "tok_api_key" "assistant" {
  name  = "prod-assistant"
  group = "default"
  routes = [{
    provider = "openai"
    models   = [for model in data.tok_models.default.models : model if startswith(model, "gpt-4o")]
  }]
  encrypt_to = ["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"]
}
