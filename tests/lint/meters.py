#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""One list of meters, said three times: the tables of lib/core/meters, the udev rule, the names for udev. And one of current
sensors: the table of lib/io/hwmon.c, the udev rule."""

import re

import tree

BOOT_LOADER = (0x0483, 0x0038)  # of FNIRSI's meters: writing to it can end one
HEX = "([0-9a-fA-F]{4})"


def ids(text, pattern):
    return {(int(v, 16), int(p, 16)) for v, p in re.findall(pattern, text)}


def sensors():
    table = set(re.findall(r'(?m)^\t{ "(\w+)", "[^"]+", (?:true|false), \w+, \w+ },$', (tree.TOP / "lib/io/hwmon.c").read_text()))
    rules = (tree.TOP / "udev/60-chargediag.rules").read_text()
    there = set("|".join(re.findall(r'(?m)^SUBSYSTEM=="hwmon", ATTR{name}=="([^"]+)"', rules)).split("|"))
    return ["lib/io/hwmon.c: no chips found"] * (not table) + \
        [f"udev/60-chargediag.rules: {chip} is in one of the rule and lib/io/hwmon.c only" for chip in sorted(table ^ there)]


def main():
    tables = "\n".join(f.read_text() for f in tree.sources("lib/core/meters", suffixes=(".c",)))
    table = ids(tables, rf"\.vid = 0x{HEX},\s*\.pid = 0x{HEX}") | ids(tables, rf"{{\s*0x{HEX}, 0x{HEX}, \"")
    said = {
        "udev/60-chargediag.rules": rf'^ATTR{{idVendor}}=="{HEX}", ATTR{{idProduct}}=="{HEX}"',
        "udev/60-chargediag.hwdb": rf"^usb:v{HEX}p{HEX}\*",
    }
    complaints = [] if table else ["lib/core/meters: no ids found"]
    for file, pattern in said.items():
        there = ids((tree.TOP / file).read_text(), "(?m)" + pattern)
        complaints += [f"{file}: {v:04x}:{p:04x} is missing" for v, p in sorted(table - there)]
        complaints += [f"{file}: {v:04x}:{p:04x} is in no table of lib/core/meters" for v, p in sorted(there - table)]
        if BOOT_LOADER in there:
            complaints.append(f"{file}: names the boot loader")
    if BOOT_LOADER in table:
        complaints.append("lib/core/meters: names the boot loader")
    # udev matches attributes as text, in lower case; the hwdb matches modaliases, in upper case.
    for file, wrong in (("udev/60-chargediag.rules", r'id\w+}=="[0-9a-f]*[A-F]'), ("udev/60-chargediag.hwdb", r"^usb:v\w*[a-f]\w*p|^usb:v\w{4}p\w*[a-f]")):
        if re.search(wrong, (tree.TOP / file).read_text(), re.M):
            complaints.append(f"{file}: an id in the wrong case never matches")
    complaints += sensors()
    tree.finish(complaints)


main()
