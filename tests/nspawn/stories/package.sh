#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The life of the Debian package: installed, upgraded while the service runs, upgraded while it is broken, removed, purged.

# shellcheck source-path=SCRIPTDIR source=../common.sh
. /shared/common.sh

export DEBIAN_FRONTEND=noninteractive
deb=/shared/chargediag.deb
rm -f /usr/sbin/policy-rc.d # of containers in which nothing may be started
rm -f /var/lib/man-db/auto-update

# What there is of us on the system, but for dpkg's own notes.
traces() {
	find / -xdev \( -path /proc -o -path /sys -o -path /run -o -path /tmp -o -path /shared -o -path /home -o -path /root \
		-o -path /var/lib/dpkg -o -path /var/log -o -path /work \) -prune -o -iname '*chargediag*' -print | sort
}

# newer VERSION: the package again, as if it were of that version.
newer() {
	rm -rf /run/newer
	dpkg-deb -R $deb /run/newer
	sed -i "s/^Version: .*/Version: $1/" /run/newer/DEBIAN/control
	dpkg-deb -Znone -b /run/newer "/run/chargediag-$1.deb" >/dev/null
	echo "/run/chargediag-$1.deb"
}

# install FILE: dpkg's exit code, and its words if that is not 0.
install() {
	if dpkg --force-unsafe-io -i "$1" >/run/dpkg.log 2>&1; then
		echo 0
	else
		echo "$?"
		cat /run/dpkg.log
	fi
}

before=$(traces)

expect "installs" 0 "$(install $deb)"
expect "without a complaint" "" "$(grep -iE 'warning|error|fail' /run/dpkg.log)"
expect "the service is enabled and runs" "enabled active" "$(systemctl is-enabled $service) $(property ActiveState)"
expect "answers" s "$(version)"
systemctl stop $service
expect "is started by who asks" "s active" "$(version) $(property ActiveState)"
expect "everybody may" 0 "$(as_nobody chargectl list >/dev/null; echo $?)"
expect "polkit knows the action" org.chargediag1.note "$(pkaction --action-id org.chargediag1.note)"
expect_has "udev knows a meter by name" 'FNB58' "$(systemd-hwdb query usb:v2E3Cp5558d0200dc00)"
journalctl --flush
expect_has "the journal explains messages" 'chargectl status' \
	"$(journalctl -u $service -x --no-pager -o short | grep -A12 'started, ')"

# To compile the names of all devices once is enough for here.
mount --bind /bin/true /usr/bin/systemd-hwdb

printf '[Daemon]\nLogLevel=notice\n' >/etc/chargediag/chargediagd.conf
systemctl reload $service
echo kept >/var/lib/chargediag/story
pid=$(property MainPID)
expect "upgrades while the service runs" 0 "$(install "$(newer 0.1.1)")"
expect "which was restarted" "active different" "$(property ActiveState) $([ "$(property MainPID)" = "$pid" ] || echo different)"
expect "answers" s "$(version)"
expect "keeps the administrator's configuration" notice "$(systemctl service-log-level $service)"
expect "and state" kept "$(cat /var/lib/chargediag/story)"

expect "installs over the same version" 0 "$(install "$(newer 0.1.1)")"
expect "and runs" "active s" "$(property ActiveState) $(version)"

systemctl disable --now $service 2>/dev/null
expect "upgrades a service that was disabled" 0 "$(install "$(newer 0.1.2)")"
expect "which stays disabled" disabled "$(systemctl is-enabled $service)"
systemctl enable $service 2>/dev/null

# A broken version: its program does not start. The next one must be installable.
newer 0.1.3 >/dev/null
printf '#!/bin/sh\nexit 1\n' >/run/newer/usr/libexec/chargediagd
sed -i '/libexec/d' /run/newer/DEBIAN/md5sums
dpkg-deb -Znone -b /run/newer /run/broken.deb >/dev/null
expect "a version that does not start installs" 0 "$(install /run/broken.deb)"
expect_has "and the service is down" 'failed|activating' "$(property ActiveState)"
expect "the next one" 0 "$(install "$(newer 0.1.4)")"
expect "brings it back" "active s" "$(property ActiveState) $(version)"

dpkg -r chargediag >/run/dpkg.log 2>&1
expect "removes" "0 inactive" "$? $(property ActiveState)"
expect "keeps configuration and state" yes "$([ -e /etc/chargediag/chargediagd.conf ] && [ -e /var/lib/chargediag/story ] && echo yes)"
expect "nobody can start it any more" no "$(timeout 10 busctl call org.chargediag1 / org.freedesktop.DBus.Peer Ping >/dev/null 2>&1 || echo no)"
expect "installs again" 0 "$(install $deb)"
expect "with the configuration that was kept" notice "$(systemctl service-log-level $service)"
dpkg -P chargediag >/run/dpkg.log 2>&1
expect "purges" 0 "$?"
expect "without a complaint" "" "$(grep -iE 'warning|error|fail' /run/dpkg.log)"
expect "leaves nothing but the system user" "$before" "$(traces)"
[ $bad = 0 ] || cat /run/dpkg.log
exit $bad
