# The operator in the cluster makes the key, and keeps it in the Secret; Terraform never sees it. The provider block needs
# no gateway for this, but a cluster:
#   provider "tok" {
#     kubernetes = { config_path = "~/.kube/config" }
#   }
resource "tok_cluster_api_key" "api_server" {
  namespace = "team-a"
  name      = "prod-api-server"
  labels    = { team = "a" }
  spec = {
    gateway_ref = { name = "tokmodel" }
    group       = "default"
    routes = [
      { provider = "openai", models = ["gpt-4o-mini"] },
    ]
    quota = {
      amount = 50 # USD, over all rotations
    }
    rotation = {
      every   = "30d"
      overlap = "2h"
    }
    secret = {
      template = {
        data = { OPENAI_BASE_URL = "$${baseURL}/v1" }
      }
    }
  }
}

output "secret_name" {
  value = tok_cluster_api_key.api_server.secret_name
}
