#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Runs in the container, see run.sh: the service is started in each of its ways, asked, reloaded, killed and stopped.

bad=0
service=chargediagd.service

expect() {
	local what=$1 wanted=$2 got=$3
	if [ "$got" = "$wanted" ]; then
		echo "ok: $what"
	else
		echo "NOT OK: $what: '$got', wanted '$wanted'"
		bad=1
	fi
}

property() {
	systemctl show -P "$1" $service
}

version() {
	busctl get-property org.chargediag1 /org/chargediag1 org.chargediag1.Manager Version | cut -d' ' -f1
}

expect "started by systemctl" "0 active" "$(systemctl start $service; echo $? "$(property ActiveState)")"
expect "runs as a user of its own" chargediag "$(ps -o user:20= -p "$(property MainPID)" | tr -d ' ')"
expect "has no capability" 0000000000000000 "$(awk '/^CapEff/ { print $2 }' "/proc/$(property MainPID)/status")"
expect "answers on the bus" s "$(version)"
expect "answers anybody" 0 "$(setpriv --reuid=nobody --regid=nogroup --clear-groups chargectl list >/dev/null; echo $?)"
expect "is fed by the watchdog" 3min "$(property WatchdogUSec)"

expect "tells its log level" info "$(systemctl service-log-level $service)"
systemctl service-log-level $service debug
expect "takes another log level" debug "$(systemctl service-log-level $service)"

before=$(property MainPID)
expect "reloads" "0 $before active" "$(systemctl reload $service; echo $? "$(property MainPID)" "$(property ActiveState)")"

systemctl stop $service
expect "stops cleanly" "inactive success" "$(property ActiveState) $(property Result)"
expect "is started by who asks" "s active" "$(version) $(property ActiveState)"

before=$(property MainPID)
kill -SEGV "$before"
for _ in $(seq 100); do
	[ "$(property ActiveState)" = active ] && [ "$(property MainPID)" != "$before" ] && break
	sleep 0.1
done
expect "is started again after a crash" "active 1" "$(property ActiveState) $(property NRestarts)"

if setpriv --reuid=nobody --regid=nogroup --clear-groups busctl call org.freedesktop.DBus /org/freedesktop/DBus \
	org.freedesktop.DBus RequestName su org.chargediag1 0 2>/dev/null; then
	taken=yes
else
	taken=no
fi
expect "nobody else may own the name" no $taken

systemctl stop $service
systemd-analyze security --no-pager $service | tail -1
journalctl -u $service --no-pager -o short-precise | tail -30
exit $bad
