#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The service is started in each of its ways, asked, reloaded, restarted, killed and stopped.

# shellcheck source-path=SCRIPTDIR source=../common.sh
. /shared/common.sh

expect "nothing runs before" inactive "$(property ActiveState)"
expect "its user was made" "chargediag:Charging diagnostics:/var/lib/chargediag:/usr/sbin/nologin" \
	"$(getent passwd chargediag | cut -d: -f1,5-)"

expect "started by systemctl" "0 active" "$(systemctl start $service; echo $? "$(property ActiveState)")"
pid=$(property MainPID)
expect "runs as a user of its own" chargediag "$(ps -o user:20= -p "$pid" | tr -d ' ')"
expect "has no capability" "0000000000000000 0000000000000000" \
	"$(awk '/^Cap(Eff|Bnd)/ { print $2 }' "/proc/$pid/status" | xargs)"
expect "may gain no privilege, and calls are filtered" "1 2" \
	"$(awk '/^(NoNewPrivs|Seccomp):/ { print $2 }' "/proc/$pid/status" | xargs)"
expect "has a user namespace of its own" different \
	"$([ "$(readlink "/proc/$pid/ns/user")" = "$(readlink /proc/self/ns/user)" ] || echo different)"
expect "hears the machine's network namespace" same \
	"$([ "$(readlink "/proc/$pid/ns/net")" != "$(readlink /proc/self/ns/net)" ] || echo same)"
expect "sees the file system read-only" "ro" \
	"$(awk '$5 == "/" { print substr($6, 1, 2) }' "/proc/$pid/mountinfo" | tail -1)"
expect "may open what a meter can be, and nothing else" "closed 166 188 189 216" \
	"$(property DevicePolicy) $(property DeviceAllow | grep -oP 'char-\K[0-9]+ rw' | cut -d' ' -f1 | sort | xargs)"
expect "has its directories" "chargediag 750 chargediag 755" "$(stat -c '%U %a' /var/lib/chargediag /run/chargediag | xargs)"
expect "answers on the bus" s "$(version)"
expect "answers anybody" 0 "$(as_nobody chargectl list >/dev/null; echo $?)"
expect "is fed by the watchdog" 3min "$(property WatchdogUSec)"

expect "tells its log level" info "$(systemctl service-log-level $service)"
systemctl service-log-level $service debug
expect "takes another log level" debug "$(systemctl service-log-level $service)"
expect "from root only" 1 "$(as_nobody systemctl service-log-level $service err 2>/dev/null; echo $?)"

expect "reloads" "0 $pid active" "$(systemctl reload $service; echo $? "$(property MainPID)" "$(property ActiveState)")"
mkdir -p /etc/chargediag
printf '[Daemon]\nLogLevel=notice\nColour=red\n' >/etc/chargediag/chargediagd.conf
systemctl reload $service
expect "reads its configuration" notice "$(systemctl service-log-level $service)"
expect_has "names what it does not understand" 'chargediagd.conf:3: unknown key Colour' \
	"$(journalctl -u $service --no-pager -o cat)"
rm /etc/chargediag/chargediagd.conf

expect "restarts" 0 "$(systemctl restart $service; echo $?)"
expect "as another process" "active different" \
	"$(property ActiveState) $([ "$(property MainPID)" = "$pid" ] || echo different)"

systemctl stop $service
expect "stops cleanly" "inactive success" "$(state)"
expect "is started by who asks" "s active" "$(version) $(property ActiveState)"
systemctl stop $service
expect "also when anybody asks" "0 active" "$(as_nobody chargectl list >/dev/null; echo $? "$(property ActiveState)")"

systemctl kill $service
until_true in_state inactive success
expect "ends well at SIGTERM, and stays down" "inactive success 0" "$(state) $(property NRestarts)"

systemctl start $service
if as_nobody busctl call org.freedesktop.DBus /org/freedesktop/DBus org.freedesktop.DBus RequestName su org.chargediag1 0 \
	2>/dev/null; then
	taken=yes
else
	taken=no
fi
expect "nobody else may own the name" no $taken
systemctl stop $service
if as_nobody busctl call org.freedesktop.DBus /org/freedesktop/DBus org.freedesktop.DBus RequestName su org.chargediag1 0 \
	2>/dev/null; then
	taken=yes
else
	taken=no
fi
expect "not even while it is free" no $taken
expect "exposure" OK "$(systemd-analyze security --no-pager --threshold=8 $service >/run/security && echo OK)"
tail -1 /run/security
finish
