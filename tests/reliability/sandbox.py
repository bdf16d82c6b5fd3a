# SPDX-License-Identifier: LGPL-2.1-or-later
"""A machine of files with the kernel's own netlink: what umockdev's socket cannot show (bursts, overflow, lost events).

enter() runs the program again in mount and network namespaces of its own: /sys and /run are empty file systems in memory,
and uevents are sent as udevd sends them, to multicast group 2 of NETLINK_KOBJECT_UEVENT. Nothing is preloaded into the
daemon, nothing outside is touched.
"""

import errno
import os
import pathlib
import re
import shutil
import socket
import struct
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "daemon"))

INSIDE = "CHARGEDIAG_TEST_SANDBOX"
CLASS = pathlib.Path("/sys/class/power_supply")
CONTROL = pathlib.Path("/run/udev/control")
KOBJECT_UEVENT, UDEV_GROUP = 15, 2
CAP_NET_ADMIN, CAP_SYS_ADMIN = 12, 21


def skip(why):
    print(f"SKIP: {why}")
    sys.exit(77)


def has(*capabilities):
    status = pathlib.Path("/proc/self/status").read_text()
    effective = int(re.search(r"^CapEff:\s*(\w+)", status, re.M)[1], 16)
    return all(effective >> capability & 1 for capability in capabilities)


def enter():
    """Returns inside; outside it never does."""
    if INSIDE not in os.environ:
        # Root in a container may mount, but not send to a multicast group of netlink: then as everybody does.
        options = ["-mn"] if has(CAP_NET_ADMIN, CAP_SYS_ADMIN) else ["-Urmn"]
        done = subprocess.run(["unshare", *options, "mount", "-t", "tmpfs", "none", "/sys"], capture_output=True, text=True)
        if done.returncode != 0:
            skip("no namespaces here: " + done.stderr.strip())
        os.execvpe("unshare", ["unshare", *options, sys.executable, *sys.argv], {**os.environ, INSIDE: "1"})
    for place in ("/sys", "/run"):
        subprocess.run(["mount", "-t", "tmpfs", "none", place], check=True)
    CLASS.mkdir(parents=True)
    CONTROL.parent.mkdir()
    CONTROL.touch()  # udevd runs, as far as libudev can see


def uncapable():
    """A prefix that runs the daemon as its unit does, without any capability."""
    return ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]


class Device:
    """Of any class: files, and the uevent file the kernel makes."""

    def __init__(self, subsystem, name, /, **attributes):
        self.subsystem, self.name, self.attributes = subsystem, name, {}
        self.path = pathlib.Path("/sys/devices/virtual", subsystem, name)
        self.path.mkdir(parents=True, exist_ok=True)
        self.write(**attributes)
        self.link = pathlib.Path("/sys/class", subsystem, name)
        self.link.parent.mkdir(exist_ok=True)
        if not self.link.is_symlink():
            self.link.symlink_to(pathlib.Path("../..") / self.path.relative_to("/sys"))

    def write(self, **attributes):
        self.attributes.update(attributes)
        for name, value in attributes.items():
            (self.path / name).write_text(f"{value}\n")
        (self.path / "uevent").write_text("".join(f"{line}\n" for line in self.values()))

    def values(self):
        return []

    def delete(self):
        self.link.unlink()
        shutil.rmtree(self.path)


class Supply(Device):
    def __init__(self, name, **attributes):
        super().__init__("power_supply", name, **attributes)

    def values(self):
        return [f"POWER_SUPPLY_NAME={self.name}",
                *(f"POWER_SUPPLY_{name.upper()}={value}" for name, value in self.attributes.items())]


def battery(name="BAT0", **more):
    return Supply(name, **{"type": "Battery", "status": "Discharging", "present": 1, "technology": "Li-ion",
                           "voltage_now": 11400000, "power_now": 6000000, "energy_now": 30000000,
                           "energy_full": 50000000, "energy_full_design": 52000000, "capacity": 60, **more})


def mains(name="AC", online=0):
    return Supply(name, type="Mains", online=online)


def murmur2(data):
    """The hash of systemd's netlink filter (src/libsystemd/sd-device/device-monitor.c), MurmurHash2 with seed 0."""
    m, mask = 0x5BD1E995, 0xFFFFFFFF
    h, whole = len(data), len(data) & ~3
    for (k,) in struct.iter_unpack("<I", data[:whole]):
        k = k * m & mask
        h = (h * m & mask) ^ ((k ^ k >> 24) * m & mask)
    for i, byte in reversed(list(enumerate(data[whole:]))):
        h ^= byte << 8 * i
    if len(data) > whole:
        h = h * m & mask
    h = (h ^ h >> 13) * m & mask
    return h ^ h >> 15


class Udevd:
    """Sends what udevd sends after its rules have run."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, KOBJECT_UEVENT)
        self.sequence = 0

    def message(self, action, device, padding=0):
        self.sequence += 1
        lines = [f"ACTION={action}", f"DEVPATH={str(device.path)[4:]}", f"SUBSYSTEM={device.subsystem}",
                 f"SEQNUM={self.sequence}", *device.values()]
        if padding:
            lines.append("PADDING=" + "x" * padding)
        body = b"".join(line.encode() + b"\0" for line in lines)
        # prefix, magic, header size, properties: offset and length, hashes of subsystem and type, tags
        head = struct.pack("=8s", b"libudev\0") + struct.pack(">I", 0xFEEDCAFE) + \
            struct.pack("=III", 40, 40, len(body)) + struct.pack(">IIII", murmur2(device.subsystem.encode()), 0, 0, 0)
        return head + body

    def send_message(self, message):
        try:
            self.socket.sendto(message, (0, UDEV_GROUP))
        except OSError as error:
            if error.errno not in (errno.ENOBUFS, errno.ECONNREFUSED):  # a listener's queue is full; nobody listens
                raise

    def send(self, action, device, padding=0):
        self.send_message(self.message(action, device, padding))

    def close(self):
        self.socket.close()


def dropped(pid):
    """Messages the kernel could not queue for a process' uevent socket."""
    rows = [line.split() for line in pathlib.Path("/proc/net/netlink").read_text().splitlines()[1:]]
    inodes = set()
    for fd in os.listdir(f"/proc/{pid}/fd"):
        try:
            inodes.add(os.stat(f"/proc/{pid}/fd/{fd}").st_ino)
        except FileNotFoundError:
            pass  # it was open for a moment
    return sum(int(row[8]) for row in rows if int(row[1]) == KOBJECT_UEVENT and int(row[9]) in inodes)


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def cpu(pid):
    """Seconds on the CPU clock of another process (clock_getcpuclockid(3) computes the same number)."""
    return time.clock_gettime((~pid << 3) | 2)
