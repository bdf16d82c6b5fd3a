# SPDX-License-Identifier: LGPL-2.1-or-later
"""A meter that is a drive and a modem as well: only its own interface is taken from the kernel, and given back."""

from steps import *

METER = "fnb58-58C0"
INTERFACE = "/sys/bus/usb/devices/1-1:1.{}/driver"

STORY = [
    shell("modprobe usbhid"),  # or the service is there before it, and there is nothing to give back
    usb("plug m fnb58 serial=58C0 vbus=5100000 ibus=480000"),
    status({"port": METER, "readings": {"ibus": measured(480_000, "uA")}}, inputs=[row(METER, "present", "FNB58")]),
    shell("udevadm settle"),
    file(INTERFACE.format(0), "usb-storage"),
    file(INTERFACE.format(1), "cdc_acm"),
    file(INTERFACE.format(3), "usbfs"),
    # Its serial port is given to the service like the node itself.
    shell("test \"$(stat -c '%U %G %a' /dev/ttyACM0)\" = 'root chargediag 660'"),
    shell("systemctl stop chargediagd"),
    file(INTERFACE.format(0), "usb-storage"),
    file(INTERFACE.format(1), "cdc_acm"),
    file(INTERFACE.format(3), "usbhid"),
    untroubled("m"),
]
