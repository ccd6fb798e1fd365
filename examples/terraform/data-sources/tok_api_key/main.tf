data "tok_api_key" "chat" {
  name = "chat-frontend"
}

output "spent" {
  value = "${data.tok_api_key.chat.spent} USD, last used ${coalesce(data.tok_api_key.chat.last_used_at, "never")}"
}
