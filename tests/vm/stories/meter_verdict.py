# SPDX-License-Identifier: LGPL-2.1-or-later
"""A speaker for 5 V gets 9 V: unplug it now, in every place where a person or a script may look."""

from steps import *

METER = "fnb48-21A0"
CAUSE = "fast-charge-overvoltage"

STORY = [
    usb("plug m fnb48 serial=21A0 vbus=5100000"),
    status({"port": METER, "readings": {"vbus": measured(5_100_000, "uV")}}),
    shell(f"chargectl note {METER} profile=anker-soundcore-2 position=device"),
    usb("set m vbus=9100000 ibus=1200000"),
    status({"port": METER, "profile": "anker-soundcore-2", "position": "device", "symptoms": ["over-voltage"],
            "verdict": {"class": "fast-charger-overcurrent", "cause": CAUSE, "severity": "unplug-now"}}),
    bus_signal("VerdictChanged", matches("fnb48"), CAUSE, at_least(0.5)),
    monitor(signal="VerdictChanged", port=METER, cause=CAUSE, confidence=at_least(0.5)),
    journal(MESSAGE_ID="ee2cefe737c9476a9db8d9d0d2ee78a0", PRIORITY="4", CHARGEDIAG_PORT=METER, CHARGEDIAG_CAUSE=CAUSE,
            CHARGEDIAG_SEVERITY="unplug-now", CHARGEDIAG_CONFIDENCE=matches(r"^(0\.[5-9]\d|1\.00)$")),
    explain(METER, {"verdict": {"cause": CAUSE}, "causes": [{"cause": CAUSE, "confidence": at_least(0.5)}]}),
    explains(METER, "FAST CHARGER", "Causes", "What to do"),
    shell("journalctl --catalog --unit=chargediagd --no-pager | grep -q 'What you know and the machine cannot see'"),
    untroubled("m"),
]
