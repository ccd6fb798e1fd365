removed {
  from = tok_api_key.server

  lifecycle {
    destroy = false
  }
}
