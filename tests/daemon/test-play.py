#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Recordings played as live ports: sessions, verdicts, names, and the same analysis as of the file."""

import json
import os
import subprocess

import dbus
import harness


class Play(harness.DaemonTest):
    def two_sessions(self):
        """With 100 s of nothing between them, which closes the first."""
        off = ({"t": int((40 + s) * 1e6), "input": "meter0", "event": "sample", "vbus_uv": 0, "ibus_ua": 0}
               for s in range(100))
        second = [e for e in harness.meter_session(t0=150000) if e["event"] == "sample"]
        return harness.recording(*harness.meter_session(), *off, *second)

    def test_sessions(self):
        self.play(self.two_sessions())
        sessions = self.manager().ListSessions(harness.sv())
        self.assertEqual([int(s["id"]) for s in sessions], [2, 1])
        live, ended = sessions
        self.assertNotIn("end_us", live)
        self.assertGreater(ended["end_us"], ended["start_us"])
        self.assertGreater(ended["energy_uwh"], 30000)
        self.assertTrue(ended["cause"])
        self.assertEqual(ended["port"], "meter0")
        self.assertEqual(len(self.manager().ListSessions(harness.sv(limit=dbus.UInt64(1)))), 1)
        self.assertEqual(len(self.manager().ListSessions(harness.sv(port="meter0"))), 2)
        self.assertEqual(self.ports()["meter0"]["Session"], "/org/chargediag1/session/2")
        document = json.loads(self.manager().GetAnalysis(dbus.UInt64(1)))
        self.assertEqual(document["chargediag"], "analysis")
        self.assertEqual(document["sessions"][0]["verdict"]["cause"], ended["cause"])

    def test_session_object(self):
        self.play(harness.recording(*harness.meter_session()))
        session = self.object("/org/chargediag1/session/1").GetAll(harness.SESSION, dbus_interface=harness.PROPERTIES)
        self.assertEqual(session["Id"], 1)
        self.assertEqual(session["Port"], "/org/chargediag1/port/meter0")
        self.assertTrue(session["Phase"])
        self.assertGreater(session["Totals"]["energy_uwh"], 0)
        # It began half a minute before its newest reading, however fast it was played.
        age = self.ports()["meter0"]["Readings"]["vbus"][2] - session["Start"]
        self.assertTrue(29000000 < age < 31000000, age)

    def laptop(self, minutes, status="Charging", power=20):
        """Fills from 30 of 50 Wh, a report every half minute."""
        yield {"t": 0, "event": "port", "port": "laptop", "inputs": ["AC", "BAT0"]}
        for name in ("AC", "BAT0"):
            yield {"t": 0, "input": name, "event": "added", "kind": "power-supply"}
        yield {"t": 0, "input": "AC", "event": "attributes", "attributes": {"type": "Mains", "online": "1"}}
        for k in range(minutes * 2):
            yield {"t": (5 + 30 * k) * 1000000, "input": "BAT0", "event": "attributes",
                   "attributes": {"type": "Battery", "status": status, "energy_full": "50000000",
                                  "energy_now": str(30000000 + k * power * 1000000 // 120),
                                  "power_now": str(power * 1000000)}}

    def to_full(self):
        return self.object("/org/chargediag1/session/1").Get(
            harness.SESSION, "TimeToFull", dbus_interface=harness.PROPERTIES)

    def test_time_to_full(self):
        self.play(harness.recording(*self.laptop(30)))
        t = self.to_full()
        # 10 Wh at 20 W and a taper.
        self.assertEqual(sorted(t), ["high_s", "low_s", "percent"])
        self.assertTrue(1200 <= t["low_s"] < t["high_s"] <= 6000, t)
        self.assertEqual(t["percent"], 100)

    def test_why_not(self):
        self.play(harness.recording(*self.laptop(30, "Full", 0)))
        t = self.to_full()
        self.assertEqual(t["reason"], "it is full")
        # Full for half an hour on the recording's clock, however fast it was played.
        start = self.object("/org/chargediag1/session/1").Get(
            harness.SESSION, "Start", dbus_interface=harness.PROPERTIES)
        self.assertTrue(4000000 < t["full_since_us"] - start < 6000000, (t, start))

    def test_the_range_is_told_when_it_changes(self):
        """At the pace of the recording, an hour in a few seconds: of 120 reports those that change a range."""
        text = harness.recording(*self.laptop(60))
        daemon = self.start("--no-hardware", f"--play={self.file('l.ndjson', text)},speed=1000",
                            config="[Daemon]\nChangeInterval=0\n")
        heard = self.signals("PropertiesChanged", harness.PROPERTIES)
        self.wait_played(daemon)
        told = lambda: [c["TimeToFull"] for _, i, c, _ in heard if i == harness.SESSION and "TimeToFull" in c]
        harness.wait_until(lambda: told() and told()[-1] == self.to_full(), "the last range")
        self.assertLess(len(told()), 60)
        for a, b in zip(told(), told()[1:]):
            self.assertNotEqual(a, b)

    def test_deadlines_between_two_events(self):
        """Verdicts are due now and then less than a turn of the loop after a sample: waiting for one must not keep that
        sample from being played."""
        events = list(harness.meter_session(seconds=1))
        events += [harness.sample(6000 + 99.9 * tick, 5, 0.9) for tick in range(20000)]
        file = self.file("due.ndjson", harness.recording(*events))
        self.wait_played(self.start("--no-hardware", f"--play={file},speed=4000"))

    def test_signals(self):
        started, ended = self.signals("SessionStarted"), self.signals("SessionEnded")
        verdicts = self.signals("VerdictChanged")
        added = self.signals("InterfacesAdded", "org.freedesktop.DBus.ObjectManager")
        self.play(self.two_sessions())
        port = "/org/chargediag1/port/meter0"
        harness.wait_until(lambda: len(started) == 2 and ended, "signals")
        self.assertEqual([s[1:] for s in started], [(port, 1), (port, 2)])
        self.assertEqual([s[1:] for s in ended], [(port, 1)])
        self.assertTrue(verdicts)
        _, where, cause, confidence = next(v for v in reversed(verdicts) if v[2])
        self.assertEqual(where, port)
        self.assertTrue(0 < confidence <= 1, cause)
        self.assertIn("/org/chargediag1/session/2", [a[1] for a in added])

    def test_journal_lines(self):
        daemon = self.play(self.two_sessions())
        self.assertIn("meter0: session 1 started\n", daemon.log())
        self.assertIn("meter0: session 1 ended\n", daemon.log())

    def test_names(self):
        text = harness.recording(*harness.meter_session())
        one, two = self.file("one.ndjson", text), self.file("two.ndjson", text)
        daemon = self.start("--no-hardware", f"--play={one},speed=0", f"--play={two},speed=0",
                            f"--play={two},name=bench,speed=0")
        self.wait_played(daemon, 3)
        self.assertEqual(sorted(self.ports()), ["bench", "meter0", "meter0-2"])
        self.assertEqual(list(self.ports()["meter0-2"]["Inputs"]), ["meter0"])

    def test_history_is_bounded(self):
        """Of 40 sessions the last 32 ended ones are known."""
        events = []
        for i in range(41):
            t0 = i * 100000
            events += [e for e in harness.meter_session(t0=t0, seconds=3) if e["event"] == "sample" or i == 0]
            events += [harness.sample(t0 + 8000 + 1000 * s, 0, 0) for s in range(70)]
        self.play(harness.recording(*events))
        sessions = self.manager().ListSessions(harness.sv())
        self.assertEqual(len([s for s in sessions if "end_us" in s]), 32)
        newest = max(int(s["id"]) for s in sessions)
        self.assertGreaterEqual(newest, 40)
        self.assertFails(harness.ERROR + "NoSession", self.manager().GetAnalysis, dbus.UInt64(1))
        self.manager().GetAnalysis(dbus.UInt64(newest - 20))

    def test_no_session(self):
        self.play(harness.recording(next(harness.meter_session())))
        port = self.ports()["meter0"]
        self.assertEqual((port["Class"], port["Cause"], port["Part"], port["Severity"], port["NextTest"]), ("",) * 5)
        self.assertEqual((port["Confidence"], port["Session"]), (0, "/"))
        self.assertEqual((list(port["Symptoms"]), list(port["Remedies"])), ([], []))
        verdict = json.loads(self.port("meter0").GetAnalysis())["sessions"][0]["verdict"]
        self.assertEqual(verdict["cause"], "inconclusive")
        self.assertTrue(verdict["reason"])

    def test_asleep(self):
        """Ten minutes asleep in the middle of a charge are no ten minutes without current, however fast they are played."""
        events, slept = list(harness.meter_session()), 600_000_000
        woken = events[-1]["t"] + 100_000 + slept
        gap = {"t": woken, "input": "meter0", "event": "gap", "reason": "suspend", "duration_us": slept}
        later = [harness.sample(woken / 1000 + 100 * i, 5.05, 0.9) for i in range(100)]
        path = self.file("asleep.ndjson", harness.recording(*events, gap, *later))
        for speed in (0, 1000):
            daemon = self.start("--no-hardware", f"--play={path},speed={speed}")
            self.wait_played(daemon)
            session, = self.manager().ListSessions(harness.sv())
            self.assertNotIn("end_us", session)
            said, = json.loads(self.port("meter0").GetAnalysis())["sessions"]
            self.assertEqual([(g["reason"], g["duration_us"]) for g in said["gaps"]], [("suspend", slept)])
            daemon.stop()

    def test_same_as_analyze(self):
        tool = os.environ.get("CHARGECTL")
        if not tool or subprocess.run([tool, "analyze", "--help"], capture_output=True).returncode != 0:
            self.skipTest("this chargectl cannot analyze")
        path = self.file("s.ndjson", self.two_sessions())
        done = subprocess.run([tool, "analyze", str(path), "--json"], capture_output=True, text=True)
        said = json.loads(done.stdout)["sessions"]
        self.play(self.two_sessions())
        ended = json.loads(self.manager().GetAnalysis(dbus.UInt64(1)))["sessions"]
        self.assertEqual(ended, said[:1])


harness.main()
