#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A disk that is full, file systems that are read-only: what fails is said, what was written can be read, the daemon goes on."""

import json
import os
import pathlib
import subprocess
import sys

import sandbox

if __name__ == "__main__":
    sandbox.enter()
import harness  # noqa: E402

CHARGECTL = os.environ["CHARGECTL"]
SMALL, STATE = pathlib.Path("/run/small"), pathlib.Path("/run/state")


class Disk(harness.DaemonTest):
    def setUp(self):
        super().setUp()
        self.events = list(harness.meter_session(seconds=3600))
        self.played = self.file("played.ndjson", harness.recording(*self.events))

    def mount(self, place, options):
        place.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", place], check=True)
        self.addCleanup(place.rmdir)
        self.addCleanup(subprocess.run, ["umount", "-l", place], check=True)

    def machine(self, speed, **options):
        return self.start("--no-hardware", f"--play={self.played},speed={speed}", **options)

    def ctl(self, *arguments, **options):
        return subprocess.run([CHARGECTL, *map(str, arguments)], capture_output=True, text=True,
                              env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": self.bus.address}, **options)

    def test_record_on_a_full_disk(self):
        """Of several sizes, so that it is full in the middle of a line, too."""
        self.machine(1000)
        for kb in (4, 8, 16, 20, 64, 128):
            with self.subTest(kb=kb):
                self.fill(kb)

    def fill(self, kb):
        place = SMALL.with_name(f"small{kb}")
        self.mount(place, f"size={kb}k")
        file = place / "file.ndjson"
        done = self.ctl("record", "meter0", "-o", file)
        data = file.read_bytes()
        self.assertEqual(done.returncode, 5, done.stderr)
        self.assertIn("No space left on device", done.stderr)
        judged = self.ctl("analyze", file, "--json")
        self.assertIn(judged.returncode, (0, 3, 4), judged.stderr)
        json.loads(judged.stdout)
        self.assertGreater(data.count(b"\n"), 10)
        self.assertTrue(data.endswith(b"\n"), data[-100:])
        lines = data.count(b"\n")
        self.assertIn(f"{lines} lines written", done.stderr)
        print(f"\nrecord on a disk of {kb} kB: full after {lines} lines, all of them readable", flush=True)

    def test_log_on_a_full_disk(self):
        """Whoever reads its messages has no room: nobody is harmed."""
        full = open("/dev/full", "w")
        self.addCleanup(full.close)
        daemon = subprocess.Popen([harness.DAEMON, "--no-hardware", f"--play={self.played},speed=0"], stdout=full, stderr=full,
                                  env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": self.bus.address})
        self.addCleanup(daemon.wait)
        self.addCleanup(daemon.kill)
        harness.wait_until(lambda: self.client.name_has_owner(harness.NAME) or
                           harness.GLib.MainContext.default().wakeup(), "the name")
        harness.wait_until(lambda: "meter0" in self.ports() or harness.GLib.MainContext.default().wakeup(), "the port")
        self.assertTrue(self.port("meter0").GetAnalysis())
        daemon.terminate()
        self.assertEqual(daemon.wait(harness.TIMEOUT), 0)

    def test_read_only_state(self):
        self.mount(STATE, "ro")
        daemon = self.machine(0, env={"STATE_DIRECTORY": str(STATE), "RUNTIME_DIRECTORY": str(STATE), "HOME": str(STATE),
                                      "TMPDIR": str(STATE)})
        self.wait_played(daemon)
        self.manager().SetNote("meter0", harness.sv(cable="red"))
        os.close(self.port("meter0").OpenStream(harness.sv()).take())
        self.assertEqual(json.loads(self.port("meter0").GetAnalysis())["version"], 1)
        self.assertEqual(daemon.stop(), 0)
        said = [line for line in daemon.log().splitlines() if "Read-only" in line]
        self.assertEqual(said, [f"Failed to keep the sessions that ended, in {STATE}: Read-only file system"])
        print("\nread-only state directory: said once; judged, noted, streamed, ended with 0", flush=True)

    def test_record_where_nothing_can_be_written(self):
        self.mount(STATE, "ro")
        self.machine(1000)
        for file in (STATE / "x.ndjson", STATE / "no" / "x.ndjson"):
            done = self.ctl("record", "meter0", "-o", file)
            self.assertEqual(done.returncode, 5)
            self.assertIn(f"Failed to create {file}: ", done.stderr)


harness.main()
