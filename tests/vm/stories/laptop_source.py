# SPDX-License-Identifier: LGPL-2.1-or-later
"""A phone hangs at the laptop's second port: the laptop gives, and nobody says that it charges there."""

from steps import *

STORY = [
    laptop(port2=gadget("3.0A")),
    status({"port": "port1", "states": {"power-role": "source", "operation-mode": "3.0A", "partner": "yes"},
            "readings": {"offer-power": reading("advertised", 15_000_000, "uW"), "vbus": absent, "ibus": absent},
            "session": None, "verdict": None},
           {"port": "port0", "states": {"partner": "no"}, "session": None}),
    laptop(port2=None),
    status({"port": "port1", "states": {"partner": "no", "power-role": absent}, "readings": {"offer-power": absent}}),
]
