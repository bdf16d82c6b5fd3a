#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The daemon leaves a machine in which nothing is to be watched, and nothing that appears in that moment is missed."""

import signal
import subprocess

import sandbox

if __name__ == "__main__":
    sandbox.enter()
import harness  # noqa: E402

AGAIN = 75  # CD_EXIT_AGAIN


def conf(text):
    return f"[Daemon]\nIdleExit={text}\n"


class Leave(harness.DaemonTest):
    def setUp(self):
        super().setUp()
        self.udevd = sandbox.Udevd()
        self.addCleanup(self.udevd.close)
        self.plugged = []
        self.addCleanup(lambda: [device.delete() for device in self.plugged])

    def plug(self, device):
        self.plugged.append(device)
        self.udevd.send("add", device)

    def stays(self, daemon):
        """For longer than it would have stayed: what only time can show."""
        with self.assertRaises(subprocess.TimeoutExpired, msg=daemon.log()):
            daemon.process.wait(1.5)

    def test_what_starts_it_keeps_it(self):
        self.plug(sandbox.mains())
        self.stays(self.start(config=conf("300ms")))

    def test_a_current_sensor_keeps_it(self):
        self.plug(sandbox.Device("hwmon", "hwmon0", name="ina226", in1_input=5000, curr1_input=0))
        self.stays(self.start(config=conf("300ms")))

    def test_a_peripheral_does_not(self):
        self.plug(sandbox.battery("hidpp_battery_0", scope="Device"))
        daemon = self.start(config=conf("300ms"))
        self.assertEqual(daemon.wait(), 0)

    def test_without_udevd_nobody_would_start_it(self):
        sandbox.CONTROL.unlink()
        self.addCleanup(sandbox.CONTROL.touch)
        self.stays(self.start(config=conf("300ms")))

    def leaving(self):
        """A daemon that has said that it leaves, on a bus that does not take its name back yet."""
        daemon = self.start(config=conf("0"))
        self.bus.process.send_signal(signal.SIGSTOP)
        self.addCleanup(self.bus.process.send_signal, signal.SIGCONT)
        daemon.config.write_text(conf("50ms"))
        daemon.process.send_signal(signal.SIGHUP)
        while daemon.notification().get("STOPPING") != "1":
            pass
        return daemon

    def test_nothing_came(self):
        daemon = self.leaving()
        self.bus.process.send_signal(signal.SIGCONT)
        self.assertEqual(daemon.wait(), 0, daemon.log())

    def test_a_supply_came(self):
        daemon = self.leaving()
        self.plug(sandbox.battery())
        self.bus.process.send_signal(signal.SIGCONT)
        self.assertEqual(daemon.wait(), AGAIN, daemon.log())
        self.assertIn("Something appeared at the last moment", daemon.log())


harness.main()
