#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the daemon asks polkit about, the actions of the installed policy, and those of the manual are the same; each lets
our user ask, and nobody over the network in without a password."""

import re
import xml.etree.ElementTree as xml

import tree

POLICY = tree.TOP / "daemon/org.chargediag1.policy"
PAGE = tree.TOP / "docs/chargediagd.8.scd"
DEFAULTS = {"allow_any": {"no", "auth_admin", "auth_admin_keep"}, "allow_inactive": {"no", "auth_admin", "auth_admin_keep"},
            "allow_active": {"no", "yes", "auth_admin", "auth_admin_keep"}}


def complaints():
    names = dict(re.findall(r'#define (CD_ACTION_\w+) "([\w.-]+)"', (tree.TOP / "daemon/names.h").read_text()))
    code = "\n".join(f.read_text() for f in tree.sources("daemon", suffixes=(".c",)))
    manual = set(re.findall(r"\*(org\.chargediag1\.[a-z-]+)\*", PAGE.read_text()))
    actions = {a.get("id"): a for a in xml.parse(POLICY).iter("action")}
    for define, action in names.items():
        if not re.search(rf"authorize\([^;]*\b{define}\b", code):
            yield f"daemon/names.h: nobody is asked about {define}"
    if not names:
        yield "daemon/names.h: no actions found"
    for where, there in ((tree.name(POLICY), set(actions)), (tree.name(PAGE), manual)):
        yield from (f"{where}: {a} is missing" for a in sorted(set(names.values()) - there))
        yield from (f"{where}: nobody asks about {a}" for a in sorted(there - set(names.values())))
    for name, action in actions.items():
        owner = action.find("annotate[@key='org.freedesktop.policykit.owner']")
        if owner is None or owner.text != "unix-user:chargediag":
            yield f"{tree.name(POLICY)}: {name}: the daemon's user may not ask polkit about it"
        for key, allowed in DEFAULTS.items():
            if action.findtext(f"defaults/{key}") not in allowed:
                yield f"{tree.name(POLICY)}: {name}: {key} must be one of {' '.join(sorted(allowed))}"


tree.finish(list(complaints()))
