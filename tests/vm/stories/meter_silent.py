# SPDX-License-Identifier: LGPL-2.1-or-later
"""A meter falls silent: it is started again, a person is asked for help, and it goes on when it talks again."""

from steps import *

METER = "fnb48-21A0"

STORY = [
    usb("plug m fnb48 serial=21A0 vbus=5100000 ibus=900000"),
    status({"port": METER, "readings": {"ibus": measured(900_000, "uA")}, "symptoms": empty}),
    usb("set m silent=1"),
    status({"port": METER, "symptoms": ["meter-stalled"]}, inputs=[row(METER, "failed", "is silent: started again")]),
    journal(MESSAGE_ID="3508687a808b4bc3a6f74decb5d84b78", CHARGEDIAG_INPUT=METER, MESSAGE=matches("silent")),
    status(inputs=[row(METER, "failed", "unplug it and plug it in again")]),
    usb("set m silent=0 ibus=600000"),
    status({"port": METER, "readings": {"ibus": measured(600_000, "uA")}}, inputs=[row(METER, "present")]),
    explain(METER, {"gaps": [{"reason": "stall", "duration_us": at_least(5_000_000)}]}),
    untroubled("m"),
]
