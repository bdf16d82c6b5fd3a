# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the stories in their order and prints what came of them as TAP (Test Anything Protocol), with the reasons and
what the service said. Then looks whether the machine is still well."""

import importlib
import re
import subprocess
import sys
import time
import traceback

sys.path.insert(0, "/vm/stories")

from world import SERVICE, Failed, World, must  # noqa: E402

TROUBLE = r"BUG:|Oops|general protection|WARNING: CPU|Call Trace|segfault at|blocked for more than"
# What is done when the program is installed into a running machine, and drivers that no device asks for.
PREPARE = (["sh", "/vm/after-install.sh"], ["modprobe", "-a", "vhci-hcd", "fan"], ["udevadm", "settle"])


def say(*words):
    print(*words, flush=True)


def comment(text):
    for line in str(text).splitlines():
        say("#", line)


def tell(world, story):
    """None, or what went wrong."""
    words = "the beginning"
    try:
        world.begin()
        if getattr(story, "LISTEN", True):
            world.listen_to_monitor()
        for words, do in story.STORY:
            do(world)
    except Failed as failed:
        return f"{words}\n{failed}\n{world.said()}"
    except Exception:  # of a story or of ours: the others are told all the same
        return f"{words}\n{traceback.format_exc()}{world.said()}"
    return None


def service_is_well():
    """It did not crash, and was never started again behind our back."""
    said = sorted(must("systemctl", "show", SERVICE, "-pNRestarts", "-pResult").split())
    return None if said == ["NRestarts=0", "Result=success"] else " ".join(said)


def machine_is_well():
    said = must("journalctl", "--no-pager", "--output=short-monotonic", "_TRANSPORT=kernel")
    bad = [line for line in said.splitlines() if re.search(TROUBLE, line)]
    bad += must("systemctl", "--failed", "--no-legend", "--plain").splitlines()
    return "\n".join(bad) or None


def result(number, title, bad, since):
    say(f"{'not ok' if bad else 'ok'} {number} - {title} ({time.monotonic() - since:.0f} s)")
    comment(bad or "")
    return bool(bad)


def main():
    for command in PREPARE:
        subprocess.run(command, check=True)
    stories = open("/vm/order").read().split()
    say(f"1..{len(stories) + 1}")
    comment(f"booted after {time.monotonic():.0f} s")
    world, failures = World(), 0
    for number, name in enumerate(stories, 1):
        story, since = importlib.import_module(name), time.monotonic()
        bad = tell(world, story)
        try:
            well = service_is_well()
            world.end()
        except Failed as failed:
            well = str(failed)
        failures += result(number, f"{name}: {story.__doc__.splitlines()[0]}", bad or well, since)
    failures += result(len(stories) + 1, "the machine is well", machine_is_well(), time.monotonic())
    return min(failures, 1)


sys.exit(main())
