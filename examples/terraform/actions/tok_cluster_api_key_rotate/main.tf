# terraform apply -invoke=action.tok_cluster_api_key_rotate.now
action "tok_cluster_api_key_rotate" "now" {
  config {
    namespace   = "team-a"
    name        = "prod-api-server"
    compromised = true
  }
}
