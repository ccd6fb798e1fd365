# Of a TokApiKey that somebody made with kubectl.
import {
  to = tok_cluster_api_key.batch
  id = "team-a/prod-batch-summaries"
}

resource "tok_cluster_api_key" "batch" {
  namespace = "team-a"
  name      = "prod-batch-summaries"
  spec = {
    gateway_ref = { name = "tokmodel" }
    group       = "default"
  }
}
