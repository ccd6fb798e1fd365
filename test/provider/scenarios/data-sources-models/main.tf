data "tok_models" "group" {
  group = var.group
}

output "offered" {
  value = contains(data.tok_models.group.models, var.model)
}
