//go:build !linux && !openbsd

package confine

func writes([]string) error { return ErrUnsupported }

func supported() string { return "" }
