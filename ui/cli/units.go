package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// systemd writes a service, and with timer one that runs once and a timer for it (systemd.service(5), systemd.timer(5)). It is
// bound no further than what a hook's or password's command can live with: those run inside of it.
func (u unit) systemd(timer bool, every time.Duration) (manager, error) {
	dir, err := systemdDir()
	if err != nil {
		return manager{}, err
	}
	kind, verb, restart := "exec", []string{"daemon"}, "Restart=on-failure\nRestartSec=30\n"
	name := u.name
	if timer {
		kind, verb, restart = "oneshot", []string{"refresh", "--due"}, ""
		name += "-refresh"
	}
	words := append([]string{u.exe}, append(verb, u.flags...)...)
	for i, w := range words {
		words[i] = systemdQuote(w)
	}
	install := "\n[Install]\nWantedBy=default.target\n"
	if timer {
		install = ""
	}
	service := "[Unit]\nDescription=Tidings, a news reader: polls feeds\nDocumentation=man:tidings(1)\n\n" +
		"[Service]\nType=" + kind + "\nExecStart=" + strings.Join(words, " ") + "\n" + restart +
		"Nice=10\nNoNewPrivileges=yes\nLockPersonality=yes\nRestrictRealtime=yes\nUMask=0077\n" + install
	m := manager{
		files:  []file{{filepath.Join(dir, name+".service"), service}},
		enable: []string{"systemctl", "--user", "enable", name + ".service"}, // works where systemd does not run just now
		start:  [][]string{{"systemctl", "--user", "daemon-reload"}, {"systemctl", "--user", "start", name + ".service"}},
		stop:   [][]string{{"systemctl", "--user", "disable", "--now", name + ".service"}},
		reload: [][]string{{"systemctl", "--user", "daemon-reload"}},
		status: []string{"systemctl", "--user", "is-active", name + ".service"},
	}
	if timer {
		text := fmt.Sprintf("[Unit]\nDescription=Tidings, a news reader: polls feeds every %s\n\n[Timer]\nOnStartupSec=2min\nOnUnitActiveSec=%ds\nRandomizedDelaySec=30\nPersistent=yes\n\n[Install]\nWantedBy=timers.target\n",
			every, int(every.Seconds()))
		m.files = append(m.files, file{filepath.Join(dir, name+".timer"), text})
		m.enable[3] = name + ".timer"
		m.start[1][3] = name + ".timer"
		m.stop[0][4] = name + ".timer"
		m.status[3] = name + ".timer"
	}
	return m, nil
}

// systemdDir is where systemd looks for a person's own units (systemd.unit(5)).
func systemdDir() (string, error) {
	if d := os.Getenv("XDG_CONFIG_HOME"); filepath.IsAbs(d) {
		return filepath.Join(d, "systemd", "user"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil || home == "" {
		return "", fmt.Errorf("no home directory: set HOME")
	}
	return filepath.Join(home, ".config", "systemd", "user"), nil
}

// systemdQuote writes an argument of ExecStart (systemd.service(5), “Command lines”; “%” and “$” are special there).
func systemdQuote(s string) string {
	s = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "%", "%%", "$", "$$", "\n", `\n`).Replace(s)
	if s == "" || strings.ContainsAny(s, " \t'\";\\") {
		return `"` + s + `"`
	}
	return s
}

// launchd writes a launch agent (launchd.plist(5)).
func (u unit) launchd(timer bool, every time.Duration) (manager, error) {
	home, err := os.UserHomeDir()
	if err != nil || home == "" {
		return manager{}, fmt.Errorf("no home directory: set HOME")
	}
	label := "org.tidings." + u.name
	verb, run := []string{"daemon"}, "\t<key>KeepAlive</key>\n\t<dict><key>SuccessfulExit</key><false/></dict>\n"
	if timer {
		label += "-refresh"
		verb, run = []string{"refresh", "--due"}, fmt.Sprintf("\t<key>StartInterval</key>\n\t<integer>%d</integer>\n", int(every.Seconds()))
	}
	var args strings.Builder
	for _, w := range append([]string{u.exe}, append(verb, u.flags...)...) {
		args.WriteString("\t\t<string>" + xmlText(w) + "</string>\n")
	}
	text := `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>Label</key>
	<string>` + xmlText(label) + `</string>
	<key>ProgramArguments</key>
	<array>
` + args.String() + `	</array>
	<key>RunAtLoad</key>
	<true/>
` + run + `	<key>ProcessType</key>
	<string>Background</string>
	<key>Umask</key>
	<integer>63</integer>
</dict>
</plist>
`
	path := filepath.Join(home, "Library", "LaunchAgents", label+".plist")
	domain := fmt.Sprintf("gui/%d", os.Getuid())
	return manager{
		files:  []file{{path, text}},
		start:  [][]string{{"launchctl", "bootstrap", domain, path}},
		stop:   [][]string{{"launchctl", "bootout", domain + "/" + label}},
		status: []string{"launchctl", "print", domain + "/" + label},
	}, nil
}

func xmlText(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// cron is a line for a crontab (crontab(5)): run by a shell, and “%” ends a command there. Its steps begin anew with each hour or
// day, so they are even only where they divide it.
func (u unit) cron(every time.Duration) (string, error) {
	minutes, hours := int(every/time.Minute), int(every/time.Hour)
	var when string
	switch {
	case minutes < 60 && 60%minutes == 0:
		when = fmt.Sprintf("*/%d * * * *", minutes)
	case hours > 0 && 24%hours == 0 && minutes%60 == 0:
		when = fmt.Sprintf("0 */%d * * *", hours)
	default:
		return "", usageError{fmt.Errorf("--every %s: cron knows no such step, but what divides an hour or a day: 10m, 15m, 20m, 30m, 1h, 2h, 6h …", every)}
	}
	words := append([]string{u.exe, "refresh", "--due"}, u.flags...)
	for i, w := range words {
		if strings.ContainsAny(w, " \t\n'\"\\$`*?[]{}()<>|&;~#!%") {
			w = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
		words[i] = strings.ReplaceAll(w, "%", `\%`)
	}
	return "# tidings: refresh what is due\n" + when + " " + strings.Join(words, " ") + " >/dev/null\n", nil
}
