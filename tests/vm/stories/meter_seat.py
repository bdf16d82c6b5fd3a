# SPDX-License-Identifier: LGPL-2.1-or-later
"""Who sits at the machine may use its meters and write notes; who is there without a seat, or left, may not."""

from steps import *

METER = "fnb48-21A0"
NODE = "/dev/$(udevadm info --query=name /sys/bus/usb/devices/1-1)"


def may_open(name, yes):
    """The node of the meter, as a program of the maker's would."""
    return shell(as_user(name, f'bash -c "exec 3<>{NODE}" 2>/dev/null'), code=0 if yes else 1)


STORY = [
    usb("plug m fnb48 serial=21A0 vbus=5100000 ibus=480000"),
    status({"port": METER, "readings": {"ibus": measured(480_000, "uA")}}),
    may_open("chargediag", True), may_open("ann", False), may_open("ben", False),
    session("ann", seat=True),
    shell("loginctl show-seat seat0 --property=ActiveSession --value | grep -q ."),
    may_open("ann", True), may_open("ben", False), may_open("chargediag", True),
    session("ben", seat=False),
    may_open("ben", False),
    status({"port": METER, "readings": {"ibus": measured(480_000, "uA")}}),
    # Plugged in while somebody sits there.
    usb("unplug m"), usb("plug m"), usb("set m ibus=300000"),
    status({"port": METER, "readings": {"ibus": measured(300_000, "uA")}}),
    shell("udevadm settle"),
    may_open("ann", True), may_open("ben", False), may_open("chargediag", True),
    left("ann"), left("ben"),
    may_open("ann", False), may_open("chargediag", True),
    # polkit asks which session the caller is of: a command of her session, and one that she left running elsewhere.
    shell(in_session("ann", f"chargectl note {METER} label=ann", seat=True)),
    status({"port": METER, "states": {"label": "ann"}}),
    says(in_session("ben", f"chargectl note {METER} label=ben", seat=False), "SetNote: a password is needed", code=2),
    says(as_user("ann", f"chargectl note {METER} label=gone"), "SetNote: a password is needed", code=2),
    status({"port": METER, "states": {"label": "ann"}}),
    untroubled("m"),
]
