# SPDX-License-Identifier: LGPL-2.1-or-later
"""A laptop has booted: its battery started the service, and nobody asked yet."""

from steps import *

LISTEN = False

STORY = [
    service(ActiveState="active", NRestarts="0"),
    status({"port": "AC", "inputs": ["AC", "BAT0"], "states": {"battery-status": "Discharging", "supply-online": "0"},
            "readings": {"battery-current": measured(-800_000, "uA", "BAT0"),
                         "battery-capacity": {"value": 52, "unit": "%", "kind": "estimated"}},
            "session": None, "verdict": None},
           {"port": "port0", "kind": "typec"}, {"port": "port1", "kind": "typec"},
           inputs=[row("meters", "absent", "no USB meter is plugged in"), row("udev", "present")]),
]
