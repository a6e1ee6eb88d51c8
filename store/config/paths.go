package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"sync"
)

// Paths are the places where Tidings keeps its files.
type Paths struct {
	Config string // the config.toml, whether it exists or not
	Store  string // the SQLite file
}

// Where is what a person said about places; empty fields take the environment's or the system's.
type Where struct {
	Profile string // name of a profile; TIDINGS_PROFILE; "" for the default one
	Data    string // folder of the store; TIDINGS_DATA
	Config  string // the config file; TIDINGS_CONFIG
}

var profileName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`) })

// WithEnvironment fills empty fields in from the TIDINGS_* variables.
func (w Where) WithEnvironment() Where {
	or := func(v, env string) string {
		if v != "" {
			return v
		}
		return os.Getenv(env)
	}
	return Where{Profile: or(w.Profile, "TIDINGS_PROFILE"), Data: or(w.Data, "TIDINGS_DATA"), Config: or(w.Config, "TIDINGS_CONFIG")}
}

// Find resolves the places: flags over TIDINGS_* over the XDG base directories (freedesktop.org, 0.8) or what stands for
// them on macOS and Windows. It creates nothing. A config file that the person named has to be there.
func Find(w Where) (Paths, error) {
	by := "--config"
	if w.Config == "" {
		by = "TIDINGS_CONFIG"
	}
	w = w.WithEnvironment()
	if w.Profile != "" && !profileName().MatchString(w.Profile) {
		return Paths{}, fmt.Errorf("profile %q: use letters, digits, dot, dash and underscore", w.Profile)
	}
	var p Paths
	if w.Config != "" {
		if _, err := os.Stat(w.Config); errors.Is(err, fs.ErrNotExist) {
			return Paths{}, fmt.Errorf("%s %s: there is no such file", by, w.Config)
		}
		p.Config = w.Config
	} else {
		dir, err := configDir()
		if err != nil && w.Data == "" {
			return Paths{}, err
		}
		if err == nil {
			p.Config = filepath.Join(dir, "tidings", w.Profile, "config.toml")
		}
	}
	if w.Data == "" {
		dir, err := dataDir()
		if err != nil {
			return Paths{}, err
		}
		w.Data = filepath.Join(dir, "tidings", w.Profile)
	}
	p.Store = filepath.Join(w.Data, "tidings.db")
	return p, nil
}

var errNoHome = errors.New("no home directory: set HOME, or name a folder with --data DIR or TIDINGS_DATA")

func configDir() (string, error) {
	if d := os.Getenv("XDG_CONFIG_HOME"); filepath.IsAbs(d) {
		return d, nil
	}
	d, err := os.UserConfigDir()
	if err != nil {
		return "", errNoHome
	}
	return d, nil
}

func dataDir() (string, error) {
	if d := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(d) {
		return d, nil
	}
	switch runtime.GOOS {
	case "windows":
		if d := os.Getenv("LOCALAPPDATA"); d != "" {
			return d, nil
		}
		return "", errNoHome
	case "darwin":
		return configDir()
	}
	home, err := os.UserHomeDir()
	if err != nil || home == "" {
		return "", errNoHome
	}
	return filepath.Join(home, ".local", "share"), nil
}
