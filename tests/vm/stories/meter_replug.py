# SPDX-License-Identifier: LGPL-2.1-or-later
"""A meter is pulled out in the middle of its transfers and comes back: the same name, the same session, new numbers."""

from steps import *

METER = "fnb48-21A0"

STORY = [
    usb("plug m fnb48 serial=21A0 vbus=5100000 ibus=480000"),
    status({"port": METER, "readings": {"ibus": measured(480_000, "uA")}, "session": {"id": 1}}),
    usb("unplug m"),
    status({"port": METER, "inputs": empty, "readings": {"ibus": absent}, "session": {"id": 1}},
           inputs=[row("meters", "absent", "no USB meter is plugged in")]),
    usb("plug m"),
    usb("set m ibus=200000"),
    status({"port": METER, "inputs": [METER], "readings": {"ibus": measured(200_000, "uA")}, "session": {"id": 1}}),
    usb("unplug m"),
    usb("plug m"),  # at once: the two changes overtake each other
    usb("set m ibus=300000"),
    status({"port": METER, "readings": {"ibus": measured(300_000, "uA")}, "session": {"id": 1}}),
    untroubled("m"),
]
