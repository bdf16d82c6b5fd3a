# SPDX-License-Identifier: LGPL-2.1-or-later
"""The charger is pulled: the session ends after the time that is configured, and its analysis can still be had."""

from steps import *

STORY = [
    config("SessionClose=5s\n"),
    laptop(battery=charging(2100), port1=contract((5, 3), (20, 3.25), takes=2)),
    bus_signal("SessionStarted", matches("/port0$"), 1),
    status({"port": "port0", "session": {"id": 1}, "verdict": {"cause": "charging"}}),
    laptop(battery=discharging(800), port1=None),
    status({"port": "port0", "states": {"partner": "no"}, "readings": {"contract-power": absent}, "symptoms": empty}),
    bus_signal("SessionEnded", matches("/port0$"), 1),
    monitor(signal="SessionEnded", port="port0", id=1),
    journal(MESSAGE_ID="8e3a253f013f4d989fb6498157b46af2", CHARGEDIAG_PORT="port0", CHARGEDIAG_SESSION="1"),
    status({"port": "port0", "session": None, "verdict": {"cause": "charging"}}),
    explain("port0", {"port": "port0", "verdict": {"cause": "charging"}}),
]
