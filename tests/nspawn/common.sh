# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# What the stories share. Each runs in the container, see run.sh, and ends with `finish`.

service=chargediagd.service
bad=0

expect() {
	local what=$1 wanted=$2 got=$3
	if [ "$got" = "$wanted" ]; then
		echo "ok: $what"
	else
		echo "NOT OK: $what: '$got', wanted '$wanted'"
		bad=1
	fi
}

# expect_has WHAT PATTERN TEXT: a line of the text matches the extended pattern.
expect_has() {
	if grep -Eq -- "$2" <<<"$3"; then
		echo "ok: $1"
	else
		printf 'NOT OK: %s: nothing matches "%s" in:\n%s\n' "$1" "$2" "$3"
		bad=1
	fi
}

property() {
	systemctl show -P "$1" $service
}

# In one question, so that both are of one moment.
state() {
	systemctl show -p ActiveState,Result $service | sort | cut -d= -f2 | xargs
}

# until_true COMMAND...: asks again until it succeeds; gives up after 20 s.
until_true() {
	for _ in $(seq 200); do
		"$@" && return
		sleep 0.1
	done
	return 1
}

in_state() {
	[ "$(state)" = "$*" ]
}

# anew PID: the service runs, and no longer as that process, which is asked first: it changes before the state does.
anew() {
	local pid
	pid=$(property MainPID)
	[ "$pid" != 0 ] && [ "$pid" != "$1" ] && [ "$(property ActiveState)" = active ]
}

version() {
	busctl get-property org.chargediag1 /org/chargediag1 org.chargediag1.Manager Version 2>&1 | cut -d' ' -f1
}

as_nobody() {
	setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"
}

# drop_in LINE...: of the service, for this story.
drop_in() {
	mkdir -p /run/systemd/system/$service.d
	printf '%s\n' "$@" >/run/systemd/system/$service.d/story.conf
	systemctl daemon-reload
}

finish() {
	systemctl stop $service 2>/dev/null
	[ $bad = 0 ] || journalctl -u $service --no-pager -o short-precise | tail -60
	exit $bad
}
