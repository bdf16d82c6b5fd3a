# SPDX-License-Identifier: LGPL-2.1-or-later
"""A laptop drains while it is plugged in: the charger is too weak, and how much it lacks is said."""

from steps import *

CAUSE = "adapter-underpowered"

STORY = [
    laptop(mains=1, battery=discharging(900), port1=contract((5, 3), takes=1, charge="slow")),
    status({"port": "port0", "symptoms": ["draining"], "remedies": ["stronger-adapter", "lower-load"],
            "verdict": {"class": "weak-adapter", "cause": CAUSE, "part": "adapter", "severity": "medium"},
            "readings": {
                "contract-power": reading("contract", 15_000_000, "uW"),
                "battery-power": measured(-10_530_000, "uW", "BAT0"),
                "draw": reading("estimated", 25_530_000, "uW"), "vbus": absent}}),
    bus_signal("VerdictChanged", matches("/port0$"), CAUSE, at_least(0.5)),
    monitor(signal="VerdictChanged", port="port0", cause=CAUSE),
    journal(MESSAGE_ID="ee2cefe737c9476a9db8d9d0d2ee78a0", PRIORITY="5", CHARGEDIAG_PORT="port0",
            CHARGEDIAG_CLASS="weak-adapter", CHARGEDIAG_CAUSE=CAUSE),
    explain("port0", {"verdict": {"cause": CAUSE}, "symptoms": ["draining"], "causes": [
        {"cause": CAUSE, "evidence": [{"feature": "battery-flow", "value": -10_530_000, "unit": "uW"},
                                      {"feature": "contract-power", "value": 15_000_000, "unit": "uW"}]}]}),
    explains("port0", "WEAK ADAPTER", r"uses about 25\.5 W, the charger agreed to 15\.0 W", "stronger adapter"),
]
