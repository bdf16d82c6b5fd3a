# SPDX-License-Identifier: LGPL-2.1-or-later
"""A laptop is charged through a meter: two ports until a person says so, then one that is judged by both."""

from steps import *

METER = "fnb48-21A0"

STORY = [
    usb("plug m fnb48 serial=21A0 vbus=5100000 ibus=0"),
    status({"port": METER}),
    laptop(mains=1, battery=discharging(400), port1=contract((5, 3), (9, 3), (15, 2), (20, 1.5), takes=4)),
    usb("set m vbus=20000000 ibus=1500000"),
    status({"port": "port0", "session": {"id": at_least(1)}, "readings": {"vbus": absent}},
           {"port": METER, "session": {"id": at_least(1)}}),
    says("chargectl status", f"{METER} and port0 began together.*chargectl note {METER} line=port0"),
    shell(f"chargectl note {METER} position=source line=port0"),
    bus_signal("SessionEnded", matches("/fnb48_2d21A0$"), at_least(1)),
    list_of("port0", "port1"),
    status({"port": "port0", "inputs": ["AC", "BAT0", METER, "port0", "ucsi-source-psy-USBC000:001"],
            "position": "source", "readings": {
                "vbus": measured(20_000_000, "uV", METER), "ibus": measured(1_500_000, "uA", METER),
                "contract-power": reading("contract", 30_000_000, "uW")},
            "verdict": {"class": "weak-adapter", "cause": "adapter-underpowered"}}),
    # It is the same charge: what was seen of it before counts.
    never("SessionEnded", matches("/port0$"), at_least(0)),
    usb("set m vbus=19900000 ibus=1480000"),
    status({"port": "port0", "readings": {"vbus": measured(19_900_000, "uV", METER)}}),
    shell(f"chargectl note {METER} line={METER}"),
    status({"port": METER, "inputs": [METER]}, {"port": "port0", "readings": {"vbus": absent}}),
    # Said anew, and pulled: the port goes on without it.
    shell(f"chargectl note {METER} line=BAT0"),
    list_of("port0", "port1"),
    usb("unplug m"),
    status({"port": "port0", "readings": {"vbus": absent}}),
    untroubled("m"),
]
