# SPDX-License-Identifier: LGPL-2.1-or-later
"""Two meters of one kind are two ports with their own numbers, and one goes on when the other is pulled."""

from steps import *

STORY = [
    usb("plug a fnb48 serial=A vbus=5100000 ibus=1000000"),
    usb("plug b fnb48 serial=B vbus=4900000 ibus=1000000"),
    status({"port": "fnb48-A", "readings": {"vbus": measured(5_100_000, "uV", "fnb48-A")}},
           {"port": "fnb48-B", "readings": {"vbus": measured(4_900_000, "uV", "fnb48-B")}},
           inputs=[row("meters", "present", "2 plugged in")]),
    usb("unplug a"),
    status({"port": "fnb48-B", "readings": {"vbus": measured(4_900_000, "uV", "fnb48-B")}},
           inputs=[row("meters", "present", "1 plugged in")]),
    usb("set b vbus=4800000"),
    status({"port": "fnb48-B", "readings": {"vbus": measured(4_800_000, "uV", "fnb48-B")}}),
    untroubled("a", "b"),
]
