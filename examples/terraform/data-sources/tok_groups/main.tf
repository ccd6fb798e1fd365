data "tok_groups" "all" {}

output "groups" {
  value = data.tok_groups.all.groups[*].name
}
