# SPDX-License-Identifier: LGPL-2.1-or-later
"""The meter's endpoint stalls: the halt is cleared without a person, and the time that is missing is told."""

from steps import *

METER = "fnb48-21A0"

STORY = [
    usb("plug m fnb48 serial=21A0 vbus=5100000 ibus=900000"),
    status({"port": METER, "readings": {"ibus": measured(900_000, "uA")}}),
    usb("halt m 0x81"),
    usb("set m ibus=700000"),
    status({"port": METER, "readings": {"ibus": measured(700_000, "uA")}}, inputs=[row(METER, "present")]),
    explain(METER, {"gaps": [{"reason": "stall", "duration_us": at_least(100_000)}]}),
    untroubled("m"),
]
