package config

import (
	"strings"
	"time"
)

// Sync says which news server to keep in step with. It holds no secrets: passwords are named, not written.
type Sync struct {
	Kind     string            `toml:"kind" doc:"freshrss, miniflux, inoreader, theoldreader, bazqux, greader (any other Google Reader API), ttrss or fever; empty for none"`
	Address  string            `toml:"address" doc:"web address of the server; empty for a service that has only one"`
	User     string            `toml:"user" doc:"name of the account"`
	Password string            `toml:"password" doc:"env:NAME, cmd:PROGRAM ARG… (first line of its output) or keyring ('tidings sync login')"`
	Headers  map[string]string `toml:"headers" doc:"further headers, as Inoreader's AppId and AppKey; values env:NAME or cmd:PROGRAM ARG…"`
	Every    Duration          `toml:"every" doc:"how often the interface and the daemon sync; 0s for only by 'tidings sync'"`
}

// check names the first key whose value is a mistake. It never quotes what may be a secret.
func (s Sync) check() (key, why string) {
	if p := s.Password; p != "" && p != "keyring" && !named(p) {
		return "sync.password", "a password does not belong into this file: write env:NAME, cmd:PROGRAM ARG… or keyring"
	}
	for _, v := range s.Headers {
		if !named(v) {
			return "sync.headers", "values are written env:NAME or cmd:PROGRAM ARG…"
		}
	}
	if s.Every != 0 && s.Every < Duration(minEvery) {
		return "sync.every", "out of range: 0s, or 1m0s and more"
	}
	return "", ""
}

// minEvery is the least time between two syncs: servers count requests.
const minEvery = time.Minute

// named reports whether v says where a secret is.
func named(v string) bool { return strings.HasPrefix(v, "env:") || strings.HasPrefix(v, "cmd:") }
