# By the key's id at the gateway.
import {
  to = tok_model_routes.chat
  id = "1042"
}

resource "tok_model_routes" "chat" {
  key_id = "1042"
  routes = [
    { provider = "openai", models = ["gpt-4o-mini"] },
  ]
}
