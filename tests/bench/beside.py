#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""chargediagd beside upowerd: both in the same fake machine, in turns, and the ratio of what they take.

A figure of its own says little: a busy machine moves it by a third from one run to the next. So nothing is asserted, and
what counts is the last column. Without an upowerd our figures are printed alone.

Each change is waited for, so CPU per 1000 changes is that of a quiet machine, not that of a burst, in which changes fold.
Both programs live under umockdev's preload library, which adds 50 to 100 kB of memory and a little time to either.
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
import harness  # noqa: E402  (what the tests of the daemon share)
import dbus.lowlevel  # noqa: E402

FAKE_WORLD = os.environ.get("FAKE_WORLD")
CHARGECTL = os.environ.get("CHARGECTL")
UPOWERD = "/usr/libexec/upowerd"
STORY = ("battery BAT0 Discharging 10000000", "ac AC 0", "typec 0")
SETTLE = 8  # seconds; after a start firmware is looked at again for six
CLI_RUNS = 10


class Program:
    """What is run, and how to see a voltage of the battery arrive."""

    def __init__(self, name, bus_name, command, client, changed):
        self.name, self.bus_name, self.command, self.client, self.changed = name, bus_name, command, client, changed
        self.figures = {}

    def note(self, figure, *values):
        self.figures.setdefault(figure, []).extend(values)

    def median(self, figure):
        return statistics.median(self.figures[figure]) if self.figures.get(figure) else None


def our_voltage(interface, properties):
    reading = properties.get("Readings", {}).get("battery-voltage") if interface == harness.PORT else None
    return int(reading[0]) if reading else None


def their_voltage(interface, properties):
    volts = properties.get("Voltage")
    return None if volts is None else round(float(volts) * 1e6)


class Run:
    """One start of one program in a machine of its own."""

    def __init__(self, bus, program, directory):
        self.program = program
        self.connection = bus.connect()
        self.owned, self.heard = None, None
        self.connection.add_match_string(
            f"type='signal',member='NameOwnerChanged',arg0='{program.bus_name}'")
        self.connection.add_message_filter(self.filter)
        environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": bus.address, "UPOWER_HISTORY_DIR": directory,
                       "CHARGEDIAG_PROFILES": str(harness.SOURCE / "profiles")}
        self.process = subprocess.Popen([FAKE_WORLD, "-b", *program.command], env=environment, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.tell(*STORY, "ok?")
        self.process.stdout.readline()
        began = time.monotonic()
        self.tell("start")
        harness.wait_until(lambda: self.owned, f"{program.bus_name} to be owned")
        self.start = self.owned - began
        driver = self.connection.get_object("org.freedesktop.DBus", "/org/freedesktop/DBus", introspect=False)
        self.pid = int(driver.GetConnectionUnixProcessID(program.bus_name, dbus_interface="org.freedesktop.DBus"))
        self.connection.add_match_string(
            f"type='signal',sender='{program.bus_name}',member='PropertiesChanged'")
        driver.GetId(dbus_interface="org.freedesktop.DBus")  # a round trip: the match is in effect

    def filter(self, connection, message):
        """The time is taken before the message is unpacked: ours and theirs differ in size."""
        now = time.monotonic()
        if message.get_member() == "NameOwnerChanged":
            name, _, new = message.get_args_list()
            if name == self.program.bus_name and new:
                self.owned = now
        elif message.get_member() == "PropertiesChanged":
            voltage = self.program.changed(*message.get_args_list()[:2])
            if voltage is not None:
                self.heard = (voltage, now)
        return dbus.lowlevel.HANDLER_RESULT_NOT_YET_HANDLED

    def tell(self, *lines):
        self.process.stdin.write("".join(line + "\n" for line in lines))
        self.process.stdin.flush()

    def change(self, microvolts):
        """Seconds from the uevent to the signal that carries the change. The file is written before: that is the fake
        machine's work."""
        self.tell(f"quiet BAT0 voltage_now {microvolts}", "ok?")
        self.process.stdout.readline()
        began = time.monotonic()
        self.tell("event BAT0 change")
        harness.wait_until(lambda: self.heard and self.heard[0] == microvolts, f"{microvolts} µV to be announced")
        return self.heard[1] - began

    def cpu(self):
        """The CPU clock of another process (clock_getcpuclockid(3) computes the same number)."""
        return time.clock_gettime((~self.pid << 3) | 2)

    def switches(self):
        """Voluntary switches of each thread."""
        counts = {}
        for task in pathlib.Path(f"/proc/{self.pid}/task").iterdir():
            lines = (task / "status").read_text().splitlines()
            counts[task.name] = next(int(line.split()[1]) for line in lines
                                     if line.startswith("voluntary_ctxt_switches:"))
        return counts

    def memory(self, field):
        text = pathlib.Path(f"/proc/{self.pid}/smaps_rollup").read_text()
        return next(int(line.split()[1]) for line in text.splitlines() if line.startswith(field + ":"))

    def threads(self):
        return len(list(pathlib.Path(f"/proc/{self.pid}/task").iterdir()))

    def stop(self):
        self.tell("quit")
        self.process.wait(harness.TIMEOUT)
        self.process.stdin.close()
        self.process.stdout.close()
        self.connection.close()


def run_client(program, address):
    began = time.monotonic()
    subprocess.run(program.client, env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": address}, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.monotonic() - began) * 1e3


def take_turn(bus, program, directory, changes):
    run = Run(bus, program, directory)
    program.note("start to name owned, ms", run.start * 1e3)
    program.note("resident, kB", run.memory("Rss"))
    program.note("private dirty, kB", run.memory("Private_Dirty"))
    program.note("threads", run.threads())
    if program.client:
        program.note(CLIENTS, *(run_client(program, bus.address) for _ in range(CLI_RUNS)))
    before = run.cpu()
    latencies = [run.change(11_000_000 + 1000 * (i % 500)) for i in range(changes)]
    program.note("CPU of 1000 changes, ms", (run.cpu() - before) * 1e6 / changes)
    program.note("uevent to signal, µs", statistics.median(latencies) * 1e6)
    program.note("… the quickest tenth, µs", statistics.quantiles(latencies, n=10)[0] * 1e6)
    run.stop()


def rest(bus, programs, directory, seconds):
    """All at once: they sleep."""
    runs = [Run(bus, program, directory) for program in programs]
    time.sleep(SETTLE)
    before = [run.switches() for run in runs]
    time.sleep(seconds)
    for run, switches in zip(runs, before):
        # A thread that ended takes its count along: those that are still there are compared.
        woken = sum(count - switches.get(thread, 0) for thread, count in run.switches().items())
        run.program.note(f"wake-ups in {seconds} s of rest", woken)
        run.stop()


CLIENTS = "chargectl status, upower -d, ms"


def report(programs):
    print(f"{'':34}" + "".join(f"{program.name:>14}" for program in programs) +
          (f"{'ratio':>10}" if len(programs) > 1 else ""))
    for figure in programs[0].figures:
        values = [program.median(figure) for program in programs]
        line = f"{figure:34}" + "".join("             —" if v is None else f"{v:14.1f}" for v in values)
        if len(values) > 1 and values[1]:
            line += f"{values[0] / values[1]:10.2f}"
        print(line)


def write_back(program):
    """Pages of a file just linked count as dirty memory of whoever maps them until they are on the disk."""
    with open(program, "rb") as file:
        os.fsync(file.fileno())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=4, help="starts of each program (default: 4)")
    parser.add_argument("--changes", type=int, default=250, help="changes of a voltage per round (default: 250)")
    parser.add_argument("--idle", type=int, default=10, help="seconds of rest (default: 10)")
    args = parser.parse_args()
    if not FAKE_WORLD:
        print("SKIP: the fake world is not built (umockdev)")
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="cd-") as directory:
        config = pathlib.Path(directory, "conf")
        config.write_text("[Daemon]\nChangeInterval=0\nLogLevel=warning\n")
        programs = [Program("chargediagd", harness.NAME, [harness.DAEMON, f"--config={config}"],
                            CHARGECTL and [CHARGECTL, "status"], our_voltage)]
        if os.access(UPOWERD, os.X_OK):
            programs.append(Program("upowerd", "org.freedesktop.UPower", [UPOWERD], ["upower", "-d"], their_voltage))
        else:
            print(f"No {UPOWERD}: our figures alone")
        write_back(harness.DAEMON)
        bus = harness.Bus(directory)
        try:
            for _ in range(args.rounds):
                for program in programs:
                    take_turn(bus, program, directory, args.changes)
            rest(bus, programs, directory, args.idle)
        finally:
            bus.stop()
        report(programs)


main()
