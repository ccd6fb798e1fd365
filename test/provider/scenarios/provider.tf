# Put into every scenario that has no provider.tf of its own. The credentials are in the environment.
provider "tok" {
  driver    = var.driver
  panel_url = var.gateway_url
}
