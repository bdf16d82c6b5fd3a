# SPDX-License-Identifier: LGPL-2.1-or-later
"""The battery is taken out of a plugged laptop and put in again: nobody calls one dead that is not there."""

from steps import *

CHARGER = contract((5, 3), (20, 3.25), takes=2)
NO_BATTERY = {"battery-voltage": absent, "battery-current": absent, "battery-power": absent, "battery-capacity": absent,
              "contract-power": reading("contract", 65_000_000, "uW")}

STORY = [
    laptop(mains=1, battery=charging(2100), port1=CHARGER),
    status({"port": "port0", "inputs": ["BAT0"], "session": {"id": at_least(1)}, "verdict": {"cause": "charging"}}),
    laptop(battery_there=False),
    status({"port": "port0", "inputs": without("BAT0"), "readings": NO_BATTERY, "states": {"battery-status": absent},
            "session": {"id": at_least(1)}, "symptoms": empty, "verdict": {"class": is_not("dead-battery")}},
           inputs=[row("power_supply", "present", "3 supplies")]),
    list_of("port0", "port1"),
    laptop(battery_there=True),
    status({"port": "port0", "inputs": ["BAT0"], "session": {"id": at_least(1)}, "verdict": {"cause": "charging"},
            "readings": {"battery-current": measured(2_100_000, "uA", "BAT0")}}),
    # The same while the charger is too weak.
    laptop(battery=discharging(900), port1=contract((5, 3), takes=1, charge="slow")),
    status({"port": "port0", "symptoms": ["draining"], "verdict": {"cause": "adapter-underpowered"}}),
    laptop(battery_there=False),
    status({"port": "port0", "inputs": without("BAT0"), "readings": {"battery-power": absent, "draw": absent},
            "session": {"id": at_least(1)}, "symptoms": without("draining"), "verdict": {"class": is_not("dead-battery")}}),
    laptop(battery_there=True),
    status({"port": "port0", "inputs": ["BAT0"], "symptoms": ["draining"], "verdict": {"cause": "adapter-underpowered"},
            "readings": {"battery-power": measured(-10_530_000, "uW", "BAT0")}}),
    never("VerdictChanged", matches("."), matches("battery"), at_least(0)),
    never("SessionEnded", matches("/port0$"), at_least(0)),
]
