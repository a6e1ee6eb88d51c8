package main

import (
	"fmt"
	"os"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/gofont/gomonobolditalic"
	"golang.org/x/image/font/gofont/gomonoitalic"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
)

// face is a font that may be asked whether it has a character.
type face struct {
	font.Face
	src          *sfnt.Font
	buf          *sfnt.Buffer
	bold, italic bool
	own          bool // one of the Go fonts
}

func (f face) has(r rune) bool {
	i, err := f.src.GlyphIndex(f.buf, r)
	return err == nil && i != 0
}

// loadFaces returns the four Go Mono faces and those fallback fonts that are installed.
func loadFaces(fallback []string) ([]face, error) {
	var out []face
	for i, ttf := range [][]byte{gomono.TTF, gomonobold.TTF, gomonoitalic.TTF, gomonobolditalic.TTF} {
		f, err := opentype.Parse(ttf)
		if err != nil {
			return nil, err
		}
		if out, err = appendFace(out, f, face{bold: i&1 != 0, italic: i&2 != 0, own: true}, emPixels); err != nil {
			return nil, err
		}
	}
	for _, name := range fallback {
		b, err := os.ReadFile(name)
		if err != nil {
			continue // not installed: the next one, or an empty cell
		}
		c, err := opentype.ParseCollection(b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		f, err := c.Font(0)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if out, err = appendFace(out, f, face{}, emPixels); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return out, nil
}

func appendFace(list []face, f *sfnt.Font, what face, size float64) ([]face, error) {
	ff, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return nil, err
	}
	what.Face, what.src, what.buf = ff, f, &sfnt.Buffer{}
	return append(list, what), nil
}

// pick returns the face for a character: Go Mono in the look's weight and slant, or the first fallback that has it.
func pick(faces []face, r rune, pen look) font.Face {
	for _, f := range faces {
		if f.own && (f.bold != pen.bold || f.italic != pen.italic) {
			continue
		}
		if f.has(r) {
			return f.Face
		}
	}
	return nil
}
