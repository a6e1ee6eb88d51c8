// Package text stands for the door.
package text

// Line cleans.
func Line(s string) string { return s }
