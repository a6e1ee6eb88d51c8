#!/usr/bin/env bash
# Takes pictures of the main screens: runs `tidings demo` in a terminal of a given size, presses keys, and draws what stands
# there then. Needs bash, go and tmux; with fonts for Japanese and Arabic installed (Debian: fonts-ipafont-gothic,
# fonts-dejavu-core) their text is drawn as well.
#
#   usage: .github/screens/make.sh [-o DIR] [NAME...]     default DIR: .github/screens/out
#
# Beside each NAME.png lies NAME.txt, the same screen as plain text. The first twelve are kept beside this script. Names that
# end in -light are drawn on a light background.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$here/out
while getopts o: flag; do
	case $flag in
	o) out=$OPTARG ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))
only=("$@")
work=$(mktemp -d)
server=tidings-screens-$$
trap 'tmux -L "$server" kill-server 2>/dev/null || true; rm -rf "$work"' EXIT
# Where it is two in the afternoon: most of the demo's items are of today then.
zone=Etc/GMT$(printf '%+d' $((10#$(date -u +%H) - 14)))
mkdir -p "$out"
(cd "$here/../.." && CGO_ENABLED=0 go build -buildvcs=false -o "$work/tidings" .)
(cd "$here" && go build -o "$work/screens" .)

# shot NAME COLUMNS ROWS COMMAND STEP...: a step is wait:TEXT (until it stands on the screen, 15 s at most), key:NAME… (as
# tmux send-keys has it), type:TEXT or sleep:SECONDS.
shot() {
	local name=$1 columns=$2 rows=$3 command=$4
	shift 4
	if ((${#only[@]})) && [[ ! " ${only[*]} " == *" $name "* ]]; then return; fi
	local home=$work/home-$name
	local light=()
	mkdir -p "$home/.config/tidings"
	if [[ $name == *-light ]]; then
		light=(-light)
		printf '[look]\nbackground = "light"\n' >"$home/.config/tidings/config.toml"
	fi
	tmux -L "$server" -f /dev/null new-session -d -s "$name" -x "$columns" -y "$rows" \
		"env -i PATH='$PATH' HOME='$home' LANG=C.UTF-8 TERM=xterm-256color COLORTERM=truecolor TZ=$zone $work/tidings $command; sleep 60"
	tmux -L "$server" set -g status off >/dev/null
	tmux -L "$server" resize-window -t "$name" -x "$columns" -y "$rows" 2>/dev/null || true
	local step i
	for step in "$@"; do
		case $step in
		wait:*)
			for ((i = 0; i < 150; i++)); do
				if [[ $(tmux -L "$server" capture-pane -p -t "$name") == *"${step#wait:}"* ]]; then break; fi
				sleep 0.1
			done
			if ((i == 150)); then echo "$name: “${step#wait:}” did not come" >&2; failed=1; fi
			;;
		key:*) tmux -L "$server" send-keys -t "$name" ${step#key:} && sleep 0.15 ;;
		type:*) tmux -L "$server" send-keys -l -t "$name" "${step#type:}" && sleep 0.3 ;;
		sleep:*) sleep "${step#sleep:}" ;;
		esac
	done
	tmux -L "$server" capture-pane -p -t "$name" >"$out/$name.txt"
	tmux -L "$server" capture-pane -e -N -p -t "$name" | "$work/screens" "${light[@]}" -cols "$columns" >"$out/$name.png"
	tmux -L "$server" kill-session -t "$name"
	echo "$name: $columns×$rows"
}

failed=0
settled=("wait:1/72" sleep:0.5) # the place in the list stands there when nothing is fetched any more
shot 01-first-start 80 24 '' wait:demo sleep:0.5
shot 02-wide 200 60 demo "${settled[@]}" key:Enter sleep:1 key:J sleep:2
shot 03-wide-light 200 60 demo "${settled[@]}" key:Enter sleep:1 key:J sleep:2
shot 04-middle 130 40 demo "${settled[@]}" key:Enter sleep:2
shot 05-low 110 36 demo "${settled[@]}" key:Enter sleep:2
shot 06-narrow-list 80 24 demo "${settled[@]}" key:j key:j
shot 07-narrow-article-light 80 24 demo "${settled[@]}" key:Enter sleep:2
shot 08-left-out 200 50 demo "${settled[@]}" key:Enter sleep:2 key:X sleep:1
shot 09-preview 100 36 demo "${settled[@]}" key:/ type:cartero key:Enter sleep:1 key:Enter sleep:2
shot 10-help 100 36 demo "${settled[@]}" key:? sleep:1
shot 11-search 130 40 demo "${settled[@]}" key:/ type:the sleep:1 key:Enter sleep:1
shot 12-code-and-table 100 50 demo "${settled[@]}" key:/ type:"never empty" key:Enter sleep:1 key:Enter sleep:2
shot 13-picture 100 50 demo "${settled[@]}" key:/ type:bandstand key:Enter sleep:1 key:Enter sleep:1 key:P sleep:2
shot 14-japanese 100 36 demo "${settled[@]}" key:/ type:海苔 key:Enter sleep:1 key:Enter sleep:2
shot 15-arabic 100 36 demo "${settled[@]}" key:/ type:النحاسين key:Enter sleep:1 key:Enter sleep:2
shot 16-smallest 40 15 demo "${settled[@]}" key:Enter sleep:2
shot 17-smallest-light 40 15 demo "${settled[@]}" sleep:1
shot 18-too-small 10 3 demo sleep:4
exit $failed
