# SPDX-License-Identifier: LGPL-2.1-or-later
"""A port that trips starts the service, each time: by the kernel's change of a hub that udev has known for long."""

from steps import *

LISTEN = False
STOP = shell("udevadm settle && systemctl stop chargediagd")
STOPPED = service(ActiveState="inactive")
TRIP = usb("set h over-current=2")
STARTED = journal(MESSAGE_ID="f54d062e245c457c986597a4d983cc3f")

STORY = [
    usb("plug h hub serial=H1"),
    shell("udevadm wait --timeout=60 /sys/bus/usb/devices/1-1:1.0"),
    STOP, STOPPED, TRIP, STARTED,
    STOP, STOPPED, TRIP, STARTED,
    # What started it was the first it did not see; the next it does.
    TRIP, status(inputs=[row("1-1-port2", "present")]),
]
