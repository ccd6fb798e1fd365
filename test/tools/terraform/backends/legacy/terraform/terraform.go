// Package terraform stands in for what only tests of Terraform itself need.
package terraform
