// Package ui is the terminal interface: the one tea.Model, and the ports through which it reaches the rest.
package ui
