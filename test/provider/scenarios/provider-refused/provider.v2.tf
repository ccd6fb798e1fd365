provider "tok" {
  driver    = "openai"
  panel_url = "gateway.example.com"
  timeout   = "soon"
}
