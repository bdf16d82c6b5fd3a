# SPDX-License-Identifier: LGPL-2.1-or-later
"""The laptop of laptop.asl: what its firmware says of mains, battery and USB-C ports."""

import glob
import os
import pathlib
import struct
import time

PAGE = 0x10001000
TOLD, MAINS, BATTERY_NOW, BATTERY_INFO, BATTERY_OUT, PORT = 0x00, 0x04, 0x08, 0x18, 0x28, 0x100
DISCHARGING, CHARGING = 1, 2  # ACPI 6.5 §10.2.2.11; neither: not charging, or full
TELL = {"mains": 1, "battery": 2, "battery_info": 4, "port1": 8, "port2": 16}

# UCSI 1.2 §4.5.10, connector status: what changed
POWER_MODE_CHANGED, PROVIDER_CHANGED, LEVEL_CHANGED, PARTNER_CHANGED, DIRECTION_CHANGED, CONNECT_CHANGED = (
    1 << 2, 1 << 5, 1 << 6, 1 << 11, 1 << 12, 1 << 14)
MODES = {"default": 1, "bc": 2, "pd": 3, "1.5A": 4, "3.0A": 5}
CHARGE = {None: 0, "nominal": 1, "slow": 2, "very slow": 3}


def fixed(volts, amperes):
    """A fixed supply PDO (USB PD 3.1 §6.4.1.2.1)."""
    return round(volts / 0.05) << 10 | round(amperes / 0.01)


def put(offset, data):
    fd = os.open("/dev/mem", os.O_WRONLY | os.O_SYNC)
    try:
        os.pwrite(fd, data, PAGE + offset)
    finally:
        os.close(fd)


def words(*numbers):
    return struct.pack(f"<{len(numbers)}I", *numbers)


def connector(number, mode, offers=(), takes=0, charge=None, provides=False, changed=0):
    """Attached. `takes`: the number of the offer in use, from 1."""
    rdo = takes << 28 | (offers[takes - 1] & 0x3FF) << 10 | (offers[takes - 1] & 0x3FF) if takes else 0
    partner = 2 if provides else 1  # UFP or DFP
    flags = MODES[mode] | 1 << 3 | provides << 4 | 1 << 5 | partner << 13
    put(PORT * number + 0x10, words(len(offers)))
    put(PORT * number + 0x20, words(*offers))
    put(PORT * number, struct.pack("<HHIB", changed, flags, rdo, CHARGE[charge]))


def set_port(number, state):
    if state is None:
        put(PORT * number, struct.pack("<HHIB", CONNECT_CHANGED, 0, 0, 0))
    else:
        connector(number, **state)


def apply(mains=None, battery=None, battery_info=None, battery_there=None, **ports):
    """What is named changes; then the drivers are told of it."""
    told = 0
    if mains is not None:
        put(MAINS, words(mains))
        told |= TELL["mains"]
    if battery is not None:
        put(BATTERY_NOW, words(*battery))
        told |= TELL["battery"]
    if battery_info is not None:
        put(BATTERY_INFO, words(*battery_info))
        told |= TELL["battery_info"]
    if battery_there is not None:
        put(BATTERY_OUT, words(not battery_there))
        told |= TELL["battery_info"]
    for name, state in ports.items():
        set_port(int(name[4:]), state)
        told |= TELL[name]
    tell(told)
    if told == TELL["battery"] and not shows(battery[1]):
        while not shows(battery[1]):
            time.sleep(0.1)
        tell(told)


def tell(told):
    put(TOLD, words(told))
    trigger().write_text("1")


def shows(milliampere):
    """The kernel has read it. Its driver answers from a cache for a second (cache_time in drivers/acpi/battery.c), also
    when it is told of a change; who plugs in is looked at again, but nobody looks again after a mere change."""
    now = pathlib.Path("/sys/class/power_supply/BAT0/current_now")
    return not now.exists() or int(now.read_text()) == 1000 * milliampere


def trigger():
    for name in glob.glob("/sys/class/thermal/cooling_device*/type"):
        if pathlib.Path(name).read_text().strip() == "Fan":
            return pathlib.Path(name).with_name("cur_state")
    raise FileNotFoundError("no fan to tell the firmware with")


def reset():
    apply(mains=0, battery=(DISCHARGING, 800, 2500, 11800), battery_info=(5000, 4800, 11400, 17),
          battery_there=True, port1=None, port2=None)
