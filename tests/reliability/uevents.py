#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Bursts of uevents, a netlink queue that overflows, a udevd that restarts: the state is right afterwards, nothing grew."""

import os
import signal
import time

import sandbox

if __name__ == "__main__":
    sandbox.enter()
import harness  # noqa: E402

BURST = 10000
# What a burst left in malloc's pools.
GROWTH_KB = 256
# The event loop makes one for a clock when a timer of it is first armed (CLOCK_BOOTTIME, CLOCK_MONOTONIC), and how busy the
# machine is decides when. Thousands of events leak more.
TIMERS = range(3)


class Uevents(harness.DaemonTest):
    def setUp(self):
        super().setUp()
        self.battery, self.mains = sandbox.battery(), sandbox.mains()
        self.udevd = sandbox.Udevd()
        self.last = 12345000
        self.addCleanup(self.clean)

    def clean(self):
        self.udevd.close()
        for link in list(sandbox.CLASS.iterdir()):
            sandbox.Supply(link.name).delete()

    def machine(self, capable=True):
        """The daemon. Without capabilities, as under its unit, its netlink queue is net.core.rmem_max bytes long; with
        CAP_NET_ADMIN libudev makes it 128 MiB."""
        daemon = self.start(wrapper=() if capable else sandbox.uncapable())
        if daemon.wrapped:
            daemon.wrapped = False  # the prefix was replaced by the daemon
            daemon.wait_ready()
        self.assertEqual(self.supplies(), ["AC", "BAT0"])
        self.warm(daemon)
        return daemon

    def warm(self, daemon):
        """What is taken once, at the first events, is not growth."""
        for i in range(50):
            self.change(11000000 + i)
        self.until_voltage(11000049)

    def change(self, microvolts, padding=0):
        self.battery.write(voltage_now=microvolts)
        self.udevd.send("change", self.battery, padding)

    def last_change(self):
        """The end of a burst: a value that none of them had before."""
        self.last += 1000
        self.change(self.last)
        return self.last

    def supplies(self):
        rows = self.object().Get(harness.MANAGER, "Inputs", dbus_interface=harness.PROPERTIES)
        return sorted(str(name) for name, kind, _, _ in rows if kind == "power-supply")

    def voltage(self):
        for port in self.ports().values():
            if "battery-voltage" in port["Readings"]:
                return int(port["Readings"]["battery-voltage"][0])
        return None

    def until(self, what, condition):
        match = self.client.add_signal_receiver(lambda *a: None, bus_name=harness.NAME)
        try:
            harness.wait_until(condition, what)
        finally:
            match.remove()

    def until_voltage(self, microvolts):
        self.until(f"{microvolts} µV", lambda: self.voltage() == microvolts)

    def count_signals(self):
        heard = []
        match = self.client.add_signal_receiver(lambda *a: heard.append(1), bus_name=harness.NAME)
        self.addCleanup(match.remove)
        self.client.get_name_owner("org.freedesktop.DBus")
        return heard

    def measured(self, what, daemon, burst):
        """Runs the burst for the second time and prints what it took; what must not grow is asserted. The first needs pages of
        code and pools that nothing needed before."""
        burst()
        pid = daemon.process.pid
        fds, memory, cpu, signals = sandbox.descriptors(pid), daemon.memory_kb(), sandbox.cpu(pid), self.count_signals()
        began = time.monotonic()
        n, sent = burst()
        settled = time.monotonic() - began
        while harness.GLib.MainContext.default().iteration(False):
            pass  # signals that came while answers were waited for
        print(f"\n{what}: {n} events in {sent - began:.2f} s, settled {settled:.2f} s after the first, CPU {sandbox.cpu(pid) - cpu:.3f} s, "
              f"{len(signals)} signals, {sandbox.dropped(pid)} events lost, "
              f"{daemon.log().count('overflowed')} warnings, memory {daemon.memory_kb() - memory:+d} kB, "
              f"descriptors {sandbox.descriptors(pid) - fds:+d}", flush=True)
        self.assertIn(sandbox.descriptors(pid) - fds, TIMERS)
        self.assertGrewLess(daemon, memory, GROWTH_KB)

    def changes(self):
        """As fast as they can be sent; the value behind them changes a hundred times."""
        message = self.udevd.message("change", self.battery)
        for i in range(BURST - 1):
            if i % 100 == 0:
                self.battery.write(voltage_now=11000000 + i)
            self.udevd.send_message(message)
        last = self.last_change()
        sent = time.monotonic()
        self.until_voltage(last)
        return BURST, sent

    def test_burst_of_changes(self):
        self.measured("burst of changes", self.machine(), self.changes)

    def test_burst_of_changes_small_queue(self):
        self.measured("burst of changes, without capabilities", self.machine(capable=False), self.changes)

    def comes_and_goes(self):
        """It is there all the time; the last that is heard of it, or found, is that it came."""
        messages = [self.udevd.message(action, self.mains) for action in ("remove", "add")]
        for i in range(BURST):
            self.udevd.send_message(messages[i % 2])
        last = self.last_change()
        sent = time.monotonic()
        self.until_voltage(last)
        self.until("both", lambda: self.supplies() == ["AC", "BAT0"])
        return BURST + 1, sent

    def test_burst_of_plugs(self):
        self.measured("burst of removals and additions", self.machine(capable=False), self.comes_and_goes)

    def many(self):
        """More than there is room for (the router takes 1024 inputs), then none."""
        names = [f"supply{i}" for i in range(2000)]
        for name in names:
            self.udevd.send("add", sandbox.mains(name))
        self.until("the last that fits", lambda: len(self.supplies()) >= 1024 - 2)
        for name in names:
            supply = sandbox.Supply(name)
            supply.delete()
            self.udevd.send("remove", supply)
        sent = time.monotonic()
        self.until("those of before", lambda: self.supplies() == ["AC", "BAT0"])
        return 2 * len(names), sent

    def test_many_supplies(self):
        daemon = self.machine()
        self.measured("2000 supplies come and go, the second time", daemon, self.many)

    def test_overflow(self):
        """What happened while events were lost is found: one came, one went, one changed; nobody said so."""
        for capable in (True, False):
            with self.subTest(capable=capable):
                daemon = self.machine(capable)
                daemon.process.send_signal(signal.SIGSTOP)
                sent = 0
                while not sandbox.dropped(daemon.process.pid):
                    for _ in range(500):
                        self.udevd.send("change", self.battery, padding=8000)
                    sent += 500
                new = sandbox.mains("AC9", 1)
                self.udevd.send("add", new)
                self.mains.delete()
                self.udevd.send("remove", self.mains)
                self.change(9876000)
                lost = sandbox.dropped(daemon.process.pid)
                began = time.monotonic()
                daemon.process.send_signal(signal.SIGCONT)
                self.until("what came and went", lambda: self.supplies() == ["AC9", "BAT0"])
                self.until_voltage(9876000)
                print(f"\noverflow after {sent} events of 8 kB ({lost} lost): state right again "
                      f"{time.monotonic() - began:.2f} s after the daemon ran", flush=True)
                self.assertIn("queue overflowed: reading everything again", daemon.log())
                self.assertEqual(daemon.stop(), 0)
                new.delete()
                self.mains = sandbox.mains()

    def test_udevd_restarts(self):
        """The daemon keeps its socket: another udevd, with another process id, is heard as the first was."""
        self.machine()
        for i in range(20):
            self.udevd.close()
            sandbox.CONTROL.unlink()
            self.battery.write(voltage_now=10000000 + i)  # nobody tells
            sandbox.CONTROL.touch()
            self.udevd = sandbox.Udevd()
            self.udevd.send("change", self.mains)
            self.change(10500000 + i)
            self.until_voltage(10500000 + i)
        print("\nudevd restarted 20 times: 20 times heard again", flush=True)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    harness.main()
