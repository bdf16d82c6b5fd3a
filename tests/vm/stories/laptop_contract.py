# SPDX-License-Identifier: LGPL-2.1-or-later
"""A laptop gets 20 V by USB PD: a contract is shown as one, its battery as measured, and all is well."""

from steps import *

STORY = [
    config("SessionClose=10min\n"),  # what a port leaves behind would stay for so long
    status({"port": "port0", "kind": "typec", "states": {"partner": "no"}, "session": None, "verdict": None},
           {"port": "port1", "kind": "typec", "states": {"partner": "no"}, "session": None, "verdict": None},
           {"inputs": ["BAT0"], "states": {"battery-status": "Discharging"}},
           inputs=[row("BAT0", "present", "chargediag DC-4800"), row("typec", "present", "2 ports")]),
    laptop(mains=1, battery=charging(2100), port1=contract((5, 3), (9, 3), (15, 3), (20, 3.25), takes=4)),
    status({"port": "port0", "inputs": ["AC", "BAT0", "port0", "ucsi-source-psy-USBC000:001"],
            "states": {"power-role": "sink", "operation-mode": "usb_power_delivery", "usb-type": "PD", "partner": "yes",
                       "battery-status": "Charging", "supply-online": "1"},
            "readings": {
                "contract-voltage": reading("contract", 20_000_000, "uV"),
                "contract-current": reading("contract", 3_250_000, "uA"),
                "contract-power": reading("contract", 65_000_000, "uW"),
                "offer-power": reading("advertised", 65_000_000, "uW"),
                "battery-current": measured(2_100_000, "uA", "BAT0"),
                "battery-voltage": measured(12_100_000, "uV", "BAT0"),
                "vbus": absent, "ibus": absent},
            "verdict": {"class": "ok", "cause": "charging", "part": "none"}, "symptoms": empty},
           {"port": "port1", "states": {"partner": "no"}, "session": None, "readings": empty}),
    bus_signal("SessionStarted", matches("/port0$"), at_least(1)),
    bus_signal("VerdictChanged", matches("/port0$"), "charging", at_least(0.5)),
    explains("port0", "OK"),
    # Mains were told before the port that they came through: nothing is left of the port that they were until then, and it
    # was judged in no moment.
    list_of("port0", "port1"),
    never("VerdictChanged", matches("/AC$"), matches("."), at_least(0)),
    never("VerdictChanged", matches("/port0$"), "inconclusive", at_least(0)),
]
