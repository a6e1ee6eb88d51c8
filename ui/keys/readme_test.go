package keys

import (
	"os"
	"strings"
	"testing"
)

func TestReadmeListsTheKeysInForce(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	table, err := New("", nil)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), strings.TrimSpace(table.Markdown())) {
		t.Error("README.md does not list the keys as the table has them: put the output of Table.Markdown under “Keys”")
	}
}
