#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What happens when the daemon hangs, crashes, crashes again and again, or its bus goes away.

# shellcheck source-path=SCRIPTDIR source=../common.sh
. /shared/common.sh

crash() {
	local before
	before=$(property MainPID)
	kill -SEGV "$before"
	until_true "$@" "$before"
}

# shellcheck disable=SC2317 # called by until_true
failed() {
	in_state failed signal || in_state failed core-dump || in_state failed start-limit-hit
}

drop_in '[Service]' WatchdogSec=1s RestartSec=0
systemctl start $service
before=$(property MainPID)
kill -STOP "$before"
until_true anew "$before"
expect "a hang ends by the watchdog, and is started again" "active 1" "$(property ActiveState) $(property NRestarts)"
expect_has "and said so" 'Watchdog timeout' "$(journalctl -u $service --no-pager -o cat)"
systemctl stop $service

drop_in '[Service]' RestartSec=0
systemctl reset-failed $service 2>/dev/null # which also forgets the starts so far
systemctl start $service
crash anew
expect "is started again after a crash" "active 1" "$(property ActiveState) $(property NRestarts)"
expect "and answers" s "$(version)"

before=$(property MainPID)
kill -KILL "$before"
until_true anew "$before"
expect "is started again after SIGKILL" "active 2" "$(property ActiveState) $(property NRestarts)"

for _ in 1 2; do crash anew; done
crash failed
expect "the fifth crash in a row is the last" failed "$(property ActiveState)"
expect_has "a start is refused then, with the reason" 'start-limit-hit|too quickly|repeatedly' \
	"$(systemctl start $service 2>&1)$(journalctl -u $service --no-pager -o cat | tail -3)"
expect "and nothing runs" "failed 0" "$(property ActiveState) $(property MainPID)"
systemctl reset-failed $service
expect "starts again when the fault is forgiven" "s active" "$(version) $(property ActiveState)"

printf '\377\377[[[\n=\nSessionClose=-1\n' >/run/broken.conf
drop_in '[Service]' 'Environment=CHARGEDIAG_CONFIG=/run/broken.conf' RestartSec=0
expect "a broken configuration keeps nobody from starting" "0 active s" \
	"$(systemctl restart $service; echo $? "$(property ActiveState)" "$(version)")"

drop_in '[Service]' RestartSec=500ms
systemctl restart $service
before=$(property MainPID)
systemctl restart dbus.service 2>/dev/null || systemctl restart dbus-broker.service
until_true anew "$before"
expect "the bus goes away: started again" active "$(property ActiveState)"
expect "and answers on the new one" s "$(until_true version >/dev/null; version)"
finish
