# SPDX-License-Identifier: LGPL-2.1-or-later
"""A 20 V contract falls back to plain USB: only the Type-C port tells (the driver sends no event of the supply)."""

from steps import *

STORY = [
    laptop(mains=1, battery=charging(2100), port1=contract((5, 3), (20, 3.25), takes=2)),
    status({"port": "port0", "readings": {"contract-power": reading("contract", 65_000_000, "uW")}}),
    laptop(port1=charger("default", charge="very slow")),
    status({"port": "port0", "states": {"operation-mode": "default", "usb-type": "C", "partner": "yes"},
            "readings": {"contract-power": absent, "contract-current": absent,
                         "contract-voltage": reading("contract", 5_000_000, "uV"),
                         "offer-power": reading("advertised", 500_000, "uW")}}),
    never("VerdictChanged", matches("."), "inconclusive", at_least(0)),
    laptop(battery=discharging(1900)),
    status({"port": "port0", "symptoms": ["draining"], "readings": {"battery-current": measured(-1_900_000, "uA")}}),
]
