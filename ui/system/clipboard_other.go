//go:build windows || darwin || plan9

package system

import "github.com/atotto/clipboard"

func writeClipboard(text string) error { return clipboard.WriteAll(text) }
