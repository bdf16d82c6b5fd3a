#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What each source file owes its reader: a licence line, a bounded length, nothing of the machine it was written on,
and no page that does not exist."""

import re

import tree

LINES_MAX = 500  # of a file in lib, daemon and tools: split the idea, not the file
SPDX = re.compile(r"SPDX-License-Identifier: LGPL-2\.1-or-later")
LICENSED = (".c", ".h", ".py", ".sh", ".rules", ".hwdb", ".service", ".in", ".sysusers", ".conf")
# An absolute path below a home, a scratch or a build directory. /tmp itself may be named.
MACHINE = re.compile(r"(?<![\w.$}*-])/(work|home/[a-z]\w*|root)/\w|/tmp/(?:tmp\.|bash_jobs)")
TEXT_MAX = 1 << 20
PAGE = re.compile(r"\bdocs/[\w.-]+\.(?:md|scd)\b")
LINK = re.compile(r"\]\(([\w./-]+)\)")


def of_machine(path, text):
    for number, line in enumerate(text.splitlines(), 1):
        if MACHINE.search(line):
            yield f"{tree.name(path)}:{number}: a path of one machine: {line.strip()[:80]}"


def lost_pages(path, text):
    """Pages that are named, and relative links of Markdown, have to be there."""
    pages = [tree.TOP / p for p in PAGE.findall(text)]
    if path.suffix == ".md":
        pages += [path.parent / p for p in LINK.findall(text)]
    for page in pages:
        if not page.exists():
            yield f"{tree.name(path)}: there is no {page.name}"


def complaints():
    for path in tree.tracked():
        where, data = tree.name(path), path.read_bytes()
        if b"\0" in data or len(data) > TEXT_MAX:
            continue
        text = data.decode(errors="replace")
        yield from of_machine(path, text)
        yield from lost_pages(path, text)
        if path.suffix in LICENSED and not SPDX.search("\n".join(text.splitlines()[:4])):
            yield f"{where}: no SPDX line at its top"
        lines = text.count("\n")
        if path.suffix in (".c", ".h") and where.startswith(("lib/", "daemon/", "tools/")) and lines > LINES_MAX:
            yield f"{where}: {lines} lines, at most {LINES_MAX}"


tree.finish(list(complaints()))
