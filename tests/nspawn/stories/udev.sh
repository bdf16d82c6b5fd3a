#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What the udev rules make of devices, by the machine's own udev: `udevadm test` runs all installed rules on a device of a
# mocked /sys and prints the result. That the nodes get their owner and the service is started is seen by it only as
# properties and tags.

# shellcheck source-path=SCRIPTDIR source=../common.sh
. /shared/common.sh

command -v umockdev-run >/dev/null || { echo "no umockdev here"; exit 77; }

cat >/run/devices.umockdev <<'END'
P: /devices/ac/power_supply/AC
E: SUBSYSTEM=power_supply
A: type=Mains
A: online=1

P: /devices/mouse/power_supply/hidpp_battery_0
E: SUBSYSTEM=power_supply
A: type=Battery
A: scope=Device

P: /devices/i2c/hwmon/hwmon0
E: SUBSYSTEM=hwmon
A: name=ina226

P: /devices/board/hwmon/hwmon1
E: SUBSYSTEM=hwmon
A: name=coretemp

P: /devices/pd/typec/port0
E: SUBSYSTEM=typec
E: DEVTYPE=typec_port

P: /devices/pd/typec/port0/port0-partner
E: SUBSYSTEM=typec
E: DEVTYPE=typec_partner

P: /devices/usb1/1-0:1.0
E: SUBSYSTEM=usb
E: DEVTYPE=usb_interface
E: OVER_CURRENT_PORT=/devices/usb1/1-0:1.0/usb1-port2

P: /devices/usb1/1-3/1-3:1.0
E: SUBSYSTEM=usb
E: DEVTYPE=usb_interface

P: /devices/usb1/1-1
N: bus/usb/001/002
E: SUBSYSTEM=usb
E: DEVTYPE=usb_device
E: DEVNAME=/dev/bus/usb/001/002
E: MAJOR=189
E: MINOR=1
A: idVendor=2e3c
A: idProduct=5558

P: /devices/usb1/1-1/1-1:1.0
E: SUBSYSTEM=usb
E: DEVTYPE=usb_interface

P: /devices/usb1/1-1/1-1:1.0/tty/ttyACM0
N: ttyACM0
E: SUBSYSTEM=tty
E: DEVNAME=/dev/ttyACM0
E: MAJOR=166
E: MINOR=0

P: /devices/usb1/1-2
N: bus/usb/001/003
E: SUBSYSTEM=usb
E: DEVTYPE=usb_device
E: DEVNAME=/dev/bus/usb/001/003
E: MAJOR=189
E: MINOR=2
A: idVendor=0483
A: idProduct=0038

P: /devices/usb1/1-2/1-2:1.0
E: SUBSYSTEM=usb
E: DEVTYPE=usb_interface

P: /devices/usb1/1-2/1-2:1.0/tty/ttyACM1
N: ttyACM1
E: SUBSYSTEM=tty
E: DEVNAME=/dev/ttyACM1
E: MAJOR=166
E: MINOR=1
END

# The result, a property a line, with what a rule of ours did to the node ("GROUP 995", "MODE 0660").
rules() {
	umockdev-run -d /run/devices.umockdev -- udevadm test --action="${2:-add}" "/sys$1" >/run/out 2>&1 || echo "udevadm failed"
	grep '60-chargediag.rules:' /run/out
	grep -E '^(SYSTEMD_WANTS|CURRENT_TAGS|ID_CHARGEDIAG_METER|ID_MM_DEVICE_IGNORE)=' /run/out
}

# ours DEVICE [ACTION]: in one line, in a fixed order: started service, tags of ours, owner of the node.
ours() {
	local said tags words=""
	said=$(rules "$@")
	tags=:$(sed -n 's/^CURRENT_TAGS=//p' <<<"$said"):
	grep -q "^SYSTEMD_WANTS=chargediagd.service$" <<<"$said" && [[ $tags = *:systemd:* ]] && words+=" starts"
	grep -q "60-chargediag.rules:[0-9]* GROUP $(getent group chargediag | cut -d: -f3)$" <<<"$said" && words+=" group"
	grep -q "60-chargediag.rules:[0-9]* MODE 0660$" <<<"$said" && words+=" 0660"
	[[ $tags = *:uaccess:* ]] && words+=" seat"
	grep -q "^ID_MM_DEVICE_IGNORE=1$" <<<"$said" && words+=" no-modem"
	echo "${words# }"
}

expect "a supply starts the service" starts "$(ours /devices/ac/power_supply/AC)"
expect "the battery of a mouse does not" "" "$(ours /devices/mouse/power_supply/hidpp_battery_0)"
expect "a current sensor does" starts "$(ours /devices/i2c/hwmon/hwmon0)"
expect "another hwmon chip does not" "" "$(ours /devices/board/hwmon/hwmon1)"
expect "a Type-C port does" starts "$(ours /devices/pd/typec/port0)"
expect "its partner has nothing to add" "" "$(ours /devices/pd/typec/port0/port0-partner)"
expect "a port that trips does" starts "$(ours /devices/usb1/1-0:1.0 change)"
expect "another change of a hub does not" "" "$(ours /devices/usb1/1-3/1-3:1.0 change)"
expect "a meter: started for, given to the group and to the seat" "starts group 0660 seat no-modem" \
	"$(ours /devices/usb1/1-1)"
expect "its interface has no node" "no-modem" "$(ours /devices/usb1/1-1/1-1:1.0)"
expect "its serial port is given away like it" "group 0660 seat no-modem" \
	"$(ours /devices/usb1/1-1/1-1:1.0/tty/ttyACM0)"
expect "a meter's boot loader: left alone" "" "$(ours /devices/usb1/1-2)"
expect "with all that is below it" "" \
	"$(ours /devices/usb1/1-2/1-2:1.0)$(ours /devices/usb1/1-2/1-2:1.0/tty/ttyACM1)"
expect "udev has nothing to complain of" "" "$(grep -i '60-chargediag.*\(invalid\|unknown\|failed\|ignor\)' /run/out)"
finish
