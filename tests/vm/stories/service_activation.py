# SPDX-License-Identifier: LGPL-2.1-or-later
"""Who asks starts the service, whoever that is; changing something is for its group; a restart sees the same, and what was
noted of what is still there."""

from steps import *

LISTEN = False
NOBODY = "setpriv --reuid=nobody --regid=nogroup --clear-groups "

STORY = [
    service(ActiveState="inactive"),
    shell(NOBODY + "chargectl list"),
    service(ActiveState="active", User="chargediag", MemoryMax=str(256 << 20)),
    usb("plug m fnb48 serial=21A0 vbus=5100000 ibus=480000"),
    status({"port": "fnb48-21A0", "readings": {"ibus": measured(480_000, "uA")}}),
    shell(NOBODY + "chargectl note fnb48-21A0 label=mine", code=2),
    status({"port": "fnb48-21A0", "states": {"label": absent}}),
    shell("chargectl note fnb48-21A0 label=mine"),
    status({"port": "fnb48-21A0", "states": {"label": "mine"}}),
    reload(),
    shell("systemctl restart chargediagd"),
    status({"port": "fnb48-21A0", "readings": {"ibus": measured(480_000, "uA")}, "states": {"label": "mine"}}),
    # Plugged again while nobody looked: it may hang between other things now.
    shell("systemctl stop chargediagd"),
    usb("unplug m"),
    usb("plug m fnb48 serial=21A0 vbus=5100000 ibus=480000"),
    shell("systemctl start chargediagd"),
    status({"port": "fnb48-21A0", "readings": {"ibus": measured(480_000, "uA")}, "states": {"label": absent}}),
    untroubled("m"),
]
