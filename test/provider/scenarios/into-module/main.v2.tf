module "keys" {
  source   = "./modules/key"
  for_each = toset(["prod-api-server", "prod-batch-summaries"])

  name  = each.key
  group = var.group
}

moved {
  from = tok_api_key.server
  to   = module.keys["prod-api-server"].tok_api_key.this
}

output "key" {
  value     = module.keys["prod-api-server"].key
  sensitive = true
}
