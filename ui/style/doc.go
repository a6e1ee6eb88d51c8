// Package style says how each role of the interface is drawn: a Theme is a value that gives every Role a Look (colours
// and attributes), for a light or a dark terminal, and Marks are the few signs that stand beside text. It draws
// nothing itself, reads no file and asks no terminal: who uses it hands in what the terminal said.
//
// A look never rests on colour alone: where a colour tells something, a mark, an attribute or a word tells it too, so
// that every theme can be read without colour (see Mono).
package style
