package discover

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"
	"sync"
)

// services.json lists the public feed addresses of services whose pages do not name them, each with its reason. Fields:
//
//	host       regular expression that the page's host matches; empty for any
//	path       … and its path with query; groups are $1, $2 …
//	generator  … and the page's <meta name=generator>
//	after      only when the page itself names no feed
//	ask, find  address to ask (the page itself when empty), and what to find in the answer: its groups are $1 … then
//	feeds      templates: $1, {origin} (https://host), {dir} (the page's address up to the last slash)
//
//go:embed services.json
var servicesJSON []byte

// service is one entry of services.json.
type service struct {
	Name      string
	Host      string
	Path      string
	Generator string
	After     bool
	Ask       string
	Find      string
	Feeds     []string

	host, path, generator, find *regexp.Regexp
}

// services are the embedded entries, ready to match.
var services = sync.OnceValue(func() []service {
	list, err := parseServices(servicesJSON)
	if err != nil {
		panic(err) // a test reads the embedded file
	}
	return list
})

func parseServices(data []byte) ([]service, error) {
	var list []service
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, fmt.Errorf("services.json: %w", err)
	}
	for i := range list {
		s := &list[i]
		for _, p := range []struct {
			from string
			to   **regexp.Regexp
		}{{s.Host, &s.host}, {s.Path, &s.path}, {s.Generator, &s.generator}, {s.Find, &s.find}} {
			if p.from == "" {
				continue
			}
			re, err := regexp.Compile(p.from)
			if err != nil {
				return nil, fmt.Errorf("services.json: %s: %w", s.Name, err)
			}
			*p.to = re
		}
		if s.path == nil || len(s.Feeds) == 0 {
			return nil, fmt.Errorf("services.json: %s: path and feeds are needed", s.Name)
		}
	}
	return list, nil
}

// match returns what the service's groups hold for u, or nil.
func (s *service) match(u *url.URL, generator string) (where string, groups []int) {
	if s.host != nil && !s.host.MatchString(strings.ToLower(u.Hostname())) {
		return "", nil
	}
	if s.generator != nil && !s.generator.MatchString(generator) {
		return "", nil
	}
	where = u.EscapedPath()
	if where == "" {
		where = "/"
	}
	if u.RawQuery != "" {
		where += "?" + u.RawQuery
	}
	return where, s.path.FindStringSubmatchIndex(where)
}

// expand fills one template.
func expand(re *regexp.Regexp, template, src string, groups []int, u *url.URL) string {
	out := string(re.ExpandString(nil, braced(template), src, groups))
	origin := u.Scheme + "://" + u.Host
	dir, _ := path.Split(u.EscapedPath())
	if dir == "" {
		dir = "/"
	}
	return strings.NewReplacer("{origin}", origin, "{dir}", origin+dir).Replace(out)
}

// braced turns $1 into ${1}, so that a letter may follow.
func braced(template string) string {
	return groupRef().ReplaceAllString(template, "$${${1}}")
}

var groupRef = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\$(\d)`) })
