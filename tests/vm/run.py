#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Boots Debian's kernel with the installed program and real drivers, and plugs, breaks and unplugs devices there.

The guest (guest.py) is emulated without help of the processor, and its clock counts instructions: time in it passes
with work, and jumps when all wait. So a minute of charging costs what the work in it costs, and no deadline in there
can be missed because this machine is busy.

What happens inside is inside/main.py; it tells its results (TAP) through the second serial port.

It sleeps when a story says so, and is woken from here. Its real-time clock is that of this machine, so that it believes to
have slept for as long as it was left asleep.

usage: run.py BUILD MESON USB-WORLD STORY...        VM_STORIES="NAME..." in the environment: these alone
"""

import json
import os
import pathlib
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import guest

HERE = pathlib.Path(__file__).resolve().parent
TIMEOUT = 1500  # seconds; several times what it takes on two busy cores
ASLEEP = 20  # seconds of this machine, each time
TOOLS = {"qemu-system-x86_64": "qemu-system-x86", "modprobe": "kmod", "apt-get": "apt", "dpkg-deb": "dpkg",
         "iasl": "acpica-tools"}
# Reserved for the laptop (laptop.asl). The initial file system lies at the top of the memory.
COMMAND_LINE = ("console=ttyS0 loglevel=5 oops=panic panic=-1 mitigations=off random.trust_cpu=on tsc=reliable "
                "memmap=64K$0x10000000 systemd.unit=stories.service systemd.show_status=0")
TROUBLE = re.compile(r"Kernel panic|BUG:|Oops|general protection fault|WARNING: CPU|Call Trace|segfault at|"
                     r"Attempted to kill init|Failed to mount|Freezing execution")
STORIES_UNIT = """[Unit]
Description=The stories
Requires=multi-user.target dbus.socket
After=multi-user.target dbus.socket
[Service]
Type=oneshot
Environment=TERM=dumb SYSTEMD_PAGER=cat PYTHONDONTWRITEBYTECODE=1 PYTHONUTF8=1 LC_ALL=C.UTF-8
StandardOutput=file:/dev/ttyS1
StandardError=inherit
ExecStart=/usr/bin/python3 /vm/main.py
ExecStopPost=/usr/bin/python3 /vm/leave.py
"""


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def install(build, meson, stage):
    """`meson install` elsewhere. The log of a real installation is what its uninstall needs."""
    log = build / "meson-logs/install-log.txt"
    kept = log.read_bytes() if log.exists() else None
    subprocess.run([meson, "install", "--no-rebuild", "--quiet", "--destdir", stage], cwd=build, check=True,
                   stdout=subprocess.DEVNULL)
    if kept is None:
        log.unlink(missing_ok=True)
    else:
        log.write_bytes(kept)


def add_test(archive, usb_world, stories):
    archive.text("etc/systemd/system/stories.service", STORIES_UNIT)
    archive.text("vm/order", "".join(s.stem + "\n" for s in stories))
    archive.copy(usb_world, "vm/usb-world")
    archive.copy(HERE.parents[1] / "systemd/after-install.sh", "vm/after-install.sh")
    for file in (HERE / "inside").glob("*.py"):
        archive.copy(file, f"vm/{file.name}")
    for file in stories:
        archive.copy(file, f"vm/stories/{file.name}")


def compile_table(work):
    done = subprocess.run(["iasl", "-p", work / "laptop", HERE / "laptop.asl"], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stdout + done.stderr)


def boot(work, kernel):
    """qemu's exit code; its own if it was killed. The machine is "pc" and not "q35", whose firmware does not set up
    its power management again after a sleep: there each sleep but the first is over before it begins."""
    qemu = subprocess.Popen(
        ["setpriv", "--pdeathsig", "KILL", "qemu-system-x86_64", "-accel", "tcg,thread=single",
         "-icount", "shift=1,sleep=off", "-cpu", "max", "-machine", "pc", "-m", "1024", "-nodefaults",
         "-no-user-config", "-display", "none", "-no-reboot", "-device", "isa-debug-exit,iobase=0xf4,iosize=0x04",
         "-serial", f"file:{work}/console", "-serial", f"file:{work}/results", "-qmp", "stdio",
         "-acpitable", f"file={work}/laptop.aml", "-kernel", guest.image(kernel), "-initrd", work / "initrd",
         "-append", COMMAND_LINE],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    limit = threading.Timer(TIMEOUT, qemu.kill)
    limit.start()
    wake(qemu)
    limit.cancel()
    return qemu.wait()


def wake(qemu):
    """Again and again, until qemu ends. An alarm of the guest's own might be over before it sleeps."""
    tell(qemu, "qmp_capabilities")
    for line in qemu.stdout:
        if json.loads(line).get("event") == "SUSPEND":
            time.sleep(ASLEEP)
            tell(qemu, "system_wakeup")


def tell(qemu, command):
    """In its machine protocol (QMP)."""
    qemu.stdin.write(json.dumps({"execute": command}) + "\n")
    qemu.stdin.flush()


def read(path):
    return path.read_text(errors="replace").replace("\r", "") if path.exists() else ""


def comment(text):
    for line in text.splitlines():
        print("#", line)


def judge(work, code, planned):
    """Prints what the guest said; whether it is believed: it told so many results, and all are good."""
    results, console = read(work / "results"), read(work / "console")
    print(results, end="")
    trouble = [line for line in console.splitlines() if TROUBLE.search(line)]
    # isa-debug-exit: the guest's word, shifted and with a bit set. 0 would be a panic's reboot.
    ended = code > 0 and code & 1
    if not ended or trouble:
        print("Bail out! the guest", "is in trouble: " + trouble[0] if ended else "did not come to its end")
        comment(console[-6000:])
        return False
    return code >> 1 == 0 and len(re.findall(r"^ok \d+ ", results, re.M)) == planned


def our_programs(stage):
    named = [p for p in stage.rglob("*") if p.name in ("chargectl", "chargediagd") and p.is_file()]
    return [p for p in named if os.access(p, os.X_OK)]


def unlisted(stories):
    return sorted(p.name for p in (HERE / "stories").glob("*.py") if p.name not in {s.name for s in stories})


def main():
    build, meson, usb_world, *stories = map(pathlib.Path, sys.argv[1:])
    missing = [package for tool, package in TOOLS.items() if not shutil.which(tool)]
    if missing or platform.machine() != "x86_64":
        skip(f"needs {', '.join(missing) or 'a machine of the kind that Debian calls amd64'}")
    if unlisted(stories):
        sys.exit(f"not in tests/vm/meson.build: {', '.join(unlisted(stories))}")
    if os.environ.get("VM_STORIES"):
        stories = [s for s in stories if s.stem in os.environ["VM_STORIES"].split()]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # meson's timeout: nothing is left behind
    start = time.monotonic()
    kernel = guest.unpack_kernel(build / "tests/vm/kernel")
    with tempfile.TemporaryDirectory(prefix="vm-") as scratch:
        work = pathlib.Path(scratch)
        compile_table(work)
        install(build, meson, work / "stage")
        guest.make(work / "initrd", kernel, work / "stage", [*our_programs(work / "stage"), usb_world],
                   lambda archive: add_test(archive, usb_world, stories))
        comment(f"{kernel.name}, {(work / 'initrd').stat().st_size >> 20} MB after {time.monotonic() - start:.0f} s")
        sys.stdout.flush()
        ok = judge(work, boot(work, kernel), len(stories) + 1)
        comment(f"{time.monotonic() - start:.0f} s in all")
        return 0 if ok else 1


sys.exit(main())
