//go:build tools

// Package cosmovisor names the program that go.mod pins: build.mjs builds it.
package cosmovisor

import _ "cosmossdk.io/tools/cosmovisor/cmd/cosmovisor"
