resource "tok_api_key" "server" {
  name           = "test"
  group          = var.group
  allowed_ips    = ["127.0.0.1", "everywhere"]
  encrypt_to     = ["age1nobody"]
  store_in_state = true

  rotation = {
    every   = "30 days"
    overlap = "1h"
  }
}

resource "tok_api_key" "batch" {
  name            = "prod-batch-summaries"
  group           = var.group
  store_in_state  = true
  deletion_policy = "keep"

  rotation = {
    every   = "1h"
    overlap = "2h"
  }
}
