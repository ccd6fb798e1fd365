terraform {
  required_providers {
    tok = {
      source  = "tok/tok"
      version = "~> 0.1"
    }
  }
}

# Keys that the operator in a cluster makes (tok_cluster_api_key): no account is needed here.
provider "tok" {
  kubernetes = {
    config_path = pathexpand("~/.kube/config")
  }
}
