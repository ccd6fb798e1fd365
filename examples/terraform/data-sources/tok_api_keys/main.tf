# Keys that nobody has declared.
data "tok_api_keys" "others" {
  mine = false
}

output "undeclared" {
  value = { for key in data.tok_api_keys.others.keys : key.remote_name => key.status }
}
