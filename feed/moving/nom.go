package moving

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"tidings/feed"
)

var nomFeeds = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?m)^feeds:[ \t]*(\[.*|#.*)?\r?$`) })

// isNom reports whether a text is nom's config.yml: YAML with a list of feeds at its top.
func isNom(data []byte) bool { return nomFeeds().Match(data[:min(len(data), 64<<10)]) }

// readNom reads nom's config.yml (github.com/guyfedwards/nom): addresses and names of feeds. The module go.yaml.in/yaml is the
// YAML organisation's continuation of the reader that nom itself uses; it keeps the lines, and bounds aliases.
func readNom(data []byte) (Moving, error) {
	m := Moving{From: "nom’s config"}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return m, fmt.Errorf("%s", strings.TrimPrefix(line(err.Error()), "yaml: "))
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return m, lineError(max(doc.Line, 1), "no settings")
	}
	top := doc.Content[0].Content
	for i := 0; i+1 < len(top); i += 2 {
		switch key, v := top[i], top[i+1]; key.Value {
		case "feeds":
			if v.Kind != yaml.SequenceNode {
				return m, lineError(v.Line, "feeds is no list")
			}
			for _, n := range v.Content {
				m.nomFeed(n)
			}
		case "backends":
			m.note(key.Line, "nom reads from a server; 'tidings sync' does")
		case "database":
			m.note(key.Line, "the marks are in nom’s store, %s beside the config: name it, too, and they come along", line(v.Value))
		}
	}
	return m, nil
}

func (m *Moving) nomFeed(n *yaml.Node) {
	var address, name string
	switch n.Kind {
	case yaml.ScalarNode:
		address = n.Value
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			switch n.Content[i].Value {
			case "url":
				address = n.Content[i+1].Value
			case "name":
				name = line(n.Content[i+1].Value)
			}
		}
	}
	url, ok := webAddress(address)
	if !ok {
		m.note(n.Line, "%q is no address and was left out", line(address))
		return
	}
	if len(m.Feeds) < maxFeeds {
		m.Feeds = append(m.Feeds, feed.Feed{URL: url, Title: name, Settings: feed.Settings{Title: name}})
	}
}
