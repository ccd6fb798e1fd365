terraform {
  required_providers {
    tok = {
      source  = "tok/tok"
      version = "~> 0.1"
    }
  }
}

# The account's credentials come from the environment: TOKAPI_ACCESS_TOKEN and TOKAPI_USER_ID.
provider "tok" {
  preset = "TokModel"
  # Another one in each configuration that shares the account.
  owner = "shop/production"
}
