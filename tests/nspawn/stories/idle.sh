#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The service leaves when nothing is there and nobody asks, comes back for who does, and no question is lost between the
# one that leaves and the one that comes.

# shellcheck source-path=SCRIPTDIR source=../common.sh
. /shared/common.sh

# A container has no udevd, and where nothing would start the service it stays.
mkdir -p /run/udev /etc/chargediag
systemctl start $service
expect "without udevd it stays" "no udev" "$(busctl get-property org.chargediag1 /org/chargediag1 org.chargediag1.Manager Inputs |
	grep -q '"udev" "interface" "absent"' && echo no udev)"
systemctl stop $service
touch /run/udev/control
printf '[Daemon]\nIdleExit=200ms\n' >/etc/chargediag/chargediagd.conf
# Dozens of starts are the point here.
drop_in '[Unit]' StartLimitIntervalSec=0

systemctl start $service
until_true in_state inactive success
expect "leaves by itself" "inactive success" "$(state)"
expect_has "and says why" 'ending until something appears' "$(journalctl -u $service --no-pager -o cat)"
expect "comes back for who asks" "s active" "$(version) $(property ActiveState)"
until_true in_state inactive success
expect "and leaves again" "inactive success" "$(state)"

# Callers at every distance from the end of the one before.
lost=0 starts=$(journalctl -u $service --no-pager -o cat | grep -c '^Started')
for n in $(seq 30); do
	[ "$(version)" = s ] || lost=$((lost + 1))
	sleep "0.$((n * 7 % 40 + 10))"
done
starts=$(($(journalctl -u $service --no-pager -o cat | grep -c '^Started') - starts))
expect "no question is lost" 0 $lost
expect "though the service often came and went" yes "$([ $starts -ge 8 ] && echo yes || echo $starts)"
expect "none of its ends was a failure" 0 "$(journalctl -u $service --no-pager -o cat | grep -ciE 'failed|failure|timed out')"

# What comes at the last moment (reliability-leave) has it end with 75, after it has said that it stops.
program=$(property ExecStart | grep -o 'path=[^ ]*' | cut -d= -f2)
cat >/run/leaves-once <<-END
	#!/bin/sh
	[ -e /run/chargediag/left ] && exec $program
	touch /run/chargediag/left
	systemd-notify --ready
	systemd-notify STOPPING=1
	exit 75
END
chmod +x /run/leaves-once
rm /etc/chargediag/chargediagd.conf
until_true in_state inactive success
drop_in '[Service]' ExecStart= ExecStart=/run/leaves-once NotifyAccess=all
systemctl start $service
# shellcheck disable=SC2317 # called by until_true
another() {
	[ "$(property NRestarts)" = 1 ] && in_state active success
}
until_true another
expect "who leaves although something came is started again" "1 active success" "$(property NRestarts) $(state)"
expect "which is no failure either" 0 "$(journalctl -u $service --no-pager -o cat | grep -ciE 'failed|failure')"
systemctl stop $service

# A session that ended, of a recording: it is known to the next daemon, and to the one after a crash.
{
	echo '{"chargediag":"recording","version":1,"started":"2026-11-22T10:00:00Z"}'
	echo '{"t":0,"input":"meter0","event":"added","kind":"meter","model":"FNIRSI FNB58","position":"device"}'
	for t in $(seq 300); do
		echo "{\"t\":$((t * 100000)),\"input\":\"meter0\",\"event\":\"sample\",\"vbus_uv\":5050000,\"ibus_ua\":900000}"
	done
	echo '{"t":31000000,"input":"meter0","event":"removed"}'
	echo '{"t":200000000,"input":"later","event":"added","kind":"hwmon"}'
} >/run/session.ndjson
sessions() {
	busctl --json=short call org.chargediag1 /org/chargediag1 org.chargediag1.Manager ListSessions 'a{sv}' 0
}
drop_in '[Service]' ExecStart= "ExecStart=$program --no-hardware --play=/run/session.ndjson,speed=0"
systemctl start $service
# shellcheck disable=SC2317 # called by until_true
ended() {
	sessions | grep -q end_us
}
until_true ended
before=$(sessions)
expect_has "a session ended" '"meter0"' "$before"
drop_in '[Service]' RestartSec=0
systemctl restart $service
expect "a restart does not forget it" "$before" "$(sessions)"
pid=$(property MainPID)
kill -SEGV "$pid"
until_true anew "$pid"
expect "nor a crash" "$before" "$(sessions)"
expect "it is kept for our eyes only" "chargediag 600" "$(stat -c '%U %a' /run/chargediag/sessions.json)"
finish
