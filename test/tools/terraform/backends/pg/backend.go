// Package pg stands in for a backend that no test uses; the real one is in no published module.
package pg

import "github.com/hashicorp/terraform/internal/backend"

// New is never called: no test keeps its state there.
func New() backend.Backend { panic("left out of this build") }
