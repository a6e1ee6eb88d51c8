package cli

import (
	"math"
	"os"
	"runtime/debug"
)

// A refresh of many feeds makes gigabytes of garbage beside 10 MB that live. Collected at Go's usual pace, which is made for
// programs that stay, the same refresh takes 13 % more processor time than at this one. The second figure keeps large documents
// from multiplying by the first: from there on it is collected as often as it takes to stay below.
const (
	briefPercent = 400
	briefBytes   = 80 << 20
)

// brief makes a process that will soon end spend memory rather than processor time, unless the person has said by Go's own
// variables what it may spend. It returns what takes that back.
func brief() (end func()) {
	if os.Getenv("GOGC") != "" || debug.SetMemoryLimit(-1) != math.MaxInt64 {
		return func() {}
	}
	percent, limit := debug.SetGCPercent(briefPercent), debug.SetMemoryLimit(briefBytes)
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
}
