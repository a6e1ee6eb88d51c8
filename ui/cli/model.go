package cli

import (
	"fmt"
	"os"

	"tidings/feed/extract"
)

// extractorOf returns the built-in extractor, or one that judges with a model file.
func extractorOf(path string) (func(extract.Input) (extract.Result, error), error) {
	if path == "" {
		return extract.Page, nil
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("--model: %w", err)
	}
	m, err := extract.LoadModel(b)
	if err != nil {
		return nil, fmt.Errorf("--model %s: %w", path, err)
	}
	return m.Page, nil
}
