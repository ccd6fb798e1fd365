output "name_in_the_console" {
  value = provider::tok::remote_name("shop/production", "prod-api-server", 1)
}
