# A key that the console made, and that goes on living there.
data "tok_api_key" "chat" {
  name = "chat-frontend"
}

resource "tok_model_routes" "chat" {
  key_id = data.tok_api_key.chat.id
  routes = [
    { provider = "openai", models = ["gpt-4o-mini"] },
  ]
}
