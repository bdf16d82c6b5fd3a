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


class Kept(harness.DaemonTest):
    """Sessions that ended outlive the daemon, in RUNTIME_DIRECTORY."""

    def setUp(self):
        super().setUp()
        self.kept = harness.pathlib.Path(self.directory, "run")
        self.kept.mkdir()
        self.env = {"RUNTIME_DIRECTORY": str(self.kept)}
        self.file_of_sessions = self.kept / "sessions.json"

    def ended(self, sessions=1, port="meter0"):
        """A recording in which sessions come to their end."""
        for i in range(sessions):
            t0 = i * 200000
            yield from harness.meter_session(name=port, t0=t0, amperes=0.5 + 0.01 * i)
            yield {"t": (t0 + 40000) * 1000, "input": port, "event": "removed"}
        # what comes later lets the time pass that closes the last
        yield {"t": (sessions * 200000 - 1) * 1000, "input": "later", "event": "added", "kind": "hwmon"}

    def sessions(self):
        return [{str(k): v for k, v in s.items()} for s in self.manager().ListSessions(sv())]

    def run_once(self, *events):
        daemon = self.play(harness.recording(*events), env=self.env)
        seen = self.sessions()
        analyses = {int(s["id"]): str(self.manager().GetAnalysis(harness.dbus.UInt64(int(s["id"])))) for s in seen}
        return daemon, seen, analyses

    def test_the_next_one_knows_them(self):
        daemon, seen, analyses = self.run_once(*self.ended(3))
        self.assertEqual([int(s["id"]) for s in seen], [3, 2, 1])
        self.assertTrue(all("end_us" in s for s in seen))
        self.assertEqual(daemon.stop(), 0)
        self.start("--no-hardware", env=self.env)
        self.assertEqual(self.sessions(), seen)
        for number, text in analyses.items():
            self.assertEqual(str(self.manager().GetAnalysis(harness.dbus.UInt64(number))), text)

    def test_numbers_go_on(self):
        daemon, *_ = self.run_once(*self.ended(2))
        self.assertEqual(daemon.stop(), 0)
        daemon, seen, _ = self.run_once(*self.ended(1, port="meter1"))
        self.assertEqual([(int(s["id"]), str(s["port"])) for s in seen], [(3, "meter1"), (2, "meter0"), (1, "meter0")])

    def test_whatever_order_they_ended_in(self):
        """Of two ports the first to begin is the last to end."""
        events = [{"t": 0, "event": "port", "port": p, "inputs": [m]} for p, m in (("one", "meter0"), ("two", "meter1"))]
        events += harness.meter_session(name="meter0", seconds=300)
        events += harness.meter_session(name="meter1", t0=20000)
        events += [{"t": 60000000, "input": "meter1", "event": "removed"}, {"t": 310000000, "input": "meter0", "event": "removed"},
                   {"t": 500000000, "input": "later", "event": "added", "kind": "hwmon"}]
        daemon, seen, _ = self.run_once(*sorted(events, key=lambda e: e["t"]))
        self.assertEqual(sorted((int(s["id"]), str(s["port"])) for s in seen), [(1, "one"), (2, "two")])
        self.assertTrue(all("end_us" in s for s in seen))
        self.assertEqual(daemon.stop(), 0)
        self.start("--no-hardware", env=self.env)
        self.assertEqual(self.sessions(), seen)

    def test_a_killed_one_has_kept_them_too(self):
        daemon, seen, _ = self.run_once(*self.ended(2), *harness.meter_session(t0=400000))
        self.assertEqual([int(s["id"]) for s in seen], [3, 2, 1])  # the third is live
        daemon.process.kill()
        daemon.wait()
        self.start("--no-hardware", env=self.env)
        self.assertEqual(self.sessions(), seen[1:])

    def test_not_without_a_bound(self):
        daemon, seen, _ = self.run_once(*self.ended(40))
        self.assertEqual(len(seen), 32)
        self.assertEqual(daemon.stop(), 0)
        self.start("--no-hardware", env=self.env)
        self.assertEqual(self.sessions(), seen)

    def test_what_is_not_ours_is_ignored(self):
        daemon, *_ = self.run_once(*self.ended(2))
        self.assertEqual(daemon.stop(), 0)
        good = harness.json.loads(self.file_of_sessions.read_text())
        entry = good["sessions"][0]
        wrong = [b"", b"\x00\xff", b"[]", b"{}", b"[" * 100000, self.file_of_sessions.read_bytes()[:-20]]
        wrong += [{**good, "version": 2}, {**good, "last": -1}, {**good, "last": 1}, {**good, "sessions": {}},
                  {**good, "sessions": [None]}, {**good, "sessions": [entry] * 2}, {**good, "sessions": [entry] * 33}]
        for key, value in (("id", 0), ("id", "1"), ("port", None), ("port", 7), ("analysis", []), ("confidence", 2),
                           ("end_us", 1 << 60)):
            wrong.append({**good, "sessions": [{**entry, key: value}]})
        for content in wrong:
            data = content if isinstance(content, bytes) else harness.json.dumps(content).encode()
            self.file_of_sessions.write_bytes(data)
            with self.subTest(data[:80]):
                daemon = self.start("--no-hardware", env=self.env)
                self.assertEqual(self.sessions(), [])
                self.assertEqual("Failed to read the sessions that ended" in daemon.log(), data != b"")
                self.assertEqual(daemon.stop(), 0)
        self.file_of_sessions.unlink()
        self.file_of_sessions.mkdir()
        daemon = self.start("--no-hardware", env=self.env)
        self.assertEqual(self.sessions(), [])

    def test_a_place_that_cannot_be_written(self):
        self.kept.rmdir()
        daemon, seen, _ = self.run_once(*self.ended(1))
        self.assertEqual(len(seen), 1)
        self.assertIn(f"Failed to keep the sessions that ended, in {self.kept}: No such file or directory", daemon.log())


harness.main()
