# SPDX-License-Identifier: LGPL-2.1-or-later
"""A laptop's battery becomes full: that is said, and that it may be unplugged."""

from steps import *

STORY = [
    laptop(mains=1, battery=charging(2100), port1=contract((5, 3), (20, 3.25), takes=2)),
    status({"port": "port0", "verdict": {"cause": "charging"}}),
    laptop(battery=resting(4800, 12600)),
    status({"port": "port0", "states": {"battery-status": "Full", "partner": "yes"}, "symptoms": ["full-and-plugged"],
            "readings": {"battery-current": measured(0, "uA", "BAT0"),
                         "contract-power": reading("contract", 65_000_000, "uW")},
            "session": {"phase": "done"}, "verdict": {"class": "ok", "cause": "full"},
            "remedies": ["unplug-when-full"]}),
    monitor(signal="VerdictChanged", port="port0", cause="full"),
    explains("port0", "full"),
]
