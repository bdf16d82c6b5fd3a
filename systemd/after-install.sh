#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Tells the running system about what `meson install` just put into place. Nothing here is fatal: each step is one
# that a reboot does as well, and a machine without that program has no use for it.

[ "$(id -u)" = 0 ] || exit 0

run() {
	command -v "$1" >/dev/null || return 0
	"$@" || echo "after-install: '$*' failed; a reboot does the same" >&2
}

# First the user: the bus drops the policy of a user it does not know when it reads the file.
run systemd-sysusers chargediag.conf

# A compiled database in /etc would hide the distribution's from then on: update the one that is in use.
if [ -e /etc/udev/hwdb.bin ]; then
	run systemd-hwdb update
else
	run systemd-hwdb --usr update
fi
[ ! -e /run/udev/control ] || run udevadm control --reload

if [ -d /run/systemd/system ]; then
	run systemctl daemon-reload
	run journalctl --update-catalog
	! systemctl --quiet is-active dbus.service || run systemctl reload dbus.service
	# What runs is what is installed. One that does not run is not started.
	run systemctl try-restart chargediagd.service
fi
# A meter that is plugged in already gets its group, and starts the service.
[ ! -e /run/udev/control ] || run udevadm trigger --subsystem-match=usb \
	--subsystem-match=usb-serial --subsystem-match=tty --action=change
