# SPDX-License-Identifier: LGPL-2.1-or-later
"""The last supply is gone and the service leaves; the first that comes starts it, and it knows the session of before."""

from steps import *

LISTEN = False  # who listens is somebody who asks
DRIVERS = "ucsi_acpi battery ac"
STARTED = journal(MESSAGE_ID="f54d062e245c457c986597a4d983cc3f")

STORY = [
    config("SessionClose=1s\nIdleExit=2s\n"),
    laptop(mains=1, battery=charging(2100), port1=contract((5, 3), (20, 3.25), takes=2)),
    status({"port": "port0", "session": {"id": at_least(1)}, "verdict": {"cause": "charging"}}),
    laptop(mains=0, battery=discharging(800), port1=None),
    bus_signal("SessionEnded", matches("/port0$"), at_least(1)),
    shell(f"modprobe --remove {DRIVERS}"),
    journal(MESSAGE=matches("ending until something appears")),
    journal(MESSAGE=matches("Deactivated successfully")),
    service(ActiveState="inactive", Result="success"),
    shell("modprobe ac"),
    STARTED,
    service(ActiveState="active"),
    shell(f"modprobe --all {DRIVERS}"),
    # Of a second with a battery that had just turned; what matters is that it is known.
    explain("port0", {"port": "port0", "end_us": at_least(1)}),
]
