#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""One client leaves 200 000 answers unread. How long does another wait for a Get, beside a daemon that is nothing but
libsystemd; and what does it cost us?

Most of it is the bus: its queue to us is one, and who comes late waits. So both daemons are measured in turns in one run,
and only the ratio counts.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "daemon"))
import harness  # noqa: E402
import raw  # noqa: E402

TOOL = os.environ["BUS_TOOL"]
PORT_PATH = "/org/chargediag1/port/meter0"
RATIO_MAX, GROWTH_KB = 1.5, 256
PORTION = 100  # calls at once. Of one client Debian's bus lets 128 through before the first is answered


class Tool:
    def __init__(self, bus, *arguments):
        self.process = subprocess.Popen([TOOL, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": bus.address})

    def line(self):
        return self.process.stdout.readline().strip()

    def stop(self):
        self.process.stdin.close()
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def get(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return float(self.line())


def private_kb(pid):
    text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Private_Dirty:"))


def cpu_of(pid):
    return time.clock_gettime((~pid << 3) | 2)


def start(which, bus, directory):
    """The process that owns the name, and how to end it."""
    if which == "bare":
        tool = Tool(bus, "bare", PORT_PATH)
        return tool.process.pid, tool.stop
    recording = pathlib.Path(directory, "played.ndjson")
    recording.write_text(harness.recording(*harness.meter_session()))
    daemon = harness.Daemon(bus, directory, "--no-hardware", f"--play={recording},speed=0")
    return daemon.process.pid, daemon.stop


def turn(which, interface, count):
    """A bus, a daemon and a flood: the Gets of another client before and during, memory before, at most and after."""
    with tempfile.TemporaryDirectory(prefix="cd-", dir="/tmp") as directory:
        bus = harness.Bus(directory, raw.GENEROUS)
        pid, stop = start(which, bus, directory)
        try:
            client = bus.connect()
            harness.wait_until(lambda: client.name_has_owner(harness.NAME) or harness.GLib.MainContext.default().wakeup(),
                               "the name")
            path = PORT_PATH if interface == harness.PORT else harness.ROOT
            other = Tool(bus, "get", path, interface, "Name" if interface == harness.PORT else "Version")
            quiet = [other.get() for _ in range(300)]
            before = peak = private_kb(pid)
            cpu = cpu_of(pid)
            deaf = raw.DeafClient(bus)
            began, during = time.monotonic(), []
            for _ in range(count // PORTION):
                deaf.flood(PORTION, path, harness.PROPERTIES, "GetAll", interface, destination=harness.NAME)
                deaf.thread.join()
                during.append(other.get())
                peak = max(peak, private_kb(pid))
            took = time.monotonic() - began
            cpu = cpu_of(pid) - cpu
            answers = deaf.answers()
            if answers != {"result": count}:
                sys.exit(f"of {count} calls not all came to {which}: {dict(answers)}")
            deaf.close()
            other.get()
            client.close()
            return {"quiet": statistics.median(quiet), "gets": during, "took": took, "cpu": cpu, "before": before,
                    "peak": peak, "after": private_kb(pid)}
        finally:
            for tool in (v for v in list(locals().values()) if isinstance(v, Tool) and v.process.poll() is None):
                tool.stop()
            stop()
            bus.stop()


def report(what, turns):
    print(f"\n{what}\n{'':14}{'Get alone, µs':>15}{'during, ms':>12}{'worst, ms':>11}{'flood, s':>10}{'CPU, s':>8}"
          f"{'memory before':>15}{'most':>7}{'after, kB':>11}")
    for which, all_turns in turns.items():
        gets = [us for t in all_turns for us in t["gets"]]
        print(f"{which:14}{statistics.median(t['quiet'] for t in all_turns):15.0f}{mean(all_turns) / 1e3:12.2f}"
              f"{max(gets) / 1e3:11.1f}{statistics.median(t['took'] for t in all_turns):10.1f}{statistics.median(t['cpu'] for t in all_turns):8.2f}"
              f"{all_turns[0]['before']:15}{max(t['peak'] for t in all_turns):7}{max(t['after'] for t in all_turns):11}",
              flush=True)


def mean(turns):
    """Time over Gets: a few long waits are not hidden behind many short ones."""
    gets = [us for t in turns for us in t["gets"]]
    return sum(gets) / len(gets)


def ratio_of(turns):
    return mean(turns["chargediagd"]) / mean(turns["bare"])


def measure(interface, count, rounds):
    """Turns of both; more of them while the ratio is too high: a machine has bad moments, and they pass."""
    turns = {"chargediagd": [], "bare": []}
    for n in range(rounds + 3):
        if n >= rounds and ratio_of(turns) <= RATIO_MAX:
            break
        for which, taken in turns.items():
            taken.append(turn(which, interface, count))
    return turns


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=200000, help="answers left unread (default: 200000)")
    parser.add_argument("--rounds", type=int, default=1, help="turns of each daemon (default: 1)")
    args = parser.parse_args()
    bad = []
    for interface in (harness.MANAGER, harness.PORT):
        turns = measure(interface, args.count, args.rounds)
        report(f"{args.count} GetAll of {interface}, no answer read; another client's Get", turns)
        growth = max(t["after"] - t["before"] for t in turns["chargediagd"])
        print(f"ratio of the waits {ratio_of(turns):.2f}, memory {growth:+d} kB", flush=True)
        if ratio_of(turns) > RATIO_MAX:
            bad.append(f"{interface}: a Get waits {ratio_of(turns):.2f} times as long, {RATIO_MAX} is allowed")
        if growth > GROWTH_KB:
            bad.append(f"{interface}: {growth} kB stay, {GROWTH_KB} are allowed")
    print("\n".join(bad))
    return 1 if bad else 0


sys.exit(main())
