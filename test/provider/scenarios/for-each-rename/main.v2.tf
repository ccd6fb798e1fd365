variable "applications" {
  type = map(string)
}

resource "tok_api_key" "each" {
  for_each       = var.applications
  name           = each.value
  group          = var.group
  store_in_state = true
}

moved {
  from = tok_api_key.each["batch"]
  to   = tok_api_key.each["reports"]
}
