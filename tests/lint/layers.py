#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Includes go one way: tools -> core, daemon -> io -> core, core -> nothing of ours.

The rooms and what each may include; a header is looked for beside the file first, then in all rooms.
"""

import functools
import re

import tree

ROOMS = ("lib/core", "lib/io", "daemon", "tools")
GENERATED = {"config.h"}
# room -> rooms it may include, and single headers beyond them
ALLOWED = {
    "lib/core": ({"lib/core"}, set()),
    "lib/io": ({"lib/core", "lib/io"}, GENERATED),
    "daemon": ({"lib/core", "lib/io", "daemon"}, GENERATED),
    # Offline work on a recording needs a file's events and the profile directories, nothing else of io.
    "tools": ({"lib/core", "tools"}, GENERATED | {"lib/io/file-events.h", "lib/io/profile-dir.h"}),
}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)


def room_of(path):
    return next(r for r in ROOMS if tree.name(path).startswith(r + "/"))


def resolve(file, header):
    """The header's path below the checkout, or None."""
    places = [file.parent / header] + [d / header for r in ROOMS for d in folders(r)] + [tree.TOP / header]
    found = next((p for p in places if p.is_file()), None)
    return found and tree.name(found.resolve())


@functools.cache
def folders(room):
    top = tree.TOP / room
    return [top] + sorted(d for d in top.rglob("*") if d.is_dir())


def complaints():
    for file in tree.sources(*ROOMS):
        rooms, single = ALLOWED[room_of(file)]
        for header in INCLUDE.findall(file.read_text()):
            target = resolve(file, header) or header
            if target in single or any(target.startswith(r + "/") for r in rooms):
                continue
            yield f"{tree.name(file)}: includes {target}, which {room_of(file)} may not"


tree.finish(list(complaints()))
