variable "found" {
  type = string
}

resource "tok_model_routes" "console" {
  key_id = var.found

  routes = [
    {
      provider = var.vendor
      models   = [var.model]
    },
  ]
}
