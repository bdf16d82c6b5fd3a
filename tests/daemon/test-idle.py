#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The daemon leaves when nothing is there and nobody asks, not earlier, and keeps the sessions that ended for the next."""

import subprocess
import time

import harness
from harness import sv

IDLE = 0.4  # seconds


def conf(text):
    return f"[Daemon]\nIdleExit={text}\n"


class Idle(harness.DaemonTest):
    def left(self, daemon):
        """Waits for the daemon's own end, and wants the service manager to have been told before."""
        said = {}
        while said.get("STOPPING") != "1":
            said = daemon.notification()
        self.assertEqual(daemon.wait(), 0)
        self.assertIn("ending until something appears", daemon.log())
        self.assertFalse(self.client.name_has_owner(harness.NAME))

    def stays(self, daemon):
        """For longer than it would have stayed: the one thing here that only time can show."""
        with self.assertRaises(subprocess.TimeoutExpired, msg=daemon.log()):
            daemon.process.wait(4 * IDLE)

    def test_leaves(self):
        daemon = self.start("--no-hardware", config=conf(f"{int(IDLE * 1000)}ms"))
        self.left(daemon)

    def test_who_asks_keeps_it(self):
        daemon = self.start("--no-hardware", config=conf(f"{int(IDLE * 1000)}ms"))
        limit = time.monotonic() + 4 * IDLE
        while time.monotonic() < limit:
            asked = time.monotonic()
            self.manager().ListSessions(sv())
        self.left(daemon)
        self.assertGreaterEqual(time.monotonic() - asked, IDLE)

    def test_never(self):
        daemon = self.start("--no-hardware", config=conf("0"))
        self.stays(daemon)

    def test_a_port_keeps_it(self):
        daemon = self.play(harness.recording(*harness.meter_session()), config=conf(f"{int(IDLE * 1000)}ms"))
        self.stays(daemon)

    def test_reload_counts_anew(self):
        daemon = self.start("--no-hardware", config=conf("0"))
        daemon.config.write_text(conf(f"{int(IDLE * 1000)}ms"))
        daemon.process.send_signal(harness.signal.SIGHUP)
        self.left(daemon)


harness.main()
