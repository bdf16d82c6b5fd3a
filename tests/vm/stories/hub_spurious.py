# SPDX-License-Identifier: LGPL-2.1-or-later
"""A hub's port reports over-current and nothing is plugged in there: it is told, and no verdict is made of it."""

from steps import *

PORT = "1-1-port2"
TRIP = usb("set h over-current=2")
TOLD = journal(MESSAGE_ID="a2fe1e34740347a8b211811396478cfc", CHARGEDIAG_INPUT=PORT)

STORY = [
    usb("plug h hub serial=H1"),
    status(inputs=[row("usb", "present", "17 hubs with 244 ports")]),
    TRIP, TOLD, TRIP, TOLD, TRIP, TOLD,
    file("/sys/bus/usb/devices/1-1:1.0/1-1-port2/over_current_count", "3"),
    status({"port": PORT, "kind": "usb-port", "inputs": [PORT], "verdict": {"cause": "inconclusive"}, "symptoms": empty},
           inputs=[row(PORT, "present")]),
    explains(PORT, "over-current was reported with nothing attached"),
]
