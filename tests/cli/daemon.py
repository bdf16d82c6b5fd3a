#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""chargectl before the real daemon, which lives in a laptop of files or plays a recording: the picture a person gets."""

import json
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "daemon"))
import harness  # noqa: E402

CHARGECTL, FAKE_WORLD, SIMULATE = (os.environ.get(n) for n in ("CHARGECTL", "FAKE_WORLD", "SIMULATE"))


class Screen(harness.DaemonTest):
    def chargectl(self, *words, code=0):
        env = dict(os.environ, DBUS_SYSTEM_BUS_ADDRESS=self.bus.address, NO_COLOR="1")
        done = subprocess.run([CHARGECTL, *words], capture_output=True, text=True, env=env, timeout=harness.TIMEOUT)
        self.assertEqual(done.returncode, code, done.stderr)
        self.said = done.stderr
        return done.stdout

    def simulated(self, scenario):
        return subprocess.run([SIMULATE, scenario], capture_output=True, text=True, check=True).stdout


class Laptop(Screen):
    def setUp(self):
        super().setUp()
        if not FAKE_WORLD:
            self.skipTest("the fake world is not built (umockdev)")

    def world(self, *story):
        config = "[Daemon]\nChangeInterval=0\nSessionClose=1s\n"
        daemon = self.start(wrapper=[FAKE_WORLD, "-b"], config=config)
        self.tell(daemon, *story, "start")
        daemon.wait_ready()
        return daemon

    def tell(self, daemon, *story):
        daemon.process.stdin.write("".join(line + "\n" for line in (*story, "ok?")))
        daemon.process.stdin.flush()
        self.assertEqual(daemon.process.stdout.readline(), "ok\n")

    def stopped_well(self, daemon):
        daemon.process.stdin.write("quit\n")
        daemon.process.stdin.flush()
        self.assertEqual(daemon.wait(), 0, daemon.log())

    def until_caused(self, cause):
        match = self.client.add_signal_receiver(lambda *a: None, bus_name=harness.NAME)
        try:
            harness.wait_until(lambda: any(p["Cause"] == cause for p in self.ports().values()), cause)
        finally:
            match.remove()

    def test_plugged_in_and_still_going_down(self):
        daemon = self.world("battery BAT0 Discharging 12000000", "ac AC 0", "typec 0")
        self.assertIn("port0     USB-C, nothing plugged in\n", self.chargectl())
        self.tell(daemon, "plug port0 30w", "battery BAT0 Discharging 8400000")
        self.until_caused("adapter-underpowered")
        text = self.chargectl()
        self.assertLessEqual(text.count("\n"), 6 + 8, text)  # the port's six lines, and what is absent
        self.assertRegex(text, r"(?m)^port0     USB-C, PD, sink +\S+, ")
        self.assertRegex(text, r"(?m)^  battery    \d+ %, discharging, −8\.40 W \(measured, [\d.]+ s ago\)$")
        self.assertIn("20.00 V × 1.50 A = 30.0 W (negotiated, not measured)", text)
        self.assertRegex(text, r"(?m)^  WEAK ADAPTER \((> )?0\.\d\d\)  the device uses about 38\.4 W, the charger agreed to")
        self.assertIn("more: chargectl explain port0", text)
        explained = self.chargectl("explain", "port0")
        self.assertIn("\nEvidence for adapter-underpowered\n", explained)
        self.assertIn("\nWhat to do\n  1. ", explained)

    def test_nothing_to_observe(self):
        self.world()
        text = self.chargectl()
        self.assertTrue(text.startswith("Nothing to observe here"), text)
        self.assertIn("\nno Type-C ports: ", text)


class Played(Screen):
    def test_explain_is_analyze(self):
        """What the live port says of an open session is what a file of it says: the same bytes."""
        recording = self.simulated("laptop-weak-adapter")
        self.play(recording)
        live = json.loads(self.chargectl("explain", "port0", "--json"))["sessions"]
        file = json.loads(self.chargectl("analyze", "--json", str(self.file("r.ndjson", recording)), code=3))["sessions"]
        self.assertEqual(live[0]["verdict"], file[0]["verdict"])
        self.assertEqual(live[0]["causes"], file[0]["causes"])

    def test_every_view_of_one_moment(self):
        self.play(self.simulated("speaker-thin-cable"))
        names = [p["port"] for p in json.loads(self.chargectl("list", "--json"))["ports"]]
        self.assertEqual(names, ["speaker-thin-cable"])
        status = json.loads(self.chargectl("status", "--json", "--mask"))
        shown = json.loads(self.chargectl("show", names[0], "--json", "--mask"))
        self.assertEqual(status["ports"][0], shown["port"])
        for verb in (["status"], ["list"], ["show", names[0]], ["explain", names[0]]):
            self.assertIn(names[0], self.chargectl(*verb))

    def test_note(self):
        self.play(harness.recording(*harness.meter_session()))
        self.chargectl("note", "meter0", "battery=low", "cable=red 1 m")
        states = json.loads(self.chargectl("show", "meter0", "--json"))["port"]["states"]
        self.assertEqual((states["battery-note"], states["cable"]), ("low", "red 1 m"))

    def test_record_what_analyze_reads(self):
        self.play(harness.recording(*harness.meter_session()))
        path = os.path.join(self.directory, "out.ndjson")
        self.chargectl("record", "meter0", "-o", path, "--for=100ms")
        self.assertIn(f"lines written to {path}", self.said)
        self.chargectl("analyze", "--json", path, code=4)
        self.assertEqual(self.said, "")


harness.main()
