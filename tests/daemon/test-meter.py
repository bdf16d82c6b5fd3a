#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The unmodified daemon reads a USB meter: it streams, is replugged, falls silent, is in other hands, is let go."""

import harness
import machine

NAME = "fnb58-21A0"
PLUGGED = ("meter 1-3 fnb58 21A0", "measure 1-3 5100000 480000 600000 610000")


class Meter(machine.MachineTest):
    def until_row(self, what, state, part=""):
        return self.until(what, lambda ports: (row := self.inputs().get(NAME)) and row[1] == state and part in row[2])

    def until_reading(self, name, value):
        return self.until(f"{name} = {value}", lambda ports: NAME in ports and
                          ports[NAME]["Readings"].get(name, (None,))[0] == value and ports[NAME])

    def meter(self, daemon):
        """What the meter itself says of its life."""
        daemon.process.stdin.write("meter? 1-3\n")
        daemon.process.stdin.flush()
        return dict(word.split("=") for word in daemon.process.stdout.readline().split())

    def test_streams(self):
        started = self.signals("SessionStarted")
        daemon = self.world(*PLUGGED)
        port = self.until_reading("ibus", 480000)
        self.assertEqual(port["Kind"], "meter")
        self.assertEqual(list(port["Inputs"]), [NAME])
        for name, value in (("vbus", 5100000), ("ibus", 480000), ("dp", 600000), ("dm", 610000)):
            self.assertEqual((port["Readings"][name][0], port["Readings"][name][1]), (value, "measured"), name)
        harness.wait_until(lambda: started, "SessionStarted")
        rows = self.inputs()
        self.assertEqual(rows[NAME][:2], ("meter", "present"))
        self.assertEqual(rows["meters"][:2], ("interface", "present"))
        self.tell(daemon, "measure 1-3 4900000 1500000")
        self.until_reading("ibus", 1500000)
        meter = self.meter(daemon)
        self.assertEqual((meter["driver"], meter["crashed"], meter["hung"]), ("usbfs", "0", "0"))
        # discovery is udev's, waiting is the loop's: nothing needed a thread
        with open(f"/proc/{self.daemon_pid()}/status") as status:
            self.assertIn("Threads:\t1\n", status.read())

    def test_replug_keeps_the_name(self):
        daemon = self.world()
        self.assertEqual(self.inputs()["meters"][:2], ("interface", "absent"))
        self.tell(daemon, *PLUGGED)
        self.until_reading("ibus", 480000)
        self.tell(daemon, "meter-vanish 1-3")  # in the middle of its transfers
        self.until("its end", lambda ports: NAME not in self.inputs())
        self.tell(daemon, "meter-replug 1-3", "measure 1-3 5000000 200000")
        self.until_reading("ibus", 200000)
        self.tell(daemon, "meter-unplug 1-3")
        self.until("its end", lambda ports: NAME not in self.inputs())

    def test_falls_silent(self):
        daemon = self.world(*PLUGGED)
        self.until_reading("ibus", 480000)
        self.tell(daemon, "meter-is 1-3 silent")
        self.until_row("the row", "failed", "silent")
        self.tell(daemon, "meter-is 1-3 talking", "measure 1-3 5000000 700000")
        self.until_row("the row", "present")
        self.until_reading("ibus", 700000)

    def test_cannot_be_opened(self):
        daemon = self.world(PLUGGED[0], "meter-is 1-3 busy")
        self.until_row("the row", "failed", "another program")
        self.assertNotIn(NAME, self.ports())
        self.tell(daemon, "meter-unplug 1-3")
        self.until("its end", lambda ports: NAME not in self.inputs())


harness.main()
