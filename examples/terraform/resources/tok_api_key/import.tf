# By the id at the gateway, by the exact name there, or by the name that a key of this owner was declared under.
import {
  to = tok_api_key.chat
  id = "chat-frontend"
}

resource "tok_api_key" "chat" {
  name           = "chat-frontend"
  store_in_state = true
}
