//go:build tools

// Package geth names the program that go.mod pins: build.mjs builds it.
package geth

import _ "github.com/ethereum/go-ethereum/cmd/geth"
