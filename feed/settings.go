package feed

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"

	"tidings/feed/text"
)

// Setting is one thing that a person may set for a feed, as it is told to them. Value never holds a secret: headers are
// named without their values, a credential's command without its arguments, an address without user and password.
type Setting struct {
	Name  string // "interval"
	Value string // as [Set] reads it where it is no secret; empty when it is the program's default
	Doc   string
}

// setting is how one name is read and written.
type setting struct {
	name, doc string
	show      func(f *Feed) string
	set       func(f *Feed, value string) error
}

// headerPrefix begins the name of the setting for one HTTP header: "header.X-Token".
const headerPrefix = "header."

// maxSetBytes is the largest body limit that may be set: documents are held in memory.
const maxSetBytes = 1 << 30

// settings are the names in the order that they are shown in.
var settings = []setting{
	{"title", "shown in place of the publisher's title", func(f *Feed) string { return f.Settings.Title }, func(f *Feed, v string) error {
		f.Settings.Title = text.Line(v)
		f.Title = f.Settings.Title
		return nil
	}},
	{"folder", "where it stands in the list; levels are separated by /", func(f *Feed) string { return f.Folder }, func(f *Feed, v string) error {
		f.Folder = text.Line(v)
		return nil
	}},
	{"address", "where it is polled", func(f *Feed) string { return Bare(f.URL) }, setAddress},
	flag("paused", "true: it is not polled by itself", func(s *Settings) *bool { return &s.Paused }),
	{"interval", "poll so often (\"30m\", \"2h\"), but never more often than the server allows", showInterval, setInterval},
	{"filter", "new items that this query matches are stored as read", func(f *Feed) string { return f.Settings.Filter }, func(f *Feed, v string) error {
		if _, err := ParseQuery(v); err != nil {
			return err
		}
		f.Settings.Filter = text.Line(v)
		return nil
	}},
	flag("full_text", "true: fetch the page of each new item in the background (30 a refresh, 4 at a time, 5 minutes)", func(s *Settings) *bool { return &s.FullText }),
	{"user_agent", "what Tidings calls itself to this server", func(f *Feed) string { return f.Settings.UserAgent }, func(f *Feed, v string) error {
		if !httpguts.ValidHeaderFieldValue(v) {
			return errors.New("it holds characters that no header may hold")
		}
		f.Settings.UserAgent = text.Line(v)
		return nil
	}},
	{"cookies", "path of a Netscape cookies file, read at each poll; sent to the hosts that it names", func(f *Feed) string { return f.Settings.Cookies }, func(f *Feed, v string) error {
		if v != "" && !filepath.IsAbs(v) { // it is read from wherever a poll runs
			return errors.New("give the file's whole path, from the root")
		}
		f.Settings.Cookies = v
		return nil
	}},
	{"credential", "env:NAME or cmd:PROGRAM ARG… that gives \"user:password\" or \"bearer TOKEN\"; sent to the feed's own server", showCredential, setCredential},
	{"proxy", "http://, https:// or socks5:// address", func(f *Feed) string { return Bare(f.Settings.Proxy) }, setProxy},
	flag("allow_private", "true: redirects and pages may lead to private addresses", func(s *Settings) *bool { return &s.AllowPrivate }),
	{"max_megabytes", "largest document read, after decompression, in MiB", func(f *Feed) string { return decimal(f.Settings.MaxBytes >> 20) }, func(f *Feed, v string) error {
		n, err := whole(v, 1, maxSetBytes>>20)
		f.Settings.MaxBytes = int64(n) << 20
		return err
	}},
	{"keep_days", "days that a read item is kept; -1 for ever", func(f *Feed) string { return decimal(int64(f.Settings.KeepDays)) }, func(f *Feed, v string) (err error) {
		f.Settings.KeepDays, err = whole(v, -1, 100_000)
		return err
	}},
	{"keep_items", "newest items kept whatever their age", func(f *Feed) string { return decimal(int64(f.Settings.KeepItems)) }, func(f *Feed, v string) (err error) {
		f.Settings.KeepItems, err = whole(v, 1, 1_000_000)
		return err
	}},
}

// SettingNames returns the names that [Set] knows, in the order that they are shown in; "header." stands for a header's.
func SettingNames() []string {
	var names []string
	for _, s := range settings {
		names = append(names, s.name)
	}
	return append(names, headerPrefix)
}

// Describe returns every setting of a feed; those at the program's default have no Value.
func Describe(f Feed) []Setting {
	var out []Setting
	for _, s := range settings {
		out = append(out, Setting{s.name, text.Line(s.show(&f)), s.doc})
	}
	var headers []string
	for name := range f.Settings.Headers {
		headers = append(headers, name)
	}
	slices.Sort(headers)
	for _, name := range headers {
		out = append(out, Setting{text.Line(headerPrefix + name), "(set)", "sent to the feed's own server"})
	}
	return out
}

// Set changes one setting of f; an empty value brings the default back. An error says what is wrong with the name or the
// value; f is unchanged then. A header is set by "header.NAME".
func Set(f *Feed, name, value string) error {
	value = strings.TrimSpace(value)
	if header, ok := strings.CutPrefix(name, headerPrefix); ok {
		return setHeader(f, header, value)
	}
	i := slices.IndexFunc(settings, func(s setting) bool { return s.name == name })
	if i < 0 {
		return fmt.Errorf("no setting %q: there are %s and header.NAME", name, strings.Join(SettingNames()[:len(settings)], ", "))
	}
	changed := *f
	if err := settings[i].set(&changed, value); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	*f = changed
	return nil
}

// Address returns an address of the web as [text.URL] does, but with the user and password that stand in it; "" when it is none.
func Address(s string) string {
	clean := text.URL(s, "")
	if !strings.HasPrefix(clean, "http") {
		return ""
	}
	_, host, _ := strings.Cut(s, "://")
	if end := strings.IndexAny(host, "/?#\\"); end >= 0 {
		host = host[:end]
	}
	at := strings.LastIndexByte(host, '@')
	if at < 0 {
		return clean
	}
	user, err := url.Parse("http://" + host[:at] + "@host/")
	if err != nil {
		return ""
	}
	u, err := url.Parse(clean)
	if err != nil {
		return ""
	}
	u.User = user.User
	return u.String()
}

// Bare returns an address without user and password, as it may be shown; what is no address is returned as it is.
func Bare(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.User == nil {
		return address
	}
	u.User = nil
	return u.String()
}

func flag(name, doc string, of func(*Settings) *bool) setting {
	show := func(f *Feed) string {
		if *of(&f.Settings) {
			return "true"
		}
		return ""
	}
	return setting{name, doc, show, func(f *Feed, v string) error {
		switch strings.ToLower(v) {
		case "true", "yes", "on", "1":
			*of(&f.Settings) = true
		case "", "false", "no", "off", "0":
			*of(&f.Settings) = false
		default:
			return fmt.Errorf("%q is neither true nor false", v)
		}
		return nil
	}}
}

func setAddress(f *Feed, v string) error {
	address := Address(v)
	if address == "" {
		return errors.New("give an address that begins with http:// or https://")
	}
	f.URL = address
	return nil
}

func showInterval(f *Feed) string {
	if f.Settings.Interval == 0 {
		return ""
	}
	s := f.Settings.Interval.String()
	s = strings.TrimSuffix(s, "0s")
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

func setInterval(f *Feed, v string) error {
	if v == "" {
		f.Settings.Interval = 0
		return nil
	}
	d, err := time.ParseDuration(v)
	if err != nil || d < time.Minute || d > 365*24*time.Hour {
		return fmt.Errorf("%q is no interval: write it as in \"30m\" or \"2h\", from 1m", v)
	}
	f.Settings.Interval = d
	return nil
}

func showCredential(f *Feed) string {
	if line, ok := strings.CutPrefix(f.Settings.Credential, "cmd:"); ok {
		program, arguments, more := strings.Cut(line, " ")
		if more && arguments != "" {
			program += " …"
		}
		return "cmd:" + program
	}
	return f.Settings.Credential
}

func setCredential(f *Feed, v string) error {
	kind, what, _ := strings.Cut(v, ":")
	switch {
	case v == "":
	case kind != "env" && kind != "cmd", strings.TrimSpace(what) == "":
		// The value may be the secret itself, so it is not repeated.
		return errors.New("give env:NAME or cmd:PROGRAM ARG…; Tidings keeps no passwords itself")
	}
	f.Settings.Credential = v
	return nil
}

func setProxy(f *Feed, v string) error {
	if v != "" {
		u, err := url.Parse(v)
		if err != nil || u.Host == "" || !slices.Contains([]string{"http", "https", "socks5", "socks5h"}, u.Scheme) {
			return errors.New("give an address that begins with http://, https:// or socks5://")
		}
	}
	f.Settings.Proxy = v
	return nil
}

func setHeader(f *Feed, name, value string) error {
	switch {
	case !httpguts.ValidHeaderFieldName(name):
		return fmt.Errorf("%s%s: that is no header's name", headerPrefix, name)
	case !httpguts.ValidHeaderFieldValue(value):
		return fmt.Errorf("%s%s: its value holds characters that no header may hold", headerPrefix, name)
	}
	headers := map[string]string{}
	for k, v := range f.Settings.Headers { // a copy: the caller's feed may be shown elsewhere
		if !strings.EqualFold(k, name) {
			headers[k] = v
		}
	}
	if value != "" {
		headers[name] = value
	}
	if len(headers) == 0 {
		headers = nil
	}
	f.Settings.Headers = headers
	return nil
}

func decimal(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// whole reads a number from lo to hi; "" is 0, which stands for the default.
func whole(v string, lo, hi int) (int, error) {
	if v == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < lo || n > hi {
		return 0, fmt.Errorf("%q is no number from %d to %d", v, lo, hi)
	}
	return n, nil
}
