#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The service leaves when nothing is there and nobody asks, comes back for who does, and no question is lost between the
# one that leaves and the one that comes.

# shellcheck source-path=SCRIPTDIR source=../common.sh
. /shared/common.sh

mkdir -p /etc/chargediag
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
for n in $(seq 40); do
	[ "$(version)" = s ] || lost=$((lost + 1))
	sleep "0.$((n * 7 % 40 + 10))"
done
starts=$(($(journalctl -u $service --no-pager -o cat | grep -c '^Started') - starts))
expect "no question is lost" 0 $lost
expect "though the service often came and went" yes "$([ $starts -ge 10 ] && echo yes || echo $starts)"
expect "none of its ends was a failure" 0 "$(journalctl -u $service --no-pager -o cat | grep -ciE 'failed|failure|timed out')"
finish
