# SPDX-License-Identifier: LGPL-2.1-or-later
"""udevd is started anew, or killed, and another is heard as the first was: what changed, what is plugged in and pulled."""

from steps import *

METER = "fnb48-21A0"
KILLED = "pid=$(systemctl show --value -p MainPID systemd-udevd) && kill -KILL $pid && systemctl restart systemd-udevd"


def heard(milliampere):
    return status({"inputs": ["BAT0"], "readings": {"battery-current": measured(-1000 * milliampere, "uA", "BAT0")}})


STORY = [
    laptop(battery=discharging(900)), heard(900),
    shell("systemctl restart systemd-udevd"),
    laptop(battery=discharging(1000)), heard(1000),
    usb("plug m fnb48 serial=21A0 vbus=5100000 ibus=480000"),
    status({"port": METER, "readings": {"ibus": measured(480_000, "uA")}}),
    shell(KILLED),
    usb("unplug m"),
    status(inputs=[row("meters", "absent", "no USB meter is plugged in")]),
    laptop(battery=discharging(1100)), heard(1100),
    untroubled("m"),
]
