#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The wall clock jumps by a day, the machine sleeps for an hour: a session goes on, and what was slept is said as a gap."""

import json
import os
import select
import struct
import sys
import time

import sandbox

if __name__ == "__main__":
    sandbox.enter()
import dbus  # noqa: E402
import harness  # noqa: E402

DAY_S, HOUR_S = 86400, 3600
SHIM = os.environ["CLOCK_SHIFT_MODULE"]


class Clocks(harness.DaemonTest):
    def setUp(self):
        super().setUp()
        self.battery, self.mains = sandbox.battery(status="Charging"), sandbox.mains(online=1)
        self.udevd = sandbox.Udevd()
        self.addCleanup(self.clean)
        self.shifts = self.file("shifts", "\0" * 16)
        self.daemon = self.start(env={"LD_PRELOAD": SHIM, "CLOCK_SHIFT": str(self.shifts),
                                      "ASAN_OPTIONS": "verify_asan_link_order=0"},
                                 config="[Daemon]\nChangeInterval=0\n")
        self.wall_s = self.slept_s = self.change = 0
        name = next(name for name, port in self.ports().items() if "BAT0" in port["Inputs"])
        self.path = self.ports()[name]["path"]
        # Its driver tells something after the plug: it is believed, and judged when all pieces are there.
        self.battery.write(capacity="51")
        self.udevd.send("change", self.battery)
        harness.wait_until(lambda: self.session()[1] == "charging", "a verdict")
        self.stream, self.data = self.port(name).OpenStream(harness.sv()).take(), b""
        self.addCleanup(os.close, self.stream)

    def clean(self):
        self.udevd.close()
        for supply in (self.battery, self.mains):
            supply.delete()

    def shift(self, wall_s=0, slept_s=0):
        self.wall_s += wall_s
        self.slept_s += slept_s
        with open(self.shifts, "r+b") as file:
            file.write(struct.pack("=qq", self.wall_s * 10**9, self.slept_s * 10**9))

    def event(self):
        """Something changes; the lines until that is told."""
        self.change += 1
        value = str(12000000 + self.change)
        self.battery.write(voltage_now=value)
        self.udevd.send("change", self.battery)
        lines = []
        while not any(line.get("attributes", {}).get("voltage_now") == value for line in lines):
            self.assertTrue(select.select([self.stream], [], [], harness.TIMEOUT)[0], "silence")
            self.data += os.read(self.stream, 65536)
            *whole, self.data = self.data.split(b"\n")
            lines += [json.loads(line) for line in whole]
        return lines

    def session(self):
        properties = self.object(self.path).GetAll(harness.PORT, dbus_interface=harness.PROPERTIES)
        return str(properties["Session"]), str(properties["Cause"])

    def started(self):
        """What a stream that is opened now says of the wall clock."""
        fd = dbus.Interface(self.object(self.path), harness.PORT).OpenStream(harness.sv()).take()
        text = os.read(fd, 65536).split(b"\n")[0]
        os.close(fd)
        return time.strptime(json.loads(text)["started"], "%Y-%m-%dT%H:%M:%SZ")

    def test_wall_clock(self):
        first = self.event()
        before = self.session()
        self.assertNotEqual(before[0], "/")
        last = first[-1]["t"]
        for wall_s in (DAY_S, -DAY_S, -DAY_S, DAY_S):
            began = time.monotonic()
            self.shift(wall_s=wall_s)
            lines = self.event()
            times = [line["t"] for line in lines]
            self.assertEqual(times, sorted(times))
            self.assertEqual([line for line in lines if line["event"] == "gap"], [])
            self.assertGreaterEqual(times[0], last)
            last = times[-1]
            self.assertEqual(self.session(), before)
            year_off = time.mktime(self.started()) - time.mktime(time.gmtime()) - self.wall_s
            self.assertLess(abs(year_off), harness.TIMEOUT)
            self.assertLess((times[-1] - times[0]) / 1e6, time.monotonic() - began + 1)
        print("\nwall clock +1 day, back, -1 day, back: no line of a stream out of order, no gap, the session goes on",
              flush=True)

    def test_suspend(self):
        self.event()
        before = self.session()
        cpu = sandbox.cpu(self.daemon.process.pid)
        gaps = []
        for _ in range(10):
            self.shift(slept_s=HOUR_S)
            lines = self.event()
            gaps += [line["duration_us"] for line in lines if line["event"] == "gap" and line["reason"] == "suspend"
                     and line["input"] == "BAT0"]
        self.assertEqual([round(us / 1e6) for us in gaps], [HOUR_S] * 10)
        self.assertEqual(self.session(), before)
        self.assertEqual(self.event()[-1]["event"], "attributes")  # and no gap
        used = sandbox.cpu(self.daemon.process.pid) - cpu
        print(f"\nslept 10 times for an hour: {len(gaps)} gaps of {gaps[0] / 1e6:.3f} s, the session goes on, "
              f"CPU {used * 1e3:.0f} ms in all", flush=True)


harness.main()
