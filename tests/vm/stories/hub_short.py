# SPDX-License-Identifier: LGPL-2.1-or-later
"""A hub's port reports over-current again and again and nothing is seen there: a short, perhaps, and how to find out."""

from steps import *

PORT = "1-1-port2"
TRIP = usb("set h over-current=2")
TOLD = journal(MESSAGE_ID="a2fe1e34740347a8b211811396478cfc", CHARGEDIAG_INPUT=PORT)

STORY = [
    usb("plug h hub serial=H1"),
    status(inputs=[row("usb", "present", "17 hubs with 244 ports")]),
    TRIP, TOLD, TRIP, TOLD,
    # Once or twice it may be a glitch.
    file("/sys/bus/usb/devices/1-1:1.0/1-1-port2/over_current_count", "2"),
    status({"port": PORT, "kind": "usb-port", "inputs": [PORT], "verdict": {"cause": "inconclusive"}, "symptoms": empty},
           inputs=[row(PORT, "present")]),
    explains(PORT, "over-current was reported with nothing attached"),
    TRIP, TOLD,
    status({"port": PORT, "symptoms": ["over-current-event"], "next_test": "empty-port",
            "verdict": {"class": "port", "cause": "port-overcurrent", "part": "port", "confidence": near(0.7, 0.1)}}),
    explains(PORT, "PORT", "Unplug everything from this port", "it ends with what was unplugged"),
]
