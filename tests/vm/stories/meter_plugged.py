# SPDX-License-Identifier: LGPL-2.1-or-later
"""The service does not run, a meter is plugged in: udev starts the service, which shows the meter's numbers."""

from steps import *

LISTEN = False  # who asks starts the service, too
METER = "fnb48-21A0"

STORY = [
    service(ActiveState="inactive"),
    usb("plug m fnb48 serial=21A0 vbus=5100000 ibus=480000 dp=600 dm=610 temp=31200"),
    journal(MESSAGE_ID="f54d062e245c457c986597a4d983cc3f"),
    bus_signal("SessionStarted", matches("^/org/chargediag1/port/"), 1),
    journal(MESSAGE_ID="4f8adcbaf9394bd5b231dfe0a4e025c1", CHARGEDIAG_PORT=METER, CHARGEDIAG_SESSION="1"),
    service(ActiveState="active", User="chargediag"),
    status({"port": METER, "kind": "meter", "inputs": [METER], "position": "unknown", "profile": None,
            "session": {"id": 1}, "readings": {
                "vbus": measured(5_100_000, "uV", METER), "ibus": measured(480_000, "uA", METER),
                "power": measured(near(2_448_000, 1000), "uW"), "temperature": measured(31_200, "mC"),
                "dp": measured(600_000, "uV"), "dm": measured(610_000, "uV")}},
           inputs=[row(METER, "present", "FNIRSI FNB48"), row("meters", "present", "1 plugged in")]),
    usb("set m vbus=4900000 ibus=1500000"),
    status({"port": METER, "readings": {"vbus": measured(4_900_000, "uV"), "ibus": measured(1_500_000, "uA")}}),
    # Its node belongs to the service, and to nobody else.
    shell("test \"$(stat -c '%U %G %a' /dev/bus/usb/001/0*[2-9])\" = 'root chargediag 660'"),
    shell("setpriv --reuid=nobody --regid=nogroup --clear-groups chargectl status"),
    untroubled("m"),
]
