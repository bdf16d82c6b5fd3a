# SPDX-License-Identifier: LGPL-2.1-or-later
"""A phone hangs at a hub whose port trips again and again: the port is at fault, not the phone."""

from steps import *

PORT = "1-1-port2"
TRIP = usb("set h over-current=2")
TOLD = journal(MESSAGE_ID="a2fe1e34740347a8b211811396478cfc", CHARGEDIAG_INPUT=PORT)

STORY = [
    usb("plug h hub serial=H1"),
    usb("plug p gadget serial=P1"),
    usb("set h connect=2"),
    shell("udevadm wait --timeout=60 /sys/bus/usb/devices/1-1.2"),
    TRIP, TOLD, TRIP, TOLD, TRIP, TOLD,
    status({"port": PORT, "kind": "usb-port", "symptoms": ["over-current-event"],
            "verdict": {"class": "port", "cause": "port-overcurrent", "part": "port"}}, inputs=[row(PORT, "present")]),
    explains(PORT, "PORT", "over-current"),
]
