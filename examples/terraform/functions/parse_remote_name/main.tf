data "tok_api_keys" "mine" {
  mine = true
}

output "revisions" {
  value = { for key in data.tok_api_keys.mine.keys : key.remote_name => provider::tok::parse_remote_name(key.remote_name).revision }
}
