# SPDX-License-Identifier: LGPL-2.1-or-later
"""Debian's polkitd decides who may write a note: root and the group may, who comes from elsewhere needs a password."""

from steps import *

METER = "fnb48-21A0"
NOTE = f"chargectl note {METER} label="


def labelled(text):
    return status({"port": METER, "states": {"label": text}})


STORY = [
    shell("systemctl stop polkit"),
    usb("plug m fnb48 serial=21A0 vbus=5100000 ibus=480000"),
    status({"port": METER, "readings": {"ibus": measured(480_000, "uA")}}),
    # Reading is free, in every way of it.
    *(shell(as_user("ann", command)) for command in (
        "chargectl", f"chargectl explain {METER}", f"chargectl show {METER}",
        f"chargectl record {METER} --for=1s -o - | grep -q sample")),
    shell("systemctl is-active --quiet polkit", code=3),  # nobody had to be asked
    says(as_user("ann", NOTE + "ann"), "SetNote: a password is needed, and nobody here can ask for it", code=2),
    bus_error("org.freedesktop.DBus.Error.InteractiveAuthorizationRequired"),
    shell("systemctl is-active --quiet polkit"),
    status({"port": METER, "states": {"label": absent}}),
    shell(NOTE + "root"), labelled("root"),
    shell(as_user("mia", NOTE + "mia")), labelled("mia"),
    shell("systemctl mask --runtime --now polkit"),
    says(as_user("ann", NOTE + "ann"), 'SetNote: root and members of the group "chargediag" may do this', code=2),
    bus_error("org.freedesktop.DBus.Error.AccessDenied"),
    shell(as_user("mia", NOTE + "alone")), labelled("alone"),
    shell("systemctl unmask --runtime polkit"),
    untroubled("m"),
]
